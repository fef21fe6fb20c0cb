"""Cells that may mean several things: what is asked about them, what was chosen, and how they are read then.

A column raises `SeveralMeanings`; cells of one column that are unclear in the same way are one `Question`. Nothing is
chosen beforehand: without a choice the cell is a fault of its row, so that nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ground.inputs import excerpt
from ground.sheets.typed import Meaning

if TYPE_CHECKING:
    from workflow.registers.columns import Column
    from workflow.registers.rows import Row

EXAMPLES = 3
ROWS_NAMED = 10
QUESTIONS_FOR_A_CELL = 3  # what was chosen may itself have two meanings, such as "1.234"


class SeveralMeanings(ValueError):
    """Raised for a cell that may mean several things; its text says so to who can't be asked.

    `kind`: cells of the same kind in a column are one question; `about`: what they have in common beside their column.
    """

    def __init__(self, words: str, kind: str, meanings: list[Meaning], about: str = "") -> None:
        super().__init__(words)
        self.kind, self.meanings, self.about = kind, meanings, about


@dataclass
class Option:
    """A meaning that can be chosen; `examples`: how the first cells are read then."""

    name: str
    label: str
    examples: list[str] = field(default_factory=list)


@dataclass
class Question:
    """`rows`: the row of each cell; `words` is about the first one; `chosen`: an option's name, "" without a choice."""

    key: str
    title: str
    about: str
    words: str
    chosen: str
    options: dict[str, Option] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    is_about_cells: bool = True

    @property
    def places(self) -> str:
        """Return the rows of the first cells; "" for what isn't about cells."""
        if not self.is_about_cells:
            return ""
        more = "…" if len(self.rows) > ROWS_NAMED else ""
        return ", ".join(str(number) for number in dict.fromkeys(self.rows[:ROWS_NAMED])) + more

    def add(self, number: int, meanings: list[Meaning]) -> None:
        self.rows.append(number)
        for meaning in meanings:
            option = self.options.setdefault(meaning.name, Option(meaning.name, meaning.label))
            if len(option.examples) < EXAMPLES and excerpt(str(meaning.cell), 60) not in option.examples:
                option.examples.append(excerpt(str(meaning.cell), 60))


class Questions:
    """All questions of a file; `choices`: key → name of the meaning that the user chose."""

    def __init__(self, choices: Mapping[str, str] | None = None) -> None:
        self.choices = choices or {}
        self.by_key: dict[str, Question] = {}

    def read(self, column: Column, cell: object, row: Row, day: date) -> object:
        """Return the value of the cell, or of what was chosen for it, as `Column.read`. Raises ValueError."""
        for _n in range(QUESTIONS_FOR_A_CELL):
            try:
                return column.read(cell, row, day)
            except SeveralMeanings as several:
                cell = self.choose(column, row, several).cell
        return column.read(cell, row, day)

    def choose(self, column: Column, row: Row, several: SeveralMeanings) -> Meaning:
        """Return the chosen meaning. Raises the question where none was chosen, and ValueError for one that this cell
        can't have.
        """
        key = key_of(column.attribute, several.kind)
        chosen, title = self.choices.get(key, ""), str(column.column_name)
        if key not in self.by_key:
            self.by_key[key] = Question(key, title, several.about, str(several), chosen)
        self.by_key[key].add(row.number, several.meanings)
        if not chosen:
            row.open_questions.add((title, str(several)))
            raise several
        for meaning in several.meanings:
            if meaning.name == chosen:
                return meaning
        raise ValueError(str(several))


def key_of(subject: str, kind: str) -> str:
    """Return a question's name in forms, the same whenever the file is read."""
    return hashlib.sha256(f"{subject}\0{kind}".encode()).hexdigest()[:16]
