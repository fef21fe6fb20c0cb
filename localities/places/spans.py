"""Arithmetic of periods, half open: from a first day until the first day after.

The import, the admin's forms and the acts use it.
"""

from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple


class Piece(NamedTuple):
    start: date
    end: date
    value: Any


def cut(start: date, end: date, pieces: list[Piece]) -> list[Piece]:
    """Return `pieces` in order, clipped to the span; neighbours of equal value are joined."""
    clipped = [Piece(max(start, p.start), min(end, p.end), p.value) for p in pieces if p.start < end and p.end > start]
    joined: list[Piece] = []
    for piece in clipped:
        if joined and joined[-1].end == piece.start and joined[-1].value == piece.value:
            joined[-1] = joined[-1]._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined


def holes(start: date, end: date, pieces: list[Piece]) -> list[tuple[date, date]]:
    """Return the (start, end) parts of the span that no piece covers."""
    missing = []
    for piece in cut(start, end, sorted(pieces, key=lambda p: p.start)):
        if piece.start > start:
            missing.append((start, piece.start))
        start = max(start, piece.end)
    return [*missing, (start, end)] if start < end else missing


def overlapping(spans: list) -> list[tuple]:
    """Return neighbours in time that share a day; `spans` have `valid_from` and `ends_on` and are in order."""
    return [(early, late) for early, late in pairwise(spans) if late.valid_from < early.ends_on]


def gapped(spans: list) -> list[tuple]:
    """Return neighbours in time with days between them that belong to neither."""
    return [(early, late) for early, late in pairwise(spans) if late.valid_from > early.ends_on]
