"""Small hands of the imports' tests."""

from tests.portal.exchange.conftest import bring, taken_out  # noqa: F401
