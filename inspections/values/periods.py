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
DAYS = ("period_start", "period_end", "as_of")
_UNTIL = r"(?:(?:tính\s+)?(?P<until>đến|tới)\s+(?:(?:hết|cuối)\s+)?)?"
_DAY = r"(?:ngày\s+)?(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})"
_TO = r"\s*(?:-|–|—|đến|tới)\s*(?:(?:hết|cuối)\s+)?"
_QUARTER = r"quý\s+(?P<q>iv|i{1,3}|[1-4])\s*(?:[/,-]|năm|\s)\s*(?P<y>\d{4})"
_MONTH = r"(?:tháng\s*|t(?=\d))?(?P<m>\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(?P<y>\d{4})"
_PATTERNS = {
    "year": re.compile(rf"{_UNTIL}(?:năm\s+)?(?P<y>\d{{4}})"),
    "quarter": re.compile(rf"{_UNTIL}{_QUARTER}"),
    "month": re.compile(rf"{_UNTIL}{_MONTH}"),
    "months": re.compile(r"(?P<m>\d{1,2})\s+tháng(?:\s+đầu)?(?:\s+(?:của\s+)?năm)?\s+(?P<y>\d{4})"),
    "last months": re.compile(r"(?P<m>\d{1,2})\s+tháng\s+cuối(?:\s+(?:của\s+)?năm)?\s+(?P<y>\d{4})"),
}
_ONE_DAY = re.compile(rf"(?:(?:tính\s+)?(?:đến|tới)\s+(?:(?:hết|cuối)\s+)?)?{_DAY}")
_SINCE = re.compile(rf"từ\s+{_DAY}")
_RANGE = re.compile(rf"(?:từ\s+)?{_DAY}{_TO}{_DAY}")
_DAYS_OF_A_YEAR = re.compile(rf"(?:từ\s+)?(?:ngày\s+)?(\d{{1,2}})[/.-](\d{{1,2}}){_TO}{_DAY}")
_YEARS = re.compile(
    rf"(?:(?:trong\s+)?(?:giai\s+đoạn|nhiệm\s+kỳ)\s+|từ\s+)?(?:năm\s+)?(\d{{4}}){_TO}(?:năm\s+)?(\d{{4}})"
)
_SPANS = re.compile(rf"(?:từ\s+)?(?P<from>\D*\d.*?){_TO}(?P<to>\D*\d.*)")
_WITHOUT_YEAR = re.compile(
    r"(?:(?:tính\s+)?(?:đến|tới|từ)\s+(?:hết\s+)?)?(?:ngày\s+(?P<d>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)|(?P<d2>\d{1,2})"
    r"(?:\s*[/.-]\s*|\s+tháng\s+))(?P<m>\d{1,2})"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ROMAN = ["I", "II", "III", "IV"]

# --- What digits of a text can be besides a figure: times, numbers of papers, units --------------------------------
_DAY_OF_MONTH, MONTH, YEAR = r"(?:[012]?\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[89]|2[01])\d\d"
_PAPER = (
    r"(?:kế hoạch|quyết định|nghị quyết|chỉ thị|thông báo|thông tri|công văn|báo cáo|hướng dẫn|nghị định|luật|thông tư"
    r"|chương trình|kết luận|tờ trình|quy định|quy chế|đề án|văn bản|biên bản|giấy mời)"
)
_END = r"(?![\d/]|[.,]\d)"
_NOT_FIGURES = [
    rf"{_DAY_OF_MONTH}\s*[/.-]\s*{MONTH}\s*[/.-]\s*{YEAR}",  # 15/01/2026
    rf"ngày\s+{_DAY_OF_MONTH}\s+tháng\s+{MONTH}(?:\s+năm\s+{YEAR})?",
    rf"ngày\s+{_DAY_OF_MONTH}(?:\s*[/.-]\s*{MONTH})?{_END}",
    rf"{MONTH}\s+tháng(?:\s+(?:đầu|cuối)\s+năm(?:\s+{YEAR})?|(?:\s+năm)?\s+{YEAR}){_END}",  # 9 tháng đầu năm 2026
    rf"tháng\s+{MONTH}(?:\s*(?:/|-|\s+năm\s+|năm)\s*{YEAR})?{_END}",
    rf"quý\s+(?:[1-4]|iv|i{{1,3}})(?:\s*(?:/|-|năm)?\s*{YEAR})?{_END}",
    rf"(?:giai đoạn|nhiệm kỳ|từ năm|năm)\s+{YEAR}(?:\s*(?:-|–|đến)\s*(?:năm\s+)?{YEAR})?{_END}",
    rf"{_PAPER}\s+(?:số\s+)?\d+(?:\.\d{{3}})*[a-z]?(?:/\d{{4}})?(?:[/-](?=\d*[^\W\d])[\w/-]+)?{_END}",
    r"\d+(?:/\d{4})?[/-][a-zđ]{2,}[\w-]*(?:/[\w-]+)*",  # 64-KH/BTGDVTU
]
_NOT_IN_A_WORD = r"(?<![\w.,/])"
NO_FIGURES = re.compile("|".join(rf"{_NOT_IN_A_WORD}{pattern}" for pattern in _NOT_FIGURES) + r"|\bk?m[23]\b")


class HasPeriod(Protocol):
    """Anything with the columns of a period, as a MeasuredValue has them."""

    period_start: date | None
    period_end: date | None
    as_of: date | None
    precision: str
    period_text: str


class NotATime(ValueError):
    """Figures that look like a period but aren't one: tháng 13, ngày 31/02."""


def fill_period(columns: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a period, those that are empty read out of the words of `period_text` if these say all.
    Raises NotATime.
    """
    text = columns.get("period_text") or ""
    has_days = any(columns.get(name) for name in DAYS)
    return {**columns, **period_in(text)} if text and not has_days else columns


def period_in(text: str, year: int | None = None) -> dict[str, Any]:
    """Return the columns of the period in `text`; text without a period is stored as the paper's own words, and so are
    words that say more than the days: "9 tháng đầu năm 2021". Raises NotATime; `year` is the one it proposes for a day
    without a year.
    """
    text = " ".join(nfc(text).split())
    plain = text.lower().replace("quí", "quý")
    columns = _read(plain) if plain else {}
    words = text.strip("“”\"' ")
    if columns is None:
        _refuse_without_year(plain, year)
        if re.fullmatch(r"[\d\s/.\-–]+", plain) or re.search(r"\d[/.-]\d", plain):
            raise NotATime(_("Không có thời gian này. Ghi như 2019, quý III/2019, đến 9/2019, 30/09/2019."))
        columns = {"period_text": words}
    return {**NO_TIME, **columns, **({"period_text": words} if columns.get("period_text") else {})}


def _refuse_without_year(plain: str, year: int | None) -> None:
    found = _WITHOUT_YEAR.fullmatch(plain)
    day, month = (int(found["d"] or found["d2"]), int(found["m"])) if found else (0, 0)
    if 1 <= day <= 31 and 1 <= month <= 12:
        words = {"typed": found[0] if found else "", "full": f"{day:02d}/{month:02d}/{year or 2026}"}
        raise NotATime(_("“%(typed)s” không ghi năm. Ghi đủ ngày, tháng, năm, ví dụ %(full)s.") % words)


def _read(plain: str) -> dict[str, Any] | None:
    readers = ((_RANGE, _range), (_DAYS_OF_A_YEAR, _days_of_a_year), (_SINCE, _since), (_ONE_DAY, _one_day))
    try:
        for pattern, reader in (*readers, (_YEARS, _years)):
            if match := pattern.fullmatch(plain):
                return reader(match)
        for kind, pattern in _PATTERNS.items():
            if match := pattern.fullmatch(plain):
                return _span(kind, match.groupdict())
        return _from_to(plain)
    except ValueError as wrong:  # no such month or day
        if isinstance(wrong, NotATime):
            raise
        return None


def _days_of_a_year(match: re.Match[str]) -> dict[str, Any]:
    """Read "01/01 - 30/09/2026": the year said last counts for both days."""
    d, m, d2, m2, y = map(int, match.groups())
    return _between(date(y, m, d), date(y, m2, d2))


def _years(match: re.Match[str]) -> dict[str, Any]:
    """Read "giai đoạn 2021-2025", which is printed as it is written."""
    first, last = map(int, match.groups())
    return {**_between(date(first, 1, 1), date(last, 12, 31)), "period_text": match[0]}


def _from_to(plain: str) -> dict[str, Any] | None:
    """Read "từ 01/2018 đến hết quý I/2019": from the begin of one span to the end of another."""
    match = _SPANS.fullmatch(plain)
    first, last = (_one_span(part.strip()) for part in match.group("from", "to")) if match else (None, None)
    if first is None or last is None:
        return None
    return {**_between(first["period_start"], last["period_end"]), "period_text": plain}


def _one_span(part: str) -> dict[str, Any] | None:
    if day := re.fullmatch(_DAY, part):
        d, m, y = map(int, day.groups())
        return {"period_start": date(y, m, d), "period_end": date(y, m, d)}
    for kind in ("year", "quarter", "month"):
        match = _PATTERNS[kind].fullmatch(part)
        if match and not match["until"]:
            return _span(kind, match.groupdict())
    return None


def _between(start: date, end: date) -> dict[str, Any]:
    if start > end:
        raise NotATime(_("Ngày bắt đầu sau ngày kết thúc."))
    return {"period_start": start, "period_end": end, "precision": "day"}


def _range(match: re.Match[str]) -> dict[str, Any]:
    d, m, y, d2, m2, y2 = map(int, match.groups())
    return _between(date(y, m, d), date(y2, m2, d2))


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
    if kind == "last months":
        first = 13 - int(found["m"])
    start, end = date(year, first, 1), date(year, last, 1)
    end = end.replace(day=monthrange(year, last)[1])
    if found.get("until"):
        return {"as_of": end, "precision": kind}
    if kind in ("months", "last months"):
        return {"period_start": start, "period_end": end, "precision": "day", "period_text": kind}
    return {"period_start": start, "period_end": end, "precision": kind}


def period_as_typed(value: HasPeriod) -> str:
    """Write the line that `period_in` reads back into the same columns; where the words and the days of an imported
    value differ, the days.
    """
    if value.period_text and _says_its_days(value):
        return value.period_text
    if value.as_of:
        return f"đến {_named(value.as_of, value.precision)}"
    start, end = value.period_start, value.period_end
    if start and end:
        is_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
        kind = "year" if is_year else value.precision
        return f"{_day(start)} - {_day(end)}" if kind in ("day", "") else _named(end, kind)
    return f"từ {_day(start)}" if start else value.period_text


def _says_its_days(value: HasPeriod) -> bool:
    try:
        said = period_in(value.period_text)
    except NotATime:
        return False
    return all(said[name] == getattr(value, name) for name in DAYS)


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
    if value.period_text:
        has_days = value.as_of or value.period_start or value.period_end
        return value.period_text if has_days else f"“{value.period_text}”"
    if value.as_of:
        return _("đến %s") % _as_of_in_words(value.as_of, value.precision)
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
    """Give the year a value speaks of; None without any, and where it speaks of several whole years."""
    start, end = value.period_start, value.period_end
    if start and end and end.year > start.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return None
    day = value.as_of or value.period_start or value.period_end
    return day.year if day else None
