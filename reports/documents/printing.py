"""A draft as page and PDF: composed, laid out, rendered. Nothing is stored or numbered."""

from inspections.inspections.models import Inspection
from reports.documents.compose.kinds import DocumentKind
from reports.documents.drafts import draft_facts
from reports.documents.layout import lay_out
from reports.documents.press import render


def draft_page(kind: DocumentKind, inspection: Inspection) -> str:
    """Return the paper as an HTML page; raises FactsMissing, RuleSetMissing."""
    return render.html_of(lay_out(draft_facts(kind, inspection)))


def draft_pdf(kind: DocumentKind, inspection: Inspection) -> bytes:
    """Return the paper as PDF; raises FactsMissing, RuleSetMissing, EngineMissing."""
    return render.pdf_of(lay_out(draft_facts(kind, inspection)))


def draft_pdf_apart(kind: DocumentKind, inspection: Inspection) -> bytes:
    """Return the paper as PDF, rendered outside the web process; raises as `draft_pdf`, and process.TooLong."""
    return render.pdf_apart(lay_out(draft_facts(kind, inspection)))
