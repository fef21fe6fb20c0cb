"""The one path from an inspection to its paper: composed, laid out, rendered."""

from inspections.inspections.models import Inspection
from reports.documents import render
from reports.documents.compose import facts_of
from reports.documents.compose.kinds import DocumentKind
from reports.documents.layout import lay_out


def draft_page(kind: DocumentKind, inspection: Inspection) -> str:
    """The paper as a page for the browser; raises FactsMissing, RuleSetMissing."""
    return render.html_of(lay_out(facts_of(kind, inspection)))


def draft_pdf(kind: DocumentKind, inspection: Inspection) -> bytes:
    """The paper as PDF; raises FactsMissing, RuleSetMissing, EngineMissing."""
    return render.pdf_of(lay_out(facts_of(kind, inspection)))


def draft_pdf_apart(kind: DocumentKind, inspection: Inspection) -> bytes:
    """The same for a page, made outside the web process; raises press.TooLong too."""
    return render.pdf_apart(lay_out(facts_of(kind, inspection)))
