"""The class of document kinds. Each kind is a module of papers/, found by its `KIND`, and a template."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class DocumentKind:
    """`form`: "titled", "letter", "minutes", "decision" or "annex"; `about`: whose papers it is among, "campaign",
    "delegation" or "inspection"; `issued_by`: "leader" of the Board or "head" of the delegation; `step`: the step of
    the inspection that its issue takes, "" for none.
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

    def default_day(self, today: date, session_days: list[date]) -> date:
        """Return the day that a new draft is meant for: today, or the last session's day where that is later."""
        return today if self.comes_before else max([today, *session_days])


class FactsMissing(Exception):
    """The record lacks something the paper needs; the text, translated lazily, says what."""
