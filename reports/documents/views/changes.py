"""What differs between two versions of a text, word by word, as screens mark it. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
SHORTEST = 3  # words that are the same, to be shown as such between two changes
LONGEST = 4000  # words; comparing longer ones would take seconds, they are shown whole

Run = tuple[list[str], list[str], bool]  # the words before, after, and whether they are the same


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
    runs: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = tag == "equal"
        runs.append((before[a:b], after[c:d], same and not _is_gap(before[a:b])))
    return _pieces(*(part for run in _joined(runs) for part in _parts(run)))


def changed_lines(before: list[str], after: list[str]) -> list[Piece]:
    """Return the runs of lines of two lists in reading order, the old before the new where they differ; [] where they
    are the same.
    """
    if before == after:
        return []
    runs = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    parts = [part for tag, a, b, c, d in runs for part in _parts((before[a:b], after[c:d], tag == "equal"))]
    return [Piece(kind, "".join(f"{line}\n" for line in lines)) for kind, lines in parts if lines]


def _is_gap(words: list[str]) -> bool:
    """Tell whether a run is too short to stand between two changes by itself."""
    return sum(not word.isspace() for word in words) < SHORTEST


def _joined(runs: list[Run]) -> list[Run]:
    """Join neighbouring runs that differ, so that a changed sentence isn't cut word by word."""
    joined: list[Run] = []
    for old, new, is_same in runs:
        if joined and not joined[-1][2] and not is_same:
            joined[-1] = (joined[-1][0] + old, joined[-1][1] + new, False)
        else:
            joined.append((old, new, is_same))
    return joined


def _parts(run: Run) -> list[tuple[str, list[str]]]:
    old, new, is_same = run
    return [("same", old)] if is_same or old == new else [("old", old), ("new", new)]


def _pieces(*runs: tuple[str, list[str]]) -> list[Piece]:
    return [Piece(kind, "".join(words)) for kind, words in runs if words and any(words)]
