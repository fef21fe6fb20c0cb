"""The office's book of outgoing papers: the lines of a body and series, and the numbers missing among them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts.models import Organization
from ground.text import fold
from reports.documents.registers.models import NumberRegister, TakenNumber
from reports.documents.registers.naming import register_name, type_name

MOST_LINES = 3000  # of a book that is printed at once


# --- What the book says of a paper ------------------------------------------------------------------------------------
def type_and_about(number: TakenNumber) -> str:
    """Return "Thông báo về kết luận…". `number` comes from `with_facts_of_the_book`, here and below."""
    own = _lines(number.own_about) if number.document_id else []
    about, name = " ".join(own) or number.about, type_name(number.register.kind)
    return about if fold(about).startswith(fold(name)) else f"{name} {about}".strip()


def signers_of(number: TakenNumber) -> str:
    return ", ".join(signer["name"] for signer in number.signers or [] if signer["name"])


def recipients_of(number: TakenNumber) -> str:
    return "; ".join(_lines(number.recipients))


def archive_of(number: TakenNumber) -> str:
    """Return where the office's copy lies, "Lưu BTGDVTU"; "" where the paper doesn't say."""
    return " ".join(_lines(number.archive))


def _lines(content: Any) -> list[str]:
    """Return the lines of a slot's content: text, a list of lines, or {"html": …} where staff rewrote it."""
    if isinstance(content, dict):
        apart = content["html"].replace("</li>", "\n").replace("</p>", "\n").replace("<br>", "\n")
        content = unescape(strip_tags(apart)).split("\n")
    lines = content if isinstance(content, list) else [content or ""]
    return [" ".join(line.split()) for line in lines if line.strip()]


# --- Lines ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Line:
    """A line of the book. `note`: why the number was cancelled, or that its paper hasn't gone out; `gap`: says which
    numbers are missing here, all else is empty then.
    """

    printed: str = ""
    url: str = ""
    dated_on: date | None = None
    about: str = ""
    signers: str = ""
    recipients: str = ""
    archive: str = ""
    note: str = ""
    is_cancelled: bool = False
    gap: str = ""


@dataclass(frozen=True)
class Section:
    """The lines of one register, in the order of their numbers."""

    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Book:
    body_name: str
    series: str
    sections: list[Section]


def gaps(taken: Iterable[int], last: int) -> list[tuple[int, int]]:
    """Return the runs (first, last) of numbers up to `last` that nothing has taken."""
    found, expected = [], 1
    for n in [*sorted(taken), last + 1]:
        if n > expected:
            found.append((expected, n - 1))
        expected = max(expected, n + 1)
    return found


def run_in_words(run: tuple[int, int]) -> str:
    """Return "4", or "4–6"."""
    first, last = run
    return str(first) if first == last else f"{first}–{last}"


def books_of(numbers: Iterable[TakenNumber], day: date, with_gaps: bool) -> list[Book]:
    """Return a book for each body and series among the numbers, which come in the order of register and number.

    `with_gaps`: whether all numbers of their registers are there, so that those missing can be named.
    """
    by_register: dict[NumberRegister, list[TakenNumber]] = defaultdict(list)
    for number in numbers:
        by_register[number.register].append(number)
    sections: dict[tuple[Organization, str], list[Section]] = defaultdict(list)
    for register, taken in by_register.items():
        section = Section(register_name(register.kind), _lines_of(register, taken, with_gaps))
        sections[register.organization, register.series].append(section)
    return [Book(body.full_name_at(day), series, found) for (body, series), found in sections.items()]


def _lines_of(register: NumberRegister, taken: list[TakenNumber], with_gaps: bool) -> list[Line]:
    lines = {number.n: _line(number) for number in taken}
    for run in gaps(lines, register.last) if with_gaps else []:
        lines[run[0]] = Line(gap=_("Số %s: chưa cấp, hoặc chưa ghi văn bản ngoài cổng") % run_in_words(run))
    return [lines[n] for n in sorted(lines)]


def _line(number: TakenNumber) -> Line:
    is_cancelled = number.use == TakenNumber.Use.CANCELLED
    return Line(
        printed=number.printed,
        url=number.document.get_absolute_url() if number.document else "",
        dated_on=number.dated_on,
        about=type_and_about(number),
        signers=signers_of(number),
        recipients=recipients_of(number),
        archive=archive_of(number),
        note=_note(number),
        is_cancelled=is_cancelled,
    )


def _note(number: TakenNumber) -> str:
    if number.use == TakenNumber.Use.CANCELLED:
        return _("Đã hủy: %s") % number.cancelled_reason
    return str(number.get_use_display()) if number.use == TakenNumber.Use.RESERVED else ""
