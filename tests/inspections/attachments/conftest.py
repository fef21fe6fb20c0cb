"""The whole cast by name, for tests that ask who may."""

import pytest

CAST = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"]


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in CAST}
