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
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    _Passing(parser, listeners)
    parser.ParseFile(stream)


class _Passing:
    """Passes on what the parser meets; its text handler is on only where somebody listens."""

    def __init__(self, parser: expat.XMLParserType, listeners: tuple[Ignoring, ...]) -> None:
        self.parser, self.listeners = parser, listeners
        self.hearing: dict[str, tuple[str, list[Ignoring]]] = {}
        self.between = self.words if any(one.hears is None for one in listeners) else None
        self.is_listening = True
        self._listen(False)
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        short, ones = self.hearing.get(name) or self._who_hears(name)
        if ones:
            self._listen(True)
            attributes = {local(key): text for key, text in attributes.items()}
            for one in ones:
                one.start(short, attributes)
        elif self.is_listening:
            self._listen(False)

    def end(self, name: str) -> None:
        if self.is_listening:
            self._listen(False)
        short, ones = self.hearing.get(name) or self._who_hears(name)
        for one in ones:
            one.end(short)

    def _listen(self, is_listening: bool) -> None:
        self.is_listening = is_listening
        self.parser.CharacterDataHandler = self.words if is_listening else self.between

    def words(self, text: str) -> None:
        for one in self.listeners:
            one.words(text)

    def _who_hears(self, name):
        short = local(name)
        self.hearing[name] = short, [one for one in self.listeners if one.hears is None or short in one.hears]
        return self.hearing[name]


def local(name: str) -> str:
    return name.rpartition(" ")[2]


def refuse_doctype(*_declaration) -> None:
    raise Fault("entities")
