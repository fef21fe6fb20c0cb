"""The papers of an inspection's page: which self-report counts, whether one can be handed in, the notice that waits."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.inspections.checks import may_report, report_is_late_or_early
from inspections.models import Inspection, OfficialPaper, PaperLink
from inspections.papers.uploads.judge import TYPES

SHORT_HASH = 12
KINDS = {content_type: kind.upper() for kind, content_type in TYPES.items()}


def papers_section(inspection: Inspection, links: list[PaperLink], user: User, today: date) -> dict:
    """`links` from reading.papers_of, each told its file and whether a newer report took its place; `report_act` is
    the words of the button for those who may hand in now, else ""."""
    reports = [link for link in links if is_report(link)]
    newest = max((link.pk for link in reports), default=None)
    for link in links:
        link.is_older = link in reports and link.pk != newest
        link.file_facts = file_facts(link.paper)
    may = may_report(inspection, user, today) and not report_is_late_or_early(inspection, today)
    words = _("Gửi bản mới của báo cáo") if reports else _("Gửi báo cáo tự kiểm tra")
    return {"papers": links, "report_act": words if may else ""}


def is_report(link: PaperLink) -> bool:
    """As `PaperLink.objects.reports()`, for rows that are loaded."""
    return link.role == PaperLink.Role.SUBMITTED and link.paper.paper_type == OfficialPaper.Type.REPORT


def file_facts(paper: OfficialPaper) -> dict | None:
    """kind, size, the beginning of the hash, and the scan's state where it is no clean one; None without a file."""
    file = paper.file
    if file is None:
        return None
    scan = "" if file.scan_state == file.Scan.CLEAN else file.get_scan_state_display()
    if file.scan_state == file.Scan.WAITING and not file.may_be_opened:
        scan = _("chờ quét, mở được khi quét xong")
    return {"kind": KINDS.get(file.content_type, ""), "size": file.size, "hash": file.sha256[:SHORT_HASH], "scan": scan}


def notice_waiting(inspection: Inspection) -> OfficialPaper | None:
    """The attached notice that the leader would publish."""
    link = inspection.paper_links.notices().select_related("paper__file").first()
    return link.paper if link else None


def notice_facts(paper: OfficialPaper) -> dict:
    return {
        "paper": paper,
        "url": paper.download_url,
        "file_facts": file_facts(paper),
    }


def report_title(inspection: Inspection) -> str:
    """As papers of the field are titled: data, so Vietnamese whatever the reader's language."""
    return f"Kết quả thực hiện công tác dân vận chính quyền năm {inspection.campaign.year}"


def notice_title(inspection: Inspection, subject_name: str) -> str:
    return f"Kết luận kiểm tra công tác dân vận chính quyền năm {inspection.campaign.year} tại {subject_name}"[:300]
