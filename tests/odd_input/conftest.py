"""Small hands of the imports' tests."""

from tests.inout.conftest import bring, taken_out  # noqa: F401
