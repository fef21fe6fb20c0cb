"""The look of a text: the old encoding that its font shows, and whether it is shown in capitals whatever was typed.

A run's own properties count first, then its style's, its paragraph's, its table's, and the document's defaults.
"""

from dataclasses import dataclass, field

from ground.fonts.old_fonts import encoding_of_font, in_unicode, shows_capitals
from ground.office.xml import Ignoring

OFF = {"0", "false", "off"}
LOOKS = frozenset({"caps", "smallCaps", "rPr", "defRPr", "rFonts", "rFont", "latin"})  # what Look.hear takes


@dataclass
class Look:
    """`font` and `is_capitals` are None where nothing is specified."""

    font: str | None = None
    is_capitals: bool | None = None

    def hear(self, name: str, attributes: dict[str, str]) -> None:
        """Read the look from an element within rPr: Word's, a drawing's or a spreadsheet's."""
        if name in ("caps", "smallCaps"):
            self.is_capitals = self.is_capitals or attributes.get("val", "on").lower() not in OFF
        elif name in ("rPr", "defRPr") and attributes.get("cap", "none") != "none":
            self.is_capitals = True
        elif name == "rFonts":
            self.font = self.font or old_font_of(attributes)  # what follows is what stood there before a change
        elif name in ("rFont", "latin"):
            self.font = self.font or attributes.get("val") or attributes.get("typeface")

    def over(self, other: "Look") -> "Look":
        font = self.font if self.font is not None else other.font
        is_capitals = self.is_capitals if self.is_capitals is not None else other.is_capitals
        return Look(font, is_capitals)

    def shown(self, text: str) -> str:
        font = self.font or ""
        text = in_unicode(text, encoding_of_font(font))
        return text.upper() if self.is_capitals or shows_capitals(font) else text


def old_font_of(attributes: dict[str, str]) -> str | None:
    """Return the pre-Unicode font among the four fonts that Word gives a run, else the first font; None without any."""
    fonts = [attributes[key] for key in ("hAnsi", "ascii", "cs", "eastAsia") if attributes.get(key)]
    themes = [f"theme:{attributes[key][:5]}" for key in ("hAnsiTheme", "asciiTheme") if attributes.get(key)]
    old = [font for font in fonts if encoding_of_font(font)]
    return next(iter([*old, *themes, *fonts]), None)


@dataclass
class Style:
    look: Look = field(default_factory=Look)
    base: str = ""


class Theme(Ignoring):
    """`fonts`: "theme:major" and "theme:minor" → the font's name."""

    def __init__(self) -> None:
        self.fonts: dict[str, str] = {}
        self.family = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("majorFont", "minorFont"):
            self.family = f"theme:{name[:5]}"
        elif name == "latin" and self.family:
            self.fonts.setdefault(self.family, attributes.get("typeface", ""))

    def end(self, name: str) -> None:
        if name in ("majorFont", "minorFont"):
            self.family = ""


class Styles(Ignoring):
    """Word's styles by their ids; `default` is that of paragraphs that name none, "" the defaults for all."""

    def __init__(self) -> None:
        self.styles: dict[str, Style] = {"": Style()}
        self.default = ""
        self.fonts: dict[str, str] = {}
        self._open = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self._open = attributes.get("styleId", "")
            self.styles[self._open] = Style()
            if attributes.get("type") == "paragraph" and attributes.get("default", "0") not in OFF:
                self.default = self._open
        elif name == "basedOn":
            self.styles[self._open].base = attributes.get("val", "")
        else:
            self.styles[self._open].look.hear(name, attributes)

    def end(self, name: str) -> None:
        if name == "style":
            self._open = ""

    def look(self, run: Look, *names: str) -> Look:
        """Return the look of `run` with these styles, the nearest first."""
        for name in filter(None, names):
            for style in self._chain(name):
                run = run.over(style.look)
        run = run.over(self.styles[""].look)
        return Look(self.fonts.get(run.font or "", run.font), run.is_capitals)

    def _chain(self, name: str) -> list[Style]:
        """Yield a style and those it is based on; stops at a cycle."""
        chain: dict[str, Style] = {}
        while name and name in self.styles and name not in chain:
            chain[name] = self.styles[name]
            name = chain[name].base
        return list(chain.values())
