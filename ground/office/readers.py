"""Reads whole files: `read_docx` and `read_xlsx` refuse active content, and return the text in which a mark of
secrecy may be.
"""

from collections.abc import Callable

from ground.fonts.old_fonts import TCVN3, in_unicode, shows_capitals
from ground.office.fields import Fields, Formulas
from ground.office.kinds import STYLES_TYPE, THEME_TYPE
from ground.office.looks import Styles, Theme
from ground.office.parts import Package
from ground.office.properties import properties_of
from ground.office.words import Words
from ground.office.xml import Ignoring

PARAGRAPHS_OF_HEAD = 80
LETTERS_OF_A_MARK_LINE = 300  # a longer cell is a text, in which a mark would be a word like others


def read_docx(content: bytes) -> dict:
    """Return {"lines": [line, …] of the head, "properties": [[name, text], …]}; raises Fault."""
    package = Package(content, "docx")
    styles = styles_of(package)
    lines: list[str] = []
    for part in sorted(package.xml_parts(), key=lambda part: part == package.main):
        words = Words(styles, PARAGRAPHS_OF_HEAD if part == package.main else None)
        fields = Fields()
        package.read(part, words, fields)
        fields.finish()
        lines += words.lines
    return {"lines": lines, "properties": properties_of(package)}


def styles_of(package: Package) -> Styles:
    styles, theme = Styles(), Theme()
    for part in package.names:
        if package.types.of(part) == THEME_TYPE:
            package.read(part, theme)
        elif package.types.of(part) == STYLES_TYPE or part in package.targets("styles"):
            package.read(part, styles)
    styles.fonts = theme.fonts
    return styles


class CellFonts(Ignoring):
    """Whether some cells have a pre-Unicode font that shows capitals only."""

    hears = frozenset({"name"})

    def __init__(self) -> None:
        self.are_old_capitals = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.are_old_capitals |= name == "name" and shows_capitals(attributes.get("val", ""))


def read_xlsx(content: bytes, listener_of: Callable[[str], Ignoring] | None = None) -> dict:
    """Return {"lines": [short text, …] without repetition, "properties": [[name, text], …]}; raises Fault.

    `listener_of(part)`: what also hears the part, so that a sheet isn't parsed once more.
    """
    package, fonts, lines = Package(content, "xlsx"), CellFonts(), {}
    for part in package.xml_parts():
        words = Words()
        more = [listener_of(part)] if listener_of else []
        package.read(part, words, Formulas(), fonts, *more)
        lines.update(dict.fromkeys(line for line in words.lines if is_short(line)))
    if fonts.are_old_capitals:
        lines.update(dict.fromkeys(in_unicode(line, TCVN3).upper() for line in [*lines] if max(line) <= "\xff"))
    return {"lines": list(lines), "properties": properties_of(package)}


def is_short(line: str) -> bool:
    """Tell whether a mark of secrecy could be in the line: each of the three has a letter that isn't ASCII."""
    return len(line) <= LETTERS_OF_A_MARK_LINE and not line.isascii()
