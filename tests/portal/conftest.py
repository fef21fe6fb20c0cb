from tests.inspections.conftest import case_value, remark, value  # noqa: F401  the work in small pieces
