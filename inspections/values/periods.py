"""Parses and formats the period of a value, typed in one line: "2018", "quý III/2019", "thời gian qua".

`period_in` parses it into MeasuredValue's columns, `period_as_typed` formats these for the form, `period_in_words` for
pages and papers. Pure functions.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from ground.text import nfc, short_date

NO_TIME: dict[str, Any] = {"period_start": None, "period_end": None, "as_of": None, "precision": "", "period_text": ""}
_UNTIL = r"(?:(?:tính\s+)?(?P<until>đến|tới)\s+(?:(?:hết|cuối)\s+)?)?"
_DAY = r"(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
_PATTERNS = {
    "year": re.compile(rf"{_UNTIL}(?:năm\s+)?(?P<y>\d{{4}})"),
    "quarter": re.compile(rf"{_UNTIL}quý\s+(?P<q>iv|i{{1,3}}|[1-4])\s*(?:[/,-]|năm|\s)\s*(?P<y>\d{{4}})"),
    "month": re.compile(rf"{_UNTIL}(?:tháng\s+)?(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>\d{{4}})"),
    "months": re.compile(r"(?P<m>\d{1,2})\s+tháng(?:\s+đầu)?(?:\s+năm)?\s+(?P<y>\d{4})"),
}
_ONE_DAY = re.compile(rf"(?:(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+)?)?{_DAY}")
_SINCE = re.compile(rf"từ\s+{_DAY}")
_RANGE = re.compile(rf"(?:từ\s+)?{_DAY}\s*(?:-|–|đến)\s*{_DAY}")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ROMAN = ["I", "II", "III", "IV"]


class HasPeriod(Protocol):
    """Anything with the columns of a period, as a MeasuredValue has them."""

    period_start: date | None
    period_end: date | None
    as_of: date | None
    precision: str
    period_text: str


class NotATime(ValueError):
    """Figures that look like a period but aren't one: tháng 13, ngày 31/02."""


def period_in(text: str) -> dict[str, Any]:
    """Return the columns of the period in `text`; text without a period is stored as the paper's own words. Raises
    NotATime.
    """
    text = " ".join(nfc(text).split())
    plain = text.lower().replace("quí", "quý")
    columns = _read(plain) if plain else {}
    if columns is None:
        if re.fullmatch(r"[\d\s/.\-–]+", plain) or re.search(r"\d[/.-]\d", plain):
            raise NotATime(_("Không có thời gian này. Ghi như 2019, quý III/2019, đến 9/2019, 30/09/2019."))
        columns = {"period_text": text.strip("“”\"' ")}
    return {**NO_TIME, **columns}


def _read(plain: str) -> dict[str, Any] | None:
    try:
        for pattern, reader in ((_RANGE, _range), (_SINCE, _since), (_ONE_DAY, _one_day)):
            if match := pattern.fullmatch(plain):
                return reader(match)
        for kind, pattern in _PATTERNS.items():
            if match := pattern.fullmatch(plain):
                return _span(kind, match.groupdict())
    except ValueError:  # no such month or day
        return None
    return None


def _range(match: re.Match[str]) -> dict[str, Any]:
    d, m, y, d2, m2, y2 = map(int, match.groups())
    start, end = date(y, m, d), date(y2, m2, d2)
    if start > end:
        raise NotATime(_("Ngày bắt đầu sau ngày kết thúc."))
    return {"period_start": start, "period_end": end, "precision": "day"}


def _since(match: re.Match[str]) -> dict[str, Any]:
    d, m, y = map(int, match.groups())
    return {"period_start": date(y, m, d), "precision": "day"}


def _one_day(match: re.Match[str]) -> dict[str, Any]:
    d, m, y = map(int, match.groups())
    return {"as_of": date(y, m, d), "precision": "day"}


def _span(kind: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return the columns for a year, quarter, month, or first months of a year: the period, or its end as a date
    ("đến").
    """
    year = int(found["y"])
    first, last = 1, 12
    if kind == "quarter":
        quarter = _QUARTERS.get(found["q"]) or int(found["q"])
        first, last = 3 * quarter - 2, 3 * quarter
    if kind in ("month", "months"):
        last = int(found["m"])
        first = last if kind == "month" else 1
    start, end = date(year, first, 1), date(year, last, 1)
    end = end.replace(day=monthrange(year, last)[1])
    if found.get("until"):
        return {"as_of": end, "precision": kind}
    return {"period_start": start, "period_end": end, "precision": "day" if kind == "months" else kind}


def period_as_typed(value: HasPeriod) -> str:
    """Write the line that `period_in` reads back into the same columns."""
    if value.as_of:
        return f"đến {_named(value.as_of, value.precision)}"
    start, end = value.period_start, value.period_end
    if start and end:
        is_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
        kind = "year" if is_year else value.precision
        return f"{_day(start)} - {_day(end)}" if kind in ("day", "") else _named(end, kind)
    return f"từ {_day(start)}" if start else value.period_text


def _named(day: date, precision: str) -> str:
    words = {
        "year": f"{day.year}",
        "quarter": f"quý {_ROMAN[(day.month - 1) // 3]}/{day.year}",
        "month": f"{day.month}/{day.year}",
    }
    return words.get(precision, _day(day))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# --- For readers --------------------------------------------------------------------------------------------------
def period_in_words(value: HasPeriod) -> str:
    """Return "năm 2018", "đến tháng 9/2019", "từ 01/01/2018 đến 31/03/2019", the paper's own words, or that it
    states none.
    """
    if value.as_of:
        return _("đến %s") % _as_of_in_words(value.as_of, value.precision)
    if value.period_text:
        return f"“{value.period_text}”"
    start, end = value.period_start, value.period_end
    if start and end:
        if value.precision in ("month", "quarter"):
            return _as_of_in_words(end, value.precision)
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return _("năm %d") % start.year
        return _("từ %(start)s đến %(end)s") % {"start": short_date(start), "end": short_date(end)}
    return _("không nêu thời gian")


def _as_of_in_words(day: date, precision: str) -> str:
    if precision == "month":
        return _("tháng %(month)d/%(year)d") % {"month": day.month, "year": day.year}
    if precision == "quarter":
        return _("quý %(quarter)s/%(year)d") % {
            "quarter": ["I", "II", "III", "IV"][(day.month - 1) // 3],
            "year": day.year,
        }
    if precision == "year":
        return _("năm %d") % day.year
    return short_date(day)


def year_of(value: HasPeriod) -> int | None:
    """Give the year a value speaks of, or None."""
    day = value.as_of or value.period_start or value.period_end
    return day.year if day else None
