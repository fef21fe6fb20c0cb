"""Says what a typed cell of a workbook shows: a number or a day under its number format.

`shown_cell` gives what the reader sends to the portal, see `reading`: a plain number, {"number": …, "shown": text},
{"day": iso, "shown": text}, {"moment": iso}, or {"refused": kind, …} for what shows something else than it holds, or is
shown in a way that isn't read. Numbers are shown as with Vietnamese settings: 1.234,5.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Any, NamedTuple

SIGNIFICANT_DIGITS = ".15g"  # a spreadsheet's numbers hold no more; further digits are noise: 91.39999999999999
LONGEST_NUMBER = 5000  # digits with which is calculated, so that none is rounded
SHORT_DATE = "mm-dd-yy"  # format 14, which a spreadsheet shows by the settings of the machine
PLAIN = {"General", "@", ""}

_DECORATION = re.compile(r"_.|\*.|\[(?:black|blue|cyan|green|magenta|red|white|yellow)\]|\[\$-[^\]]*\]", re.IGNORECASE)
_FIXED = re.compile(r"(?P<grouped>#,##)?(?P<whole>0+)(?:\.(?P<places>0+))?(?P<percent>%)?")
_DAY_TOKENS = re.compile(r"(?:d+|m+|y+|[-/. ,])+")
_MOMENT_TOKENS = re.compile(r"(?:d+|m+|y+|h+|s+|am/pm|[-/. ,:])+")


class Fixed(NamedTuple):
    """A format with a fixed number of decimals: "0.00%" has 2 places, "00000" 5 whole digits."""

    is_grouped: bool
    whole: int
    places: int
    is_percent: bool


def shown_cell(value: Any, number_format: str, at: str) -> Any:
    """Return what is sent of a number or a day. `at`: its address, such as "F3"."""
    if isinstance(value, datetime):
        return _shown_moment(value, number_format, at)
    if isinstance(value, date):
        return _shown_moment(datetime.combine(value, time.min), number_format, at)
    if isinstance(value, time | timedelta):
        return {"refused": "time", "at": at, "holds": str(value)}
    number = float(format(value, SIGNIFICANT_DIGITS)) if isinstance(value, float) else value
    return number if number_format in PLAIN else _shown_number(number, number_format, at)


# --- Numbers -------------------------------------------------------------------------------------------------------
def _shown_number(number: int | float, number_format: str, at: str) -> dict[str, str]:
    with localcontext(prec=LONGEST_NUMBER):
        exact = Decimal(str(number))
        fixed = _fixed_format(number_format, (exact > 0) - (exact < 0))
        if fixed is None:
            return {"refused": "format", "at": at, "holds": in_words(exact), "shows": number_format}
        scaled = exact * 100 if fixed.is_percent else exact
        rounded = scaled.quantize(Decimal(1).scaleb(-fixed.places), ROUND_HALF_UP)
        shown = _in_format(rounded, fixed)
        if rounded != scaled:
            full = in_words(scaled) + ("%" if fixed.is_percent else "")
            return {"refused": "more", "at": at, "holds": full, "shows": shown}
        return {"number": f"{scaled.normalize():f}", "shown": shown}


@lru_cache(maxsize=256)
def _fixed_format(number_format: str, sign: int) -> Fixed | None:
    """Return how a number of this sign is shown; None for a format that isn't read."""
    sections = [_DECORATION.sub("", section).strip() for section in number_format.split(";")]
    is_as_first = len(sections) < 2 or (sign < 0 and sections[1] == f"-{sections[0]}")
    if (sign < 0 and not is_as_first) or (sign == 0 and len(sections) > 2):
        return None
    found = _FIXED.fullmatch(sections[0])
    if found is None:
        return None
    return Fixed(bool(found["grouped"]), len(found["whole"]), len(found["places"] or ""), bool(found["percent"]))


def _in_format(number: Decimal, fixed: Fixed) -> str:
    whole, _dot, decimals = f"{abs(number):f}".partition(".")
    whole = whole.zfill(fixed.whole)
    if fixed.is_grouped:
        whole = f"{int(whole):,}".replace(",", ".")
    sign, percent = "-" if number < 0 else "", "%" if fixed.is_percent else ""
    return f"{sign}{whole}{',' if decimals else ''}{decimals}{percent}"


def in_words(number: Decimal) -> str:
    """Return a number with all its digits and a decimal comma."""
    return f"{number.normalize():f}".replace(".", ",")


# --- Days ----------------------------------------------------------------------------------------------------------
def _shown_moment(moment: datetime, number_format: str, at: str) -> dict[str, str]:
    """Return the day where it is shown whole; a part of a day may have been a ratio: 8/16 becomes 16-Aug."""
    tokens = _day_format(number_format)
    if not _MOMENT_TOKENS.fullmatch(tokens) or not all(letter in tokens for letter in "dmy"):
        return {"refused": "day_part", "at": at, "holds": f"{moment:%d/%m/%Y}", "short": f"{moment.day}/{moment.month}"}
    if moment.time() != time.min:
        return {"moment": moment.isoformat()}
    shown = _day_in_format(moment, tokens) if _DAY_TOKENS.fullmatch(tokens) else ""
    return {"day": moment.date().isoformat(), "shown": shown}


@lru_cache(maxsize=256)
def _day_format(number_format: str) -> str:
    if number_format == SHORT_DATE:
        return "dd/mm/yyyy"
    plain = _DECORATION.sub("", number_format.split(";")[0])
    return re.sub(r"[\\\"]", "", plain).strip().lower()


def _day_in_format(day: date, tokens: str) -> str:
    """Return the day in figures; "" with a month in words, or before the day, as an American date."""
    letters = re.sub(r"[^dmy]", "", re.sub(r"([dmy])\1*", r"\1", tokens))
    if letters not in ("dmy", "ymd") or re.search("d{3}|m{3}", tokens):
        return ""
    parts = {"d": str(day.day), "dd": f"{day.day:02d}", "m": str(day.month), "mm": f"{day.month:02d}"}
    years = {"yy": f"{day.year % 100:02d}", "yyyy": f"{day.year:04d}"}
    return re.sub("d+|m+|y+", lambda match: {**parts, **years}.get(match[0], f"{day.year:04d}"), tokens)
