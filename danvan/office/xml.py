"""Reads XML without a DTD, an element at a time, for any number of listeners.

A listener has `start(name, attributes)`, `end(name)` and `words(text)`; names are without their namespaces, so that
"transitional" and "strict" Office files read alike.
"""

from typing import IO, Protocol
from xml.parsers import expat

from danvan.office.faults import Fault


class Listener(Protocol):
    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def words(self, text: str) -> None: ...


class Ignoring:
    """A listener that hears nothing: the others override what they need."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        return None

    def end(self, name: str) -> None:
        return None

    def words(self, text: str) -> None:
        return None


def read_xml(stream: IO[bytes], *listeners: Listener) -> None:
    """Raises Fault("entities") at a DTD and expat's error where it is no XML."""

    def start(name, attributes):
        name, attributes = local(name), {local(key): text for key, text in attributes.items()}
        for listener in listeners:
            listener.start(name, attributes)

    def end(name):
        for listener in listeners:
            listener.end(local(name))

    def words(text):
        for listener in listeners:
            listener.words(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.ParseFile(stream)


def local(name: str) -> str:
    return name.rpartition(" ")[2]


def refuse_doctype(*_declaration) -> None:
    raise Fault("entities")
