"""What holds for every template: it can be read, obeys the content policy, names only shapes that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template

FOLDER = settings.BASE_DIR / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
SOURCES = {name: Path(FOLDER, name).read_text() for name in NAMES}
COMPONENTS = [name for name in NAMES if name.startswith("components/")]
CHARTS = ["components/_chart_line.html", "components/_chart_ratio.html"]
SHAPES = set(re.findall(r'<symbol id="shape-([a-z]+)"', SOURCES["components/_sprite.html"]))


# --- The rules: each gives what breaks it in a template ------------------------------------------------------------
def cannot_be_parsed(name, source):
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return [str(error)]
    return []


def holds_inline_style_or_script(name, source):
    """The content policy lets only our own files style and act, on the preview of a paper too."""
    return re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", source)


def names_shapes_that_the_sprite_lacks(name, source):
    named = re.findall(r'_shape\.html" with name="(\w+)"', source)
    named += re.findall(r'_state\.html" with[^%]*shape="(\w+)"', source)
    return sorted(set(named) - SHAPES)


def includes_components_without_named_arguments_only(name, source):
    includes = re.findall(r'{% include "components/[^%]*%}', source)
    return [tag for tag in includes if not tag.endswith(" only %}")]


def is_a_long_component(name, source):
    lines = source.count("\n")
    return [f"{lines} lines"] if name in COMPONENTS and lines > 60 else []


def is_a_component_whose_form_is_handed_no_token(name, source):
    """`only` keeps the token from a form, and a form without it fails when it is sent."""
    if name not in COMPONENTS or "{% csrf_token %}" not in source:
        return []
    callers = [tag for text in SOURCES.values() for tag in re.findall(r"{% include[^%]*%}", text) if name in tag]
    faults = [tag for tag in callers if "csrf_token=csrf_token" not in tag]
    return faults if re.search(r"{#[^#]*csrf_token[^#]*#}", source) else [*faults, "its head doesn't name csrf_token"]


def writes_an_id_with_the_dot_of_thousands(name, source):
    return re.findall(r"{{ *[\w.]+\.(?:pk|next) *}}", source)


def drops_the_scripts_of_every_page(name, source):
    """Menus, pickers and kept texts work by them; only pages that extend plain.html have none."""
    if not re.match(r'{% extends "(?!plain.html)', source):
        return []
    return re.findall(r"{% block scripts %}(?!{{ block.super }}).*", source)


RULES = [
    cannot_be_parsed,
    holds_inline_style_or_script,
    names_shapes_that_the_sprite_lacks,
    includes_components_without_named_arguments_only,
    is_a_long_component,
    is_a_component_whose_form_is_handed_no_token,
    writes_an_id_with_the_dot_of_thousands,
    drops_the_scripts_of_every_page,
]


def faults_of(name, source):
    return {f"{name} {rule.__name__}": found for rule in RULES if (found := rule(name, source))}


def test_there_are_templates_to_look_at():
    assert {"plain.html", "base.html", "components/_state.html"} - set(NAMES) == set()


def test_every_template_obeys_every_rule():
    faults = {}
    for name in NAMES:
        faults |= faults_of(name, SOURCES[name])
    assert faults == {}


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ('<p style="color: red">', holds_inline_style_or_script),
        ('{% include "components/_shape.html" with name="unicorn" only %}', names_shapes_that_the_sprite_lacks),
        ('{% include "components/_state.html" with state=state %}', includes_components_without_named_arguments_only),
        ('<a id="row-{{ row.pk }}">', writes_an_id_with_the_dot_of_thousands),
        ('{% extends "base.html" %}{% block scripts %}<script src="a"></script>', drops_the_scripts_of_every_page),
    ],
)
def test_a_broken_rule_is_named_with_its_template(source, rule):
    assert list(faults_of("lists/page.html", source)) == [f"lists/page.html {rule.__name__}"]


@pytest.mark.parametrize("name", CHARTS)
def test_the_colours_of_a_chart_are_those_of_the_style_sheet(name):
    sheet = (settings.BASE_DIR / "static/css/frame.css").read_text()
    tokens = set(re.findall(r"--[a-z-]+: (#[0-9a-f]{3,6});", sheet))
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", SOURCES[name])) - tokens == set()
