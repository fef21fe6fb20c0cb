"""Fixtures for the tests of imports."""

from tests.portal.exchange.conftest import bring, taken_out  # noqa: F401
