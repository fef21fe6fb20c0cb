"""PDFs of a round of a self-report: the report as it was sent, and its receipt."""

from datetime import date
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from ground.processes.heavy import count_pdf, turn
from reports.documents.compose import DocumentKind, facts_of
from reports.documents.compose.rounds import RECEIPT, REPORT, about_round
from reports.documents.issue.composing import with_number
from reports.documents.layout import lay_out
from reports.documents.press.render import pdf_apart
from reports.submissions.models import Round
from workflow.history import access


@require_GET
def round_report(request: HttpRequest, reference: str, n: int) -> HttpResponse:
    return _pdf(request, _round(request, reference, n), REPORT, "Báo cáo")


@require_GET
def round_receipt(request: HttpRequest, reference: str, n: int) -> HttpResponse:
    return _pdf(request, _round(request, reference, n), RECEIPT, "Biên nhận")


def _round(request: HttpRequest, reference: str, n: int) -> Round:
    rows = Round.objects.visible_to(request.user).select_related("dossier__inspection", "submitted_by__person")
    return get_object_or_404(rows, dossier__inspection__reference=reference, n=n)


def _pdf(request: HttpRequest, sent: Round, kind: DocumentKind, name: str) -> HttpResponse:
    day: date = timezone.localdate(sent.submitted_at)
    with turn():
        count_pdf(request.user.pk)
        facts = facts_of(kind, about_round(sent, is_report=kind is REPORT))
        content = pdf_apart(lay_out(with_number(facts, None, "", day)))
    label = f"{name} {sent.receipt}"
    access.record(access.Kind.DOWNLOADED, request, actor=request.user, subject=sent.dossier, label=label)
    response = HttpResponse(content, content_type="application/pdf")
    plain = f"{kind.slug}-{sent.receipt}.pdf"
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(label)}.pdf"
    response["X-Content-Type-Options"] = "nosniff"
    return response
