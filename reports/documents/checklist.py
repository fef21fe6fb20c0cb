"""What is checked before a paper is issued. Pure functions from its facts, with the words of staff merged in, to
messages: refusals stop the issue, warnings are shown and may be passed over.

The rules are those for which reviewing offices send drafts of conclusions back: bases that are missing, praise that
contradicts a shortcoming, a task without owner or date, a late deadline, a recipient that is missing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from ground.text import short_date

Facts = dict[str, Any]
REFUSAL, WARNING = "refusal", "warning"
WITH_FINDINGS = {"conclusion-notice", "result-report", "minutes", "submission"}
WITH_TASKS = {"conclusion-notice", "submission"}
# A placeholder that nothing filled, as typed or as it stands in the draft.
UNFILLED = re.compile(r"\{\d[\d.]*(?:/[^{}]+)?(?:@[\d.]+)?\}|\[(?:chưa có số|chưa có:|không so sánh được)[^\]]*\]")
ROOM_TO_WRITE = re.compile(r"…{2,}|_{4,}|\.{6,}")
TAG = re.compile(r"<(/?)(\w+)[^>]*>")
NO_HEAD = "Trưởng đoàn"  # of a delegation that nobody leads yet: who acts in his place issues its papers
WITHIN_A_WORD = {"strong", "em"}  # their marks part no words


@dataclass(frozen=True)
class Remark:
    """A message of the checklist: `kind` is "refusal" or "warning"; `slot` is where, "" for the paper as a whole."""

    kind: str
    slot: str
    text: str


def checklist(facts: Facts, last_on: date | None = None) -> list[Remark]:
    """Return all remarks, refusals first. `facts`: as `with_texts` returns them; `last_on`: the day of the last paper
    in the register, None without one.
    """
    remarks = [remark for check in CHECKS for remark in check(facts)]
    remarks += day_before_the_last(facts, last_on)
    return sorted(dict.fromkeys(remarks), key=lambda remark: remark.kind != REFUSAL)


def refusals(remarks: list[Remark]) -> list[str]:
    return [remark.text for remark in remarks if remark.kind == REFUSAL]


# --- Head and foot ---------------------------------------------------------------------------------------------------
def head_is_complete(facts: Facts) -> Iterator[Remark]:
    """Refuse a paper without symbol, place or a name of its issuer on that day; an annex has no head."""
    for row in facts["missing"]:
        if row["slot"] == "issuer":
            yield Remark(
                REFUSAL, "issuer", _("%s: chưa có. Ghi ở trang của cơ quan, hoặc đổi ngày văn bản.") % row["text"]
            )
    if facts["form"] == "annex":
        return
    if not facts["issuer"]:
        yield Remark(REFUSAL, "issuer", _("Chưa có tên cơ quan ban hành."))
    if not facts["symbol"]:
        yield Remark(REFUSAL, "issuer", _("Cơ quan ban hành chưa có ký hiệu văn bản. Ghi ở trang của cơ quan."))
    if not facts["place"] and not facts["day_is_left_out"]:
        yield Remark(REFUSAL, "issuer", _("Chưa có địa danh. Ghi ở trang của cơ quan, hoặc ghi riêng cho văn bản này."))
    if not _text_of(facts["about"]):
        yield Remark(REFUSAL, "about", _("Chưa có trích yếu."))


def somebody_signs(facts: Facts) -> Iterator[Remark]:
    """Refuse a paper without who signs; of those who sign minutes one may be written by hand, and the head of a
    delegation that has none yet.
    """
    for signer in facts["signers"]:
        if signer["name"] and signer["title"]:
            continue
        who = signer["caption"].capitalize() or signer["title"]
        if signer["caption"] and not signer["name"]:
            yield Remark(WARNING, "signers", _("Chưa ghi tên người ký: %s.") % who)
        elif not signer["name"] and signer["title"] == NO_HEAD:
            yield Remark(WARNING, "signers", _("Đoàn chưa có Trưởng đoàn: chỗ họ tên người ký để trống."))
        elif not signer["name"]:
            yield Remark(REFUSAL, "signers", _("Chưa có người ký (%s). Ghi người ký ở trang của cơ quan, đoàn.") % who)
        else:
            yield Remark(REFUSAL, "signers", _("Chưa ghi chức vụ của người ký %s.") % signer["name"])


def day_before_the_last(facts: Facts, last_on: date | None) -> list[Remark]:
    """Warn of a paper that is dated before the last one in its register."""
    day = date.fromisoformat(facts["effective_on"])
    if last_on is None or day >= last_on:
        return []
    words = {"day": short_date(day), "last": short_date(last_on)}
    text = _("Ngày văn bản %(day)s trước ngày của văn bản cuối trong sổ (%(last)s).") % words
    return [Remark(WARNING, "", text)]


# --- Texts -----------------------------------------------------------------------------------------------------------
def placeholders_are_filled(facts: Facts) -> Iterator[Remark]:
    """Refuse a text with a placeholder that has no value."""
    for slot, text in _texts(facts):
        for mark in dict.fromkeys(UNFILLED.findall(text)):
            yield Remark(REFUSAL, slot, _("Có chỗ dẫn số liệu chưa có: %s. Nhập số liệu, hoặc sửa câu.") % mark)
    for row in facts["missing"]:
        if row["slot"] != "issuer":
            yield Remark(
                REFUSAL, row["slot"], _("Có chỗ dẫn số liệu chưa có: %s. Nhập số liệu, hoặc sửa câu.") % row["text"]
            )


def nothing_is_left_to_write(facts: Facts) -> Iterator[Remark]:
    """Warn of dotted lines, which are there to be written on."""
    for slot, text in _texts(facts):
        if ROOM_TO_WRITE.search(text):
            yield Remark(WARNING, slot, _("Còn chỗ để trống để ghi: “%s”.") % _around(text))


def _around(text: str) -> str:
    shortened = ROOM_TO_WRITE.sub("…", text)
    return shortened if len(shortened) <= 60 else f"{shortened[:57]}…"


def bases_are_named(facts: Facts) -> Iterator[Remark]:
    """Refuse a decision without a basis; warn of a conclusion without its plan or decision, or without the report."""
    if isinstance(facts["grounds"], dict):  # staff's own
        return
    if facts["form"] == "decision" and not facts["grounds"]:
        yield Remark(REFUSAL, "grounds", _("Quyết định chưa có căn cứ. Liên hệ văn bản căn cứ vào đợt kiểm tra."))
    if facts["kind"] == "conclusion-notice":
        if not facts["review"]["bases"]:
            yield Remark(WARNING, "grounds", _("Căn cứ chưa có kế hoạch, quyết định thành lập đoàn."))
        if not facts["review"]["reports"]:
            yield Remark(WARNING, "grounds", _("Căn cứ chưa có báo cáo kết quả của đoàn."))


# --- What is concluded -----------------------------------------------------------------------------------------------
def praise_contradicts_nothing(facts: Facts) -> Iterator[Remark]:
    """Warn of a strength beside a shortcoming of the same criterion."""
    if facts["kind"] in WITH_FINDINGS:
        for criterion in facts["review"]["contradictions"]:
            yield Remark(WARNING, "", _("Ưu điểm và hạn chế cùng nói về một chỉ tiêu: %s.") % criterion)


def tasks_have_owner_and_date(facts: Facts) -> Iterator[Remark]:
    """Warn of a task that names nobody, or no date for one of its owners."""
    for task in _tasks(facts):
        words = {"task": _around(task["text"])}
        if not task["owners"]:
            yield Remark(WARNING, "requests", _("Đề nghị chưa ghi đơn vị thực hiện: “%(task)s”.") % words)
        for owner in task["owners"]:
            if not owner["has_due"]:
                words = {**words, "owner": owner["name"]}
                yield Remark(WARNING, "requests", _("Đề nghị chưa có hạn cho %(owner)s: “%(task)s”.") % words)


def deadlines_are_in_time(facts: Facts) -> Iterator[Remark]:
    """Warn of a deadline that is over on the paper's day, and of one after the report on the remedies is due."""
    day, until = facts["effective_on"], facts["review"]["remedy_until"]
    for task in _tasks(facts):
        for due in sorted({owner["due_on"] for owner in task["owners"] if owner["due_on"]}):
            words = {"due": short_date(date.fromisoformat(due)), "task": _around(task["text"])}
            if due <= day:
                yield Remark(WARNING, "requests", _("Hạn %(due)s không sau ngày văn bản: “%(task)s”.") % words)
            elif until and due > until:
                words["until"] = short_date(date.fromisoformat(until))
                text = _("Hạn %(due)s sau hạn báo cáo khắc phục %(until)s: “%(task)s”.") % words
                yield Remark(WARNING, "requests", text)


def _tasks(facts: Facts) -> list[dict[str, Any]]:
    return facts["review"]["tasks"] if facts["kind"] in WITH_TASKS else []


def bodies_to_act_are_recipients(facts: Facts) -> Iterator[Remark]:
    """Warn of a body that is asked to act and isn't among the recipients, and of bodies that no longer exist."""
    if facts["kind"] != "conclusion-notice":
        return
    recipients = _text_of(facts["recipients"])
    for body in facts["review"]["bodies"]:
        if body not in recipients:
            yield Remark(WARNING, "recipients", _("Nơi nhận thiếu đơn vị được đề nghị: %s.") % body)
    for body in facts["review"]["ended"]:
        text = _("%s đã kết thúc hoạt động, danh mục chưa ghi cơ quan kế thừa: xem lại nơi nhận.")
        yield Remark(WARNING, "recipients", text % body)


def something_is_owed(facts: Facts) -> Iterator[Remark]:
    """Warn of a reminder that reminds of nothing."""
    if not facts["review"].get("is_anything_owed", True):
        yield Remark(WARNING, "", _("Đơn vị không còn việc phải đôn đốc."))


CHECKS: list[Callable[[Facts], Iterator[Remark]]] = [
    head_is_complete,
    somebody_signs,
    placeholders_are_filled,
    nothing_is_left_to_write,
    bases_are_named,
    praise_contradicts_nothing,
    tasks_have_owner_and_date,
    deadlines_are_in_time,
    bodies_to_act_are_recipients,
    something_is_owed,
]


# --- Texts of the facts ----------------------------------------------------------------------------------------------
def _texts(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield (slot, text) of every paragraph, staff's HTML without its tags."""
    for slot in ("about", "addressees", "grounds", "opening", "closing", "recipients"):
        yield from ((slot, text) for text in _lines(facts[slot]))
    yield from _texts_of(facts["sections"])
    for annex in facts["annexes"]:
        yield from _texts_of(annex["sections"])


def _texts_of(sections: list[Facts]) -> Iterator[tuple[str, str]]:
    for section in sections:
        yield from ((section["key"], text) for text in _lines(section["paragraphs"]))
        yield from _texts_of(section["parts"])


def _lines(content: Any) -> list[str]:
    if isinstance(content, dict):
        bare = TAG.sub(lambda tag: "" if tag[2] in WITHIN_A_WORD else " ", content["html"])
        return [" ".join(unescape(bare).split())]
    return content if isinstance(content, list) else [content]


def _text_of(content: Any) -> str:
    return "\n".join(_lines(content)).strip()
