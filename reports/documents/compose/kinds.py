"""The class of document kinds. Each kind is a module of papers/, found by its `KIND`, and a template."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

COMPOSED = "{phần cổng soạn}"  # in a template: what the records fill there
FIXED_KEYS = ("about", "grounds", "opening", "closing", "recipients")  # of places that are no sections


class Rule(StrEnum):
    """What a body may do with the text of a place: leave it empty, write it anew, or only write around the records."""

    FREE = "free"
    FILLED = "filled"
    RECORDS = "records"


@dataclass(frozen=True)
class Place:
    """A slot whose words a body's template may set.

    `heading`, `text`: as composed without a template, with placeholders, lines parted by line ends; `heading` "": it
    has none; `text` None: nothing is written there, as above parts or a table.
    """

    key: str
    heading: str = ""
    text: str | None = None
    rule: Rule = Rule.FREE


def of_records(key: str, heading: str = "") -> Place:
    """Return a place that the records fill."""
    return Place(key, heading, COMPOSED, Rule.RECORDS)


def below(above: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places as the parts of a section, or the sections of the annex "annex:…"."""
    return tuple(Place(f"{above}/{each.key}", each.heading, each.text, each.rule) for each in places)


@dataclass(frozen=True)
class DocumentKind:
    """`form`: "titled", "letter", "minutes", "decision" or "annex"; `about`: whose papers it is among, "campaign",
    "delegation" or "inspection"; `issued_by`: "leader" of the Board or "head" of the delegation; `step`: the step of
    the inspection that its issue takes, "" for none; `places`: what templates may set, in the order of printing.
    """

    slug: str  # in addresses and on the command line
    name: str  # as screens call it, translatable
    type_codes: dict[str, str]  # by layout: {"party": "TB", "state": "TB"} in "Số 12-TB/BTGDVTU"
    type_title: str  # "THÔNG BÁO", "" for a letter
    form: str
    is_internal: bool  # for those inside the inspection alone, even once issued
    about: str
    compose: Callable[..., dict[str, Any]]  # PaperSubject → the parts of the facts that are this kind's own
    issued_by: str = "leader"
    step: str = ""
    comes_before: bool = False  # sent before the sessions, so that their days don't date it
    places: tuple[Place, ...] = ()

    @property
    def order(self) -> list[str]:
        """Return the keys of the sections that a template may put in another order; articles refer to each other."""
        keys = [each.key for each in self.places if each.key not in FIXED_KEYS and "/" not in each.key]
        return [] if self.form == "decision" or len(keys) < 2 else keys

    def place(self, key: str) -> Place | None:
        return next((each for each in self.places if each.key == key), None)

    def default_day(self, today: date, session_days: list[date]) -> date:
        """Return the day that a new draft is meant for: today, or the last session's day where that is later."""
        return today if self.comes_before else max([today, *session_days])


class FactsMissing(Exception):
    """The record lacks something the paper needs; the text, translated lazily, says what."""
