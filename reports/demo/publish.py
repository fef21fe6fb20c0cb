"""The demo's published conclusions: the paper with its number and date, its PDF made as the portal makes it."""

from datetime import date

from inspections.models import Inspection, OfficialPaper, PaperLink
from inspections.papers.acts import store_file
from reports.documents.compose import kind_of
from reports.documents.drafts import draft_facts
from reports.documents.layout import lay_out, number_line
from reports.documents.press.render import EngineMissing, pdf_of


def publish_notices(facts: dict) -> str:
    """Attach notices that are not attached yet; return why files are missing, or ""."""
    reason = ""
    for row in facts["inspections"]:
        if "notice" not in row:
            continue
        inspection = Inspection.objects.get(
            campaign__code=facts["campaign"]["code"], subject_organization__short_code=row["subject"]
        )
        reason = publish(inspection, **row["notice"]) or reason
    return reason


def publish(inspection: Inspection, number: int, issued_on: str) -> str:
    kind = kind_of("conclusion-notice")
    notice = {**draft_facts(kind, inspection), "number": number, "issued_on": issued_on, "effective_on": issued_on}
    paper = paper_of(inspection, notice)
    if paper.file:
        return ""
    try:
        content = pdf_of(lay_out(notice))
    except EngineMissing as missing:
        return str(missing)
    paper.file = store_file(content, f"Thông báo kết luận {inspection.reference}.pdf", "application/pdf")
    paper.save(update_fields=["file"])
    return ""


def paper_of(inspection: Inspection, notice: dict) -> OfficialPaper:
    issuer = inspection.campaign.inspecting_organization
    day = date.fromisoformat(notice["issued_on"])
    paper, _ = OfficialPaper.objects.get_or_create(
        kept_by=issuer,
        paper_type=OfficialPaper.Type.NOTICE,
        number=number_line(notice).removeprefix("Số "),
        defaults={"dated_on": day, "issuer": issuer.name_at(day).full_name, "title": notice["about"]},
    )
    PaperLink.objects.get_or_create(paper=paper, role=PaperLink.Role.RESULT, inspection=inspection)
    return paper
