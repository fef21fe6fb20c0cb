"""Drafts of outgoing papers as page and PDF, for users on the inspecting side."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ground.processes.heavy import count_pdf, turn
from inspections.models import Inspection
from reports.documents import printing
from reports.documents.compose import kind_of
from reports.documents.compose.kinds import FactsMissing
from reports.documents.drafts import printable_kinds
from reports.documents.layout import RULE_SETS, RuleSetMissing, css_of
from reports.documents.press.process import TooLong
from reports.documents.press.render import EngineMissing
from workflow.history import access


@require_GET
def document_preview(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Show the HTML page from which the PDF is printed."""
    kind, inspection = _found(request.user, kind, reference)
    try:
        return HttpResponse(printing.draft_page(kind, inspection))
    except (FactsMissing, RuleSetMissing) as refusal:
        return _refused(request, kind, inspection, refusal, status=409)


@require_GET
def document_pdf(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    kind, inspection = _found(request.user, kind, reference)
    try:
        with turn():
            count_pdf(request.user.pk)
            content = printing.draft_pdf_apart(kind, inspection)
    except (FactsMissing, RuleSetMissing) as refusal:
        return _refused(request, kind, inspection, refusal, status=409)
    except (EngineMissing, TooLong) as refusal:
        return _refused(request, kind, inspection, refusal, status=503)
    label = f"{kind.name} {inspection.reference}"
    access.record(access.Kind.DOWNLOADED, request, actor=request.user, subject=inspection, label=label)
    return _pdf_response(content, kind, inspection)


@require_GET
def document_style(request: HttpRequest, rules: str) -> HttpResponse:
    """Return the style sheet of a rule set; the address names its version, so browsers may keep it for good."""
    if rules not in RULE_SETS:
        raise Http404
    response = HttpResponse(css_of(RULE_SETS[rules]), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def _found(user, slug, reference):
    """Return kind and inspection; users outside get the same 404 as for a missing one."""
    kind = kind_of(slug)
    if kind not in printable_kinds():
        raise Http404
    inspection = get_object_or_404(
        Inspection.objects.inside(user).select_related(
            "campaign__inspecting_organization", "subject_organization", "reporting_organization", "delegation"
        ),
        reference=reference,
    )
    return kind, inspection


def _refused(request, kind, inspection, refusal, status):
    return render(
        request,
        "documents/refused.html",
        {"kind": kind, "inspection": inspection, "reason": str(refusal)},
        status=status,
    )


def _pdf_response(content, kind, inspection):
    """Return the PDF; the file name is given twice, as RFC 6266 requires: in ASCII for old programs, in Vietnamese
    for others.
    """
    name = _("%(kind)s %(reference)s (dự thảo).pdf") % {"kind": kind.name, "reference": inspection.reference}
    plain = f"{kind.slug}-{inspection.reference}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
