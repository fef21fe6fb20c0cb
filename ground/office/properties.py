"""The properties of a Word or Excel file: title, subject, key words, company, and custom ones."""

from ground.office.kinds import PROPERTY_TYPES
from ground.office.parts import Package
from ground.office.xml import Ignoring


class Properties(Ignoring):
    """`found`: (name, text) of every element with a text; custom properties by the name their authors gave them."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.own_name = ""
        self.texts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.texts = []
        if name == "property":
            self.own_name = attributes.get("name", "")

    def words(self, text: str) -> None:
        self.texts.append(text)

    def end(self, name: str) -> None:
        text = "".join(self.texts)
        if text.strip():
            self.found.append((self.own_name or name, text))
        self.texts = []
        if name == "property":
            self.own_name = ""


def properties_of(package: Package) -> list[tuple[str, str]]:
    listener = Properties()
    for part in package.names:
        if package.types.of(part) in PROPERTY_TYPES:
            package.read(part, listener)
    return listener.found
