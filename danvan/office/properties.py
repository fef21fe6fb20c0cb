"""What a Word or Excel file says of itself: title, subject, key words, company, and what its makers added."""

from danvan.office.kinds import PROPERTY_TYPES
from danvan.office.parts import Package
from danvan.office.xml import Ignoring


class Properties(Ignoring):
    """`found`: (name, text) of every element that has a text; one that people added by the name they gave it."""

    def __init__(self):
        self.found: list[tuple[str, str]] = []
        self.own_name = ""
        self.text = ""

    def start(self, name, attributes):
        self.text = ""
        if name == "property":
            self.own_name = attributes.get("name", "")

    def words(self, text):
        self.text += text

    def end(self, name):
        if self.text.strip():
            self.found.append((self.own_name or name, self.text))
        self.text = ""
        if name == "property":
            self.own_name = ""


def properties_of(package: Package) -> list[tuple[str, str]]:
    listener = Properties()
    for part in package.names:
        if package.types.of(part) in PROPERTY_TYPES:
            package.read(part, listener)
    return listener.found
