"""Tờ trình: the delegation submits its result and the draft of the notice, for the Board's leader to decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Finding
from reports.documents.compose.kinds import DocumentKind, Place, Rule, below, of_records
from reports.documents.compose.naming import days_in_text
from reports.documents.compose.papers import conclusion_notice
from reports.documents.compose.passages import bases_of, grounds_of, paper_in_text, reports_of
from reports.documents.compose.requests import TO_THE_UNIT, requests_to
from reports.documents.compose.sections import Section, annex, filled, section
from reports.documents.compose.subject import PaperSubject


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind; the draft of the notice is its annex."""
    notice = conclusion_notice.compose(paper)
    title = f"Dự thảo Thông báo {notice['about']}"
    return {
        "about": f"về việc ban hành Thông báo kết luận {paper.work_there}",
        "addressee_word": "Kính trình",
        "addressees": [f"Lãnh đạo {paper.issuer}"],
        "grounds": grounds_of(bases_of(paper), paper),
        "opening": f"{paper.delegation_name} trình {paper.issuer} như sau:",
        "sections": filled([_done(paper), _proposed(paper), _asks(paper)]),
        "closing": f"{paper.delegation_name} kính trình {paper.issuer} xem xét, quyết định.",
        "recipients": [f"Các thành viên {paper.delegation_name}"],
        "annexes": [annex("notice", title, notice["sections"], "Kèm theo Tờ trình")],
    }


def _done(paper: PaperSubject) -> Section:
    """Return when the inspection was carried out, and the report on it."""
    days = days_in_text(paper.session_days)
    when = f" {days}" if days else ""
    reports = [f"- Kết quả: {paper_in_text(each, paper)}." for each in reports_of(paper)]
    done = f"- {paper.delegation_name} đã {paper.work} {paper.names.where(paper.subject_body)}{when}."
    return section("done", f"Việc {paper.act}", [done, *reports])


def _proposed(paper: PaperSubject) -> Section:
    counts = {
        "ưu điểm": len(paper.findings(Finding.Kind.STRENGTH)),
        "hạn chế": len(paper.findings(Finding.Kind.SHORTCOMING)),
        "đề nghị": len(requests_to(paper, TO_THE_UNIT)),
    }
    found = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    lines = [f"- Dự thảo Thông báo kết luận nêu {found}; nội dung tại phụ lục kèm theo."] if found else []
    return section("proposed", "Nội dung dự thảo", lines)


def _asks(paper: PaperSubject) -> Section:
    line = f"- Xem xét, ký ban hành Thông báo kết luận gửi {paper.subject} và các cơ quan có tên ở Nơi nhận."
    return section("decision", "Đề nghị", [line])


PLACES = (
    Place("about", text="về việc ban hành Thông báo kết luận {cuộc kiểm tra}", rule=Rule.FILLED),
    of_records("grounds"),
    Place("opening", text="{đoàn} trình {cơ quan ban hành} như sau:"),
    of_records("done", "Việc {hình thức}"),
    of_records("proposed", "Nội dung dự thảo"),
    Place(
        "decision",
        "Đề nghị",
        "- Xem xét, ký ban hành Thông báo kết luận gửi {đơn vị} và các cơ quan có tên ở Nơi nhận.",
        Rule.FILLED,
    ),
    Place("closing", text="{đoàn} kính trình {cơ quan ban hành} xem xét, quyết định."),
    of_records("recipients"),
    *below("annex:notice", conclusion_notice.SECTIONS),
)

KIND = DocumentKind(
    slug="submission",
    name=_("Tờ trình"),
    type_codes={"party": "TTr", "state": "TTr"},
    type_title="TỜ TRÌNH",
    form="titled",
    is_internal=True,
    about="inspection",
    compose=compose,
    issued_by="head",
    places=PLACES,
)
