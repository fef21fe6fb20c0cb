"""What a step binds, as the page that confirms it lists it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoundRow:
    """One thing that is bound: its words, its page or "", and what else is said of it."""

    words: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class BoundPart:
    """What is bound of one sort: the first `rows` of `n`; `ways`: lists of them all, each with its count.

    `empty`: what is said where there is none.
    """

    title: str
    n: int
    rows: list[BoundRow]
    empty: str = ""
    ways: tuple[BoundRow, ...] = ()
