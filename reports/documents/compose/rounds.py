"""Papers of a round of a self-report, printed from what was frozen: the report itself in the name of the body that
wrote it, and the receipt in the name of the body that inspects. They are no drafts of staff's: no kind that is offered.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import Organization
from reports.documents.compose.kinds import DocumentKind
from reports.documents.compose.naming import day_in_text
from reports.documents.compose.passages import period_of_work
from reports.documents.compose.sections import Section, annex, filled, grid, section
from reports.documents.compose.subject import PaperSubject, about_inspection
from reports.submissions.models import Round

PARTS_OF_ASSESSMENT = ("strengths", "shortcomings", "causes", "lessons")
COLUMNS: list[tuple[str, int | None, str]] = [
    ("Số", 14, "center"),
    ("Chỉ tiêu", None, "left"),
    ("Đơn vị tính", 28, "center"),
    ("Kỳ báo cáo", 40, "center"),
    ("Ghi chú", 45, "left"),
]


@dataclass(frozen=True)
class RoundPaper(PaperSubject):
    """What is printed of a round; `is_report`: in the name of the reporting body, else of the inspecting one."""

    sent: Round = field(kw_only=True)
    is_report: bool = field(kw_only=True)

    @cached_property
    def issuing_body(self) -> Organization:
        if self.is_report:
            assert self.inspection is not None
            return self.inspection.reporting_organization
        return super().issuing_body


def about_round(sent: Round, is_report: bool) -> RoundPaper:
    """Read what a paper of the round needs, as at the day on which it was sent."""
    day = timezone.localdate(sent.submitted_at)
    found = about_inspection(sent.dossier.inspection_id, day)
    return RoundPaper(
        found.campaign, day, found.delegation, found.inspection, found.sessions, sent=sent, is_report=is_report
    )


def compose_report(paper: RoundPaper) -> dict[str, Any]:
    period = period_of_work(paper)
    between = f"Số liệu tính từ ngày {day_in_text(period[0])} đến ngày {day_in_text(period[1])}." if period else ""
    return {
        "about": f"kết quả {paper.matter.removeprefix('việc ')}",
        "opening": between,
        "sections": _texts(paper.sent.facts["sections"]),
        "annexes": [
            annex(
                "figures",
                "Biểu số liệu",
                [_figures(paper.sent.facts["values"], "–")],
                "Kèm theo Báo cáo",
                is_landscape=True,
            )
        ],
        "recipients": [paper.names.full(paper.campaign.inspecting_organization)],
    }


def _texts(rows: list[dict[str, Any]]) -> list[Section]:
    """Return the sections that were written; strengths, shortcomings, causes, lessons are parts of the assessment."""
    texts = {row["slug"]: row for row in rows}
    made: list[Section] = []
    for row in rows:
        if row["slug"] not in PARTS_OF_ASSESSMENT:
            made.append(section(row["slug"], row["heading"], _paragraphs(row["text"])))
        elif row["slug"] == PARTS_OF_ASSESSMENT[0]:
            parts = [texts[slug] for slug in PARTS_OF_ASSESSMENT if slug in texts]
            below = [section(each["slug"], each["heading"], _paragraphs(each["text"])) for each in parts]
            made.append(section("assessment", "Đánh giá chung", parts=below))
    return filled(made)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _figures(values: list[dict[str, Any]], blank: str) -> Section:
    """Return the table of all figures by group; `blank` stands where nothing was entered."""
    groups: dict[str, list[list[str]]] = {}
    for row in values:
        label = f"{row['label']}: {row['part']}" if row["part"] else row["label"]
        printed = row["printed"] or blank
        groups.setdefault(row["group"], []).append([row["number"], label, row["unit"], printed, row["reason"]])
    return section("figures", "", grid=grid(COLUMNS, list(groups.items())))


def compose_receipt(paper: RoundPaper) -> dict[str, Any]:
    sent, facts = paper.sent, paper.sent.facts
    at = timezone.localtime(sent.submitted_at)
    late = f"muộn {sent.days_late} ngày" if sent.days_late else "đúng hạn"
    who = sent.submitted_by.get_full_name() if sent.submitted_by else ""
    lines = [
        f"- Mã biên nhận: {sent.receipt}.",
        f"- Đơn vị gửi: {facts['body']}{f', {who}' if who else ''}.",
        f"- Gửi lúc {at.hour} giờ {at.minute:02}, {day_in_text(at.date())}; hạn {day_in_text(sent.due_on)}, {late}.",
        f"- Mã băm SHA-256 của nội dung: {_in_fours(sent.sha256)}.",
    ]
    answered = [f"- {row['number']}. {row['heading']}: {_state_of(row['text'])}." for row in facts["sections"]]
    files = [f"- {row['name']}." for row in facts["files"]]
    table = _figures(facts["values"], "chưa nhập")
    return {
        "about": f"đã nhận báo cáo tự kiểm tra lần {sent.n}",
        "sections": filled(
            [
                section("sending", "Thông tin gửi", lines),
                section("texts", "Lời văn", answered),
                section("files", "Tệp kèm theo", files),
            ]
        ),
        "annexes": [
            annex("figures", "Số liệu đã gửi", [table], f"Kèm theo Biên nhận {sent.receipt}", is_landscape=True)
        ],
        "closing": "Biên nhận do Cổng Dân vận lập tự động khi báo cáo được gửi; không cần chữ ký.",
        "recipients": [],
        "signers": [],
    }


def _in_fours(digest: str) -> str:
    """Return a hash in four pieces, so that its lines can break."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _state_of(text: str) -> str:
    return f"{len(text.split())} chữ" if text.strip() else "chưa nhập"


def _kind(slug: str, name: str, title: str, code: str, compose: Any) -> DocumentKind:
    codes = {"party": code, "state": code}
    return DocumentKind(slug, name, codes, title, "titled", is_internal=False, about="inspection", compose=compose)


REPORT = _kind("self-report", "Báo cáo tự kiểm tra", "BÁO CÁO", "BC", compose_report)
RECEIPT = _kind("receipt", "Biên nhận", "BIÊN NHẬN", "BN", compose_receipt)
