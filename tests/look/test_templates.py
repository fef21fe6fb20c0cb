"""What holds for every template: it can be read, obeys the content policy, names only shapes that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
COMPONENTS = sorted(name for name in NAMES if name.startswith("components/"))
SHAPES = set(re.findall(r'<symbol id="shape-([a-z]+)"', (FOLDER / "components/_sprite.html").read_text()))


def source(name):
    return Path(FOLDER, name).read_text()


def test_there_are_templates_to_look_at():
    assert {"plain.html", "base.html", "components/_state.html"} - set(NAMES) == set()


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_parsed(name):
    assert get_template(name).template.name == name


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_no_inline_style_or_script(name):
    """The content policy lets only our own files style and act, on the preview of a paper too."""
    inline = re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", source(name))
    assert inline == []


@pytest.mark.parametrize("name", NAMES)
def test_the_shapes_it_names_are_in_the_sprite(name):
    named = re.findall(r'_shape\.html" with name="(\w+)"', source(name))
    named += re.findall(r'_state\.html" with[^%]*shape="(\w+)"', source(name))
    assert set(named) - SHAPES == set()


@pytest.mark.parametrize("name", NAMES)
def test_components_are_included_with_named_arguments_only(name):
    includes = re.findall(r'{% include "components/[^%]*%}', source(name))
    assert [tag for tag in includes if not tag.endswith(" only %}")] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_short(name):
    assert source(name).count("\n") <= 60


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_has_no_csrf_token_unless_it_is_handed_one(name):
    """`only` keeps the token from a form, and a form without it fails when it is sent."""
    if "{% csrf_token %}" in source(name):
        assert re.search(r"{#[^#]*csrf_token[^#]*#}", source(name))
    callers = [tag for n in NAMES for tag in re.findall(r"{% include[^%]*%}", source(n)) if name in tag]
    assert [tag for tag in callers if "{% csrf_token %}" in source(name) and "csrf_token=csrf_token" not in tag] == []


@pytest.mark.parametrize("name", ["components/_chart_line.html", "components/_chart_ratio.html"])
def test_the_colours_of_a_chart_are_those_of_the_style_sheet(name):
    sheet = (settings.BASE_DIR / "static/css/danvan.css").read_text()
    tokens = set(re.findall(r"--[a-z-]+: (#[0-9a-f]{3,6});", sheet))
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", source(name))) - tokens == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_id_of_a_row_is_written_without_the_dot_of_thousands(name):
    assert re.findall(r"{{ *[\w.]+\.(?:pk|next) *}}", source(name)) == []
