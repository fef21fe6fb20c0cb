"""The demo's notices where no PDF can be made: papers with number and date, as if printed elsewhere."""

from datetime import date

from inspections.models import Inspection, OfficialPaper, PaperLink


def record_notices(facts: dict) -> None:
    """Record the notices of the file without their files; a notice that is recorded already is left alone."""
    for row in facts["inspections"]:
        notice = next((paper for paper in row.get("documents", []) if paper["kind"] == "conclusion-notice"), {})
        if "issued_on" in notice:
            inspection = Inspection.objects.get(
                campaign__code=facts["campaign"]["code"], subject_organization__short_code=row["subject"]
            )
            record_notice(inspection, notice["number"], date.fromisoformat(notice["issued_on"]))


def record_notice(inspection: Inspection, number: int, day: date) -> None:
    name = inspection.campaign.inspecting_organization.name_at(day)
    paper, _is_new = OfficialPaper.objects.get_or_create(
        kept_by=inspection.campaign.inspecting_organization,
        paper_type=OfficialPaper.Type.NOTICE,
        number=f"{number:02d}-TB/{name.symbol}",
        defaults={"dated_on": day, "issuer": name.full_name, "title": f"Kết luận kiểm tra {inspection.reference}"},
    )
    PaperLink.objects.get_or_create(paper=paper, role=PaperLink.Role.RESULT, inspection=inspection)
