"""The register of official papers has every issued one, with its file and its link to the work."""

from ground.text import fold
from inspections.models import Delegation, OfficialPaper, PaperLink
from reports.documents.models import Document, text_of

LONGEST_TITLE = 300
TYPES = {fold(value): value for value in ("QĐ", "KH", "CV", "BC", "BB", "TB")}
RESULTS = {"conclusion-notice", "result-report"}


def write_paper(document: Document, is_hidden: bool) -> OfficialPaper:
    """Write the issued document into the register and link it; `is_hidden`: inside alone, until it is published."""
    paper = OfficialPaper.objects.create(
        kept_by=document.issuing_organization,
        paper_type=paper_type_of(document.facts),
        number=document.facts["printed_number"],
        dated_on=document.issued_on,
        issuer=document.issuer_name[:200],
        title=text_of(document.facts["about"])[:LONGEST_TITLE],
        file=document.pdf,
        is_internal=document.is_internal or is_hidden,
    )
    _link(paper, document)
    return paper


def paper_type_of(facts: dict) -> str:
    """Return the register's type of paper; a letter has no code in State papers, an annex none at all."""
    code = "CV" if facts["form"] == "letter" else facts["type_code"]
    return TYPES.get(fold(code), OfficialPaper.Type.OTHER)


def _link(paper: OfficialPaper, document: Document) -> None:
    """Link it where the work looks for it: a decision at its delegation, a plan as a basis of the campaign."""
    if document.inspection_id is not None:
        role = PaperLink.Role.RESULT if document.kind in RESULTS else PaperLink.Role.ISSUED
        PaperLink.objects.create(paper=paper, role=role, inspection=document.inspection)
    elif document.delegation_id is not None:
        Delegation.objects.filter(pk=document.delegation_id).update(decision_paper=paper)
    else:
        role = PaperLink.Role.BASIS if document.kind == "plan" else PaperLink.Role.ISSUED
        PaperLink.objects.create(paper=paper, role=role, campaign=document.campaign)


def show_paper(document: Document) -> None:
    """Let those outside see the register's row of a published document."""
    OfficialPaper.objects.filter(file=document.pdf).update(is_internal=document.is_internal)


def hide_paper(document: Document) -> None:
    """Keep a replaced document that was never published inside for good."""
    OfficialPaper.objects.filter(file=document.pdf).update(is_internal=True)
