"""Words can be read: contrast of the colours, as WCAG 2.2 counts it; nothing newer than Chrome 109."""

import re

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "static/css"
SHEETS = ["frame.css", "controls.css", "work.css", "print.css"]  # as pages link them
SHEET = "\n".join((FOLDER / name).read_text() for name in SHEETS)
PLAIN = settings.BASE_DIR / "templates/plain.html"
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", SHEET))
PAPERS = ["paper", "wash", "pen-wash", "seal-wash", "done-wash", "warn-wash"]


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * c for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_pages_link_all_sheets_in_the_order_in_which_they_win():
    """The first names the layers; the print's waits for no screen; admin.css is the admin's own."""
    links = re.findall(r"""<link rel="stylesheet" href="{% static 'css/(.+?)' %}"(.*?)>""", PLAIN.read_text())
    assert links == [(name, ' media="print"' if name == "print.css" else "") for name in SHEETS]
    assert {path.name for path in FOLDER.glob("*.css")} == {*SHEETS, "admin.css"}
    assert ["@layer reset, tokens" in (FOLDER / name).read_text() for name in SHEETS] == [True, False, False, False]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_no_longer_than_a_module(name):
    assert len((FOLDER / name).read_text().splitlines()) < 400


def test_black_on_white_is_21_to_1():
    assert contrast("#000", "#fff") == pytest.approx(21)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "pen", "pen-deep", "seal", "seal-deep", "done", "warn"])
def test_every_ink_can_be_read_on_every_paper(ink, paper):
    assert contrast(TOKENS[ink], TOKENS[paper]) >= 4.5


@pytest.mark.parametrize("ground", ["pen", "pen-deep", "seal", "seal-deep"])
def test_white_words_can_be_read_on_buttons(ground):
    assert contrast("#fff", TOKENS[ground]) >= 4.5


def test_borders_of_fields_can_be_seen():
    assert contrast(TOKENS["edge"], TOKENS["paper"]) >= 3


def test_every_colour_asked_for_is_a_token():
    used = set(re.findall(r"var\(--([a-z][a-z0-9-]*)", SHEET))
    assert used - set(re.findall(r"--([a-z][a-z0-9-]*):", SHEET)) == set()


@pytest.mark.parametrize(
    "newer",
    ["color-mix", "oklch", "subgrid", "popover", "@scope", "@starting-style", "light-dark", "::details-content"],
)
def test_the_sheet_asks_for_nothing_newer_than_chrome_109(newer):
    assert newer not in SHEET.split("*/", 1)[1]


def test_rules_are_not_nested():
    """A rule may stand in @layer and @media, never in another rule."""
    within = []
    for found in re.finditer(r"([^{};]*)([{}])", re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)):
        if found[2] == "}":
            within.pop()
            continue
        assert all(outer.startswith("@") for outer in within), found[1]
        within.append(found[1].strip())
    assert within == []
