"""A line of home, and the rooms that add lines of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.people.models import User


@dataclass(frozen=True)
class Holder:
    """Who holds something up: words, "" or the address of exactly the rows, and a further line or ""."""

    words: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Task:
    """Something to do now: `due_on` None without a deadline, then `undated` says why; `url` leads to the record or to
    exactly the rows that the title counts; `act` is the words of the line's button and `act_url` where it leads, ""
    without one. `printed`: the deadline as the paper words it, "" without such words; `holders`: who holds it up, for
    a leader's overdue lines.
    """

    due_on: date | None
    title: str
    url: str
    note: str
    act: str = ""
    act_url: str = ""
    undated: str = ""
    printed: str = ""
    holders: tuple[Holder, ...] = ()


# Tasks of further rooms, as of papers to issue: (user, today) → tasks, in any order and a fixed number of queries.
FURTHER_TASKS: list[Callable[[User, date], list[Task]]] = []
