"""The single lines of a paper: number, place and date, authority of the signer, marks at ends, numbers of headings, and
the mark by which it is looked up.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from ground.charts import qr_code
from ground.text import document_date
from reports.documents.layout.in_force import rule_set_for
from reports.documents.layout.rule_sets import RuleSet

BLANK = " " * 6  # room to write a number, a day or a month by hand
QUIET = 1  # modules around a QR code, beside which the page is white anyway
LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
ON_SECOND = ((re.compile(r"\bủy\b"), "uỷ"), (re.compile(r"\bỦy\b"), "Uỷ"), (re.compile(r"\bỦY\b"), "UỶ"))


# --- Number and date -------------------------------------------------------------------------------------------------
def is_issued(facts: dict[str, Any]) -> bool:
    """Tell whether the paper is issued; minutes and annexes may be so without a number."""
    return facts["issued_on"] is not None


def rules_for(facts: dict[str, Any]) -> RuleSet:
    """Return the rule set of the paper's own day; raises RuleSetMissing."""
    return rule_set_for(facts["layout"], date.fromisoformat(facts["effective_on"]))


def number_text(facts: dict[str, Any]) -> str:
    """Return "07-TB/BTGDVTU" or "07/TB-UBND", as registers have it; blank instead of the number until issued.

    `printed_number` in the facts, as typed, stands for it: a joint symbol.
    """
    if facts.get("printed_number"):
        return str(facts["printed_number"])
    rules, n = rules_for(facts), facts["number"]
    number = f"{n:0{rules.number_digits.value}d}" if is_issued(facts) and n is not None else BLANK
    form = rules.number_form if facts["type_code"] else rules.number_form_without_code
    return form.value.format(number=number, code=facts["type_code"], symbol=facts["symbol"])


def number_line(facts: dict[str, Any]) -> str:
    """Return "Số 07-TB/BTGDVTU" or "Số: 07/TB-UBND"; "" for a paper issued without a number."""
    if is_issued(facts) and facts["number"] is None:
        return ""
    return f"{rules_for(facts).number_lead.value}{number_text(facts)}"


def date_text(facts: dict[str, Any]) -> str:
    """Return the date of issue in words; before it day and month are blank, the year is the paper's."""
    if is_issued(facts):
        return document_date(date.fromisoformat(facts["issued_on"]))
    return f"ngày{BLANK}tháng{BLANK}năm {facts['effective_on'][:4]}"


# --- Ends and numbers ------------------------------------------------------------------------------------------------
def ended(lines: Iterable[str], mark: str, last_mark: str) -> list[str]:
    """Return every line ending with `mark` and the last with `last_mark`, in place of their own punctuation."""
    bare = [line.rstrip(" .,;") for line in lines]
    return [*(f"{line}{mark}" for line in bare[:-1]), *(f"{line}{last_mark}" for line in bare[-1:])]


def roman(number: int) -> str:
    text = ""
    for value, digits in ROMAN:
        text += digits * (number // value)
        number %= value
    return text


def label(form: str, number: int) -> str:
    """Return "IV- ", "4. ", "d) " or "Điều 4. "; after the last letter comes its double."""
    rounds, place = divmod(number - 1, len(LETTERS))
    return form.format(roman=roman(number), n=number, letter=LETTERS[place] * (rounds + 1))


# --- Signer and spelling ---------------------------------------------------------------------------------------------
def authority_line(rules: RuleSet, authority: Any) -> str:
    """Return "K/T TRƯỞNG BAN" or "KT. TRƯỞNG BAN"; "" for one who signs in his own right."""
    if not authority or authority["how"] == "own":
        return ""
    words: str = getattr(rules.authority_words.value, authority["how"])
    return f"{words} {authority['of'].upper()}".strip()


def respelled(text: str, tone: str) -> str:
    """Return `text` with "uỷ" for "ủy" where the organization writes so; other words, often names, stay."""
    if tone == "UỶ":
        for pattern, spelling in ON_SECOND:
            text = pattern.sub(spelling, text)
    return text


# --- Check mark ------------------------------------------------------------------------------------------------------
def check_mark(facts: dict[str, Any]) -> dict[str, Any] | None:
    """Return {"address", "code", "size" (modules a side), "path" (of an SVG)} of the mark on the last page; None for a
    paper without one. The QR code is drawn as one path, which needs neither a picture nor a font.
    """
    address = facts.get("check_address")
    if not address:
        return None
    drawing = qr_code(address, QUIET)
    return {
        "address": address.split("://")[-1].rstrip("/"),
        "code": facts["check_code"],
        "size": drawing.size,
        "path": drawing.path,
    }
