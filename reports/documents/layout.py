"""Layout: from the facts of a paper to the lines its rule set prints. Pure; imports no model and renders nothing.

`facts` is what compose returns; `lay_out` returns the `sheet` that the templates of documents/ print literally.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.text import document_date, nfc, short_date

PARTY, STATE = "party", "state"
BLANK = " " * 6  # room to write a number, a day or a month by hand
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
LINE_HEIGHTS = (18, 19, 20)  # points; the style sheets have a class for each


@dataclass(frozen=True)
class RuleSet:
    """A regulation on the form of papers, in force from `from_on` until the day before `until_on`."""

    name: str
    system: str
    from_on: date
    until_on: date
    frame: str = ""  # the page's template; empty: known, but not laid out here
    stylesheet: str = ""


RULE_SETS = (
    RuleSet(gettext_lazy("Hướng dẫn 11-HD/VPTW"), PARTY, date.min, date(2018, 4, 3)),
    RuleSet(
        gettext_lazy("Hướng dẫn 36-HD/VPTW"),
        PARTY,
        date(2018, 4, 3),
        date(2026, 5, 27),
        frame="documents/_party.html",
        stylesheet="documents/hd36.css",
    ),
    RuleSet(gettext_lazy("Hướng dẫn 05-HD/VPTW"), PARTY, date(2026, 5, 27), date.max),
    RuleSet(gettext_lazy("Nghị định 30/2020/NĐ-CP"), STATE, date(2020, 3, 5), date.max),
)


class RuleSetMissing(Exception):
    """The paper can't be made, because its layout rules are not implemented here. The text says which rules, for
    which date.
    """

    def __init__(self, system: str, day: date, rules: RuleSet | None) -> None:
        system_name = {PARTY: _("của Đảng"), STATE: _("của Nhà nước")}.get(system, _("của Mặt trận, đoàn thể"))
        name = f" ({rules.name})" if rules else ""
        message = _(
            "Cổng chưa có quy tắc trình bày văn bản %(system)s%(name)s cho ngày %(day)s, nên chưa lập được văn bản."
        )
        super().__init__(message % {"system": system_name, "name": name, "day": short_date(day)})


def rule_set_for(system: str, day: date) -> RuleSet:
    """Return the rules that a body of `system` follows on `day`; raises RuleSetMissing if they are not implemented
    here.
    """
    in_force = [rules for rules in RULE_SETS if rules.system == system and rules.from_on <= day < rules.until_on]
    rules = in_force[0] if in_force else None
    if rules is None or not rules.frame:
        raise RuleSetMissing(system, day, rules)
    return rules


def lay_out(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the sheet of `facts` under the rules of its system and date; raises RuleSetMissing."""
    facts = composed(facts)
    rules = rule_set_for(facts["system"], date.fromisoformat(facts["effective_on"]))
    return {
        "frame": rules.frame,
        "stylesheet": rules.stylesheet,
        "template": f"documents/{facts['kind'].replace('-', '_')}.html",
        "line_class": f"line-{settings.BODY_LINE_HEIGHT_PT}",
        "mark": settings.SUBJECT_LINE_MARK,
        "title": f"{facts['type_title'].capitalize()} {facts['about']}",
        "is_draft": not _is_issued(facts),
        **_head(facts),
        "type_title": facts["type_title"].upper(),
        "about": facts["about"],
        "grounds": ended(facts["grounds"], ";", ","),
        "opening": facts["opening"],
        **_text(facts),
        "signer_title": facts["signer_title"].upper(),
        "signer_name": facts["signer_name"],
        "recipients": ended([*facts["recipients"], facts["archive"]], ",", "."),
    }


def composed(value: Any) -> Any:
    """Return `value` with every text in it in NFC, because the PDF engine misplaces decomposed marks."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, dict):
        return {key: composed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [composed(part) for part in value]
    return value


def ended(lines: Iterable[str], mark: str, last_mark: str) -> list[str]:
    """Return every line ending with `mark` and the last with `last_mark`, in place of their own punctuation."""
    bare = [line.rstrip(" .,;") for line in lines]
    return [*(f"{line}{mark}" for line in bare[:-1]), *(f"{line}{last_mark}" for line in bare[-1:])]


def _is_issued(facts: dict[str, Any]) -> bool:
    return facts["number"] is not None and facts["issued_on"] is not None


def _head(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the two blocks at the top. Capitals are real ones, so that the PDF's text equals what the page shows."""
    return {
        "superior": facts["superior"].upper(),
        "issuer": facts["issuer"].upper(),
        "number_line": number_line(facts),
        "place_line": f"{facts['place']}, {date_text(facts)}",
    }


def number_line(facts: dict[str, Any]) -> str:
    """Return "Số 07-TB/BTGDVTU"; the number is blank until issued. No colon after "Số" (HD 36)."""
    number = f"{facts['number']:02d}" if _is_issued(facts) else BLANK
    return f"Số {number}-{facts['type_code']}/{facts['symbol']}"


def number_text(facts: dict[str, Any]) -> str:
    """Return "07-TB/BTGDVTU", as registers store it."""
    return number_line(facts).removeprefix("Số ")


def date_text(facts: dict[str, Any]) -> str:
    """Return the date of issue in words; before it day and month are blank, the year is the paper's."""
    if _is_issued(facts):
        return document_date(date.fromisoformat(facts["issued_on"]))
    return f"ngày{BLANK}tháng{BLANK}năm {facts['effective_on'][:4]}"


def _text(facts: dict[str, Any]) -> dict[str, Any]:
    """Return sections and closing; the last paragraph of both has the end mark."""
    sections, closing = _sections(_in_lines(facts["sections"])), facts.get("closing", "")
    if sections and not closing:
        last = [sections[-1], *sections[-1].get("parts", [])][-1]
        last["paragraphs"] = [*last["paragraphs"][:-1], *map(_end_marked, last["paragraphs"][-1:])]
    return {"sections": sections, "closing": _end_marked(closing) if closing else ""}


def _in_lines(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make every line that was typed a paragraph of its own, in the passages and their parts."""
    return [
        {
            **passage,
            "paragraphs": [line for text in passage.get("paragraphs", []) for line in _lines_of(text)],
            **({"parts": _in_lines(passage["parts"])} if "parts" in passage else {}),
        }
        for passage in passages
    ]


def _lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _end_marked(text: str) -> str:
    return text.rstrip(" ./;,") + settings.END_MARK


def _sections(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number the sections: one level 1., 2. …; sections with parts of their own I-, II- … in capitals (HD 36)."""
    if not any(section.get("parts") for section in sections):
        return _numbered(sections)
    return [
        {**section, "heading": f"{ROMAN[n]}- {section['heading'].upper()}", "parts": _numbered(section["parts"])}
        for n, section in enumerate(sections)
    ]


def _numbered(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**passage, "heading": f"{n}. {passage['heading']}"} for n, passage in enumerate(passages, start=1)]
