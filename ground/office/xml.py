"""Reads XML without a DTD, an element at a time, for any number of listeners.

Names are without their namespaces, so that "transitional" and "strict" Office files read alike.
"""

from typing import IO
from xml.parsers import expat

from ground.processes.child import Fault


class Ignoring:
    """A listener that ignores all elements; subclasses override what they need.

    `hears` names the elements whose start, text and end it wants, None all of them: a sheet has millions of others.
    """

    hears: frozenset[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        return None

    def end(self, name: str) -> None:
        return None

    def words(self, text: str) -> None:
        return None


def read_xml(stream: IO[bytes], *listeners: Ignoring) -> None:
    """Pass the elements to the listeners; raises Fault("entities") at a DTD and expat's error where it is no XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    hearing: dict[str, tuple[str, list[Ignoring]]] = {}

    def who_hears(name):
        if name not in hearing:
            short = local(name)
            hearing[name] = short, [one for one in listeners if one.hears is None or short in one.hears]
        return hearing[name]

    def start(name, attributes):
        short, ones = who_hears(name)
        parser.CharacterDataHandler = words if ones else between
        if ones:
            attributes = {local(key): text for key, text in attributes.items()}
        for one in ones:
            one.start(short, attributes)

    def end(name):
        parser.CharacterDataHandler = between
        short, ones = who_hears(name)
        for one in ones:
            one.end(short)

    def words(text):
        for one in listeners:
            one.words(text)

    between = words if any(one.hears is None for one in listeners) else None
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.ParseFile(stream)


def local(name: str) -> str:
    return name.rpartition(" ")[2]


def refuse_doctype(*_declaration) -> None:
    raise Fault("entities")
