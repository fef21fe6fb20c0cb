"""Papers on an inspection's page, and the attached notice."""

from dataclasses import dataclass

from inspections.models import Inspection, OfficialPaper, PaperLink
from inspections.papers.uploads.judge import TYPES

KINDS = {content_type: kind.upper() for kind, content_type in TYPES.items()}


@dataclass(frozen=True)
class FileFacts:
    """`closed`: why nobody can open the file yet, "" where it can be opened."""

    kind: str
    size: int
    closed: str


@dataclass(frozen=True)
class PaperRow:
    """A paper of the page: `url` of its file or ""; `is_older`: a newer version of the report came in."""

    link: PaperLink
    url: str
    file_facts: FileFacts | None
    is_older: bool

    @property
    def paper(self) -> OfficialPaper:
        return self.link.paper


@dataclass(frozen=True)
class WaitingNotice:
    paper: OfficialPaper
    url: str
    file_facts: FileFacts | None


def paper_rows(links: list[PaperLink]) -> list[PaperRow]:
    """Return the rows of the links that the page shows."""
    newest = max((link.pk for link in links if is_report(link)), default=None)
    return [
        PaperRow(
            link=link,
            url=link.paper.download_url,
            file_facts=file_facts(link.paper),
            is_older=is_report(link) and link.pk != newest,
        )
        for link in links
    ]


def is_report(link: PaperLink) -> bool:
    """Tell whether the link is a self-report, like `PaperLink.objects.reports()`, for loaded rows."""
    return link.role == PaperLink.Role.SUBMITTED and link.paper.paper_type == OfficialPaper.Type.REPORT


def file_facts(paper: OfficialPaper) -> FileFacts | None:
    """Return what is said of a paper's file; None without one."""
    file = paper.file
    if file is None:
        return None
    return FileFacts(KINDS.get(file.content_type, ""), file.size, file.closed)


def notice_waiting(inspection: Inspection) -> OfficialPaper | None:
    """Return the attached notice that the leader would publish, or None."""
    link = inspection.paper_links.notices().select_related("paper__file").first()
    return link.paper if link else None


def notice_facts(paper: OfficialPaper) -> WaitingNotice:
    return WaitingNotice(paper, paper.download_url, file_facts(paper))


def notice_title(inspection: Inspection, subject_name: str) -> str:
    return f"Kết luận kiểm tra công tác dân vận chính quyền năm {inspection.campaign.year} tại {subject_name}"[:300]
