"""What differs between two versions of a text, word by word, as screens mark it. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
LONGEST = 4000  # words; comparing longer ones would take seconds, they are shown whole


@dataclass(frozen=True)
class Piece:
    """A run of words: `kind` is "same", "old" (only in the earlier text) or "new"."""

    kind: str
    text: str


def changed_pieces(old: str, new: str) -> list[Piece]:
    """Return the runs of words of both texts in reading order, the old before the new where they differ."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) + len(after) > LONGEST:
        return _pieces(("old", [old]), ("new", [new]))
    runs: list[tuple[str, list[str]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", before[a:b]))
        else:
            runs += [("old", before[a:b]), ("new", after[c:d])]
    return _pieces(*runs)


def _pieces(*runs: tuple[str, list[str]]) -> list[Piece]:
    return [Piece(kind, "".join(words)) for kind, words in runs if words and any(words)]
