"""The portal is any province's: the one of the case it was asked for is named in the demo and in lists of data only."""

import re
from functools import cache

import pytest
from django.conf import settings

CODE = {".py", ".html", ".css", ".js", ".po", ".svg", ".conf", ".service", ""}  # "": scripts
ELSEWHERE = ("tests/", "var/", "reports/demo/", "localities/data/")
OF_THE_CASE = [r"Long An", r"Cần Đước", r"can duoc", r"BDVTU", r"Tây Ninh", r"Tân An", r"\b806\b", r"DVCQ2019"]


@cache
def code_files():
    """Whatever somebody reads or runs; hidden folders hold what comes from elsewhere."""
    names = {path.relative_to(settings.BASE_DIR).as_posix(): path for path in settings.BASE_DIR.rglob("*")}
    own = [name for name in sorted(names) if not name.startswith((".", *ELSEWHERE))]
    return {name: names[name] for name in own if names[name].suffix in CODE and names[name].is_file()}


def places_of(pattern):
    named = re.compile(pattern)
    return [
        f"{name}:{number}"
        for name, path in code_files().items()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if named.search(line)
    ]


def test_the_search_sees_every_room():
    rooms = {name.partition("/")[0] for name in code_files() if "/" in name}
    code = {"accounts", "danvan", "ground", "inspections", "localities", "portal", "reports", "workflow"}
    assert rooms >= code | {"deploy", "locale", "script", "static", "templates"}


@pytest.mark.parametrize("pattern", OF_THE_CASE)
def test_no_province_is_named_in_code(pattern):
    assert places_of(pattern) == []
