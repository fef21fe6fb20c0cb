"""Thông báo kết luận: what the inspecting body tells the inspected one; nothing internal, nothing of other places."""

from itertools import groupby

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, OfficialPaper, PaperLink, Recommendation
from inspections.told import Told
from reports.documents.compose.kinds import DocumentKind
from reports.documents.compose.letterhead import (
    day_in_text,
    days_in_text,
    effective_on,
    lower_first,
    name_at,
    name_in_text,
    place_in_text,
    session_days,
)

ASKED = {
    Recommendation.Direction.RECOMMEND: "Đề nghị",
    Recommendation.Direction.REQUIRE: "Yêu cầu",
}  # delegation → unit
UNNAMED_TYPES = [OfficialPaper.Type.OTHER, OfficialPaper.Type.PRESS]  # their title says what they are


def compose(inspection) -> dict:
    """The parts of the facts that are this kind's own."""
    day = effective_on(inspection)
    issuer = name_in_text(inspection.campaign.inspecting_organization, day)
    return {
        "about": _about(inspection, day),
        "grounds": [*_papers(inspection), _session(inspection, issuer)],
        "opening": f"{issuer} thông báo kết luận như sau:",
        "sections": [section for section in _sections(inspection, day, issuer) if section["paragraphs"]],
        "recipients": _recipients(inspection, day),
    }


def _about(inspection, day) -> str:
    subject = inspection.subject_organization
    place = place_in_text(subject.locality, day)
    where = f"tại {place}" if place else f"đối với {name_at(subject, day).full_name}"
    kind, theme = inspection.get_kind_display().lower(), lower_first(inspection.campaign.theme)
    work = theme if theme.startswith(kind) else f"{kind} việc thực hiện {theme}"  # a theme may say "Kiểm tra …" itself
    return f"về kết luận {work} {where}"


def _papers(inspection) -> list[str]:
    """One ground for each paper that is a legal basis of the campaign, the delegation or the inspection."""
    linked = PaperLink.objects.filter(
        Q(campaign=inspection.campaign_id) | Q(inspection=inspection), role=PaperLink.Role.BASIS
    )
    basis = Q(pk__in=linked.values("paper")) | Q(delegations__inspections=inspection)
    papers = OfficialPaper.objects.filter(basis, is_internal=False).distinct()
    return [_ground(paper) for paper in papers.order_by(F("dated_on").asc(nulls_last=True), "pk")]


def _ground(paper) -> str:
    """ "Căn cứ Kế hoạch số 64-KH/BDVTU, ngày 12/9/2019 của …": only what the paper itself gives."""
    if paper.paper_type in UNNAMED_TYPES:
        return f"Căn cứ {paper.title}"
    number = f" số {paper.number}" if paper.number else ""
    dated = f", ngày {day_in_text(paper.dated_on)}" if paper.dated_on else ""
    title = lower_first(paper.title)
    about = title if title.startswith("về ") else f"về {title}"
    return f"Căn cứ {paper.get_paper_type_display()}{number}{dated} của {paper.issuer} {about}"


def _session(inspection, issuer) -> str:
    number = inspection.delegation.number if inspection.delegation else None
    delegation = f"Đoàn Kiểm tra số {number}" if number else "Đoàn Kiểm tra"
    return f"Căn cứ kết quả làm việc của {delegation} {issuer} {days_in_text(session_days(inspection))}"


def _sections(inspection, day, issuer) -> list[dict]:
    strengths = inspection.findings.filter(kind=Finding.Kind.STRENGTH, is_internal=False)
    shortcomings = inspection.findings.filter(kind=Finding.Kind.SHORTCOMING, is_internal=False)
    asked = list(inspection.recommendations.filter(direction__in=ASKED).prefetch_related("assignments"))
    subject = name_at(inspection.subject_organization, day).full_name
    return [
        {"heading": "Ưu điểm", "paragraphs": _told(inspection, strengths)},
        {"heading": "Hạn chế, tồn tại", "paragraphs": [*_told(inspection, shortcomings), *_causes(shortcomings)]},
        {"heading": _asked_heading(asked), "paragraphs": _asked(asked)},
        {
            "heading": "Tổ chức thực hiện",
            "paragraphs": [
                f"{subject} tổ chức thực hiện Thông báo này.",
                f"{issuer} theo dõi, đôn đốc việc thực hiện.",
            ],
        },
    ]


def _told(inspection, findings) -> list[str]:
    """The findings' texts with the subject's values put in, each exactly as printed."""
    values = inspection.values.current().filter(about_organization=inspection.subject_organization_id)
    told = Told(values.select_related("set_criterion"))
    return [_sentence(told.text(finding.text)) for finding in findings]


def _causes(findings) -> list[str]:
    causes = [cause for finding in findings.prefetch_related("causes") for cause in finding.causes.all()]
    lines = [f"- {cause.get_kind_display().capitalize()}: {_sentence(cause.text)}" for cause in causes]
    return ["Nguyên nhân:", *lines] if lines else []


def _asked_heading(recommendations) -> str:
    directions = {recommendation.direction for recommendation in recommendations}
    return "Yêu cầu, đề nghị" if Recommendation.Direction.REQUIRE in directions else "Đề nghị"


def _asked(recommendations) -> list[str]:
    """ "Đề nghị các địa phương:" and under it all that they are asked, as long as the owners are the same."""
    lines = []
    for lead, group in groupby(recommendations, _lead):
        lines += [f"{lead}:", *(f"- {_asked_line(recommendation)}" for recommendation in group)]
    return lines


def _lead(recommendation) -> str:
    owners = ", ".join(dict.fromkeys(assignment.owner_as_printed for assignment in _first_owners(recommendation)))
    return f"{ASKED[recommendation.direction]} {owners}".strip()


def _first_owners(recommendation) -> list:
    """Whom the paper asked; who took over later is no matter of this paper."""
    return [assignment for assignment in recommendation.assignments.all() if assignment.transferred_from_id is None]


def _asked_line(recommendation) -> str:
    aim = f"; mục tiêu: {recommendation.aim.rstrip(' .')}" if recommendation.aim else ""
    return _sentence(f"{recommendation.text.rstrip(' .')}{aim}{_due(recommendation)}")


def _due(recommendation) -> str:
    """ " (hạn: 31/12/2019)", owner by owner where their dates differ; nothing where none is given."""
    owners = _first_owners(recommendation)
    dues = {assignment.owner_as_printed: _due_of(assignment) for assignment in owners}
    told = [due for due in dues.values() if due]
    if not told:
        return ""
    if len(told) == len(dues) and len(set(told)) == 1:
        return f" (hạn: {told[0]})"
    return f" (hạn: {'; '.join(f'{owner}: {due}' for owner, due in dues.items() if due)})"


def _due_of(assignment) -> str:
    return assignment.due_as_printed or (day_in_text(assignment.due_on) if assignment.due_on else "")


def _recipients(inspection, day) -> list[str]:
    """The superior body for its information, the subject, the body that wrote the self-report."""
    superior = name_at(inspection.campaign.inspecting_organization, day).superior
    bodies = [inspection.subject_organization, inspection.reporting_organization]
    reported_to = [f"{superior} (báo cáo)"] if superior else []
    return list(dict.fromkeys([*reported_to, *(name_at(body, day).full_name for body in bodies)]))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "…", ":", ";")) else f"{text}."


KIND = DocumentKind(
    slug="conclusion-notice",
    name=_("Thông báo kết luận"),
    type_code="TB",
    type_title="THÔNG BÁO",
    is_internal=False,
    compose=compose,
)
