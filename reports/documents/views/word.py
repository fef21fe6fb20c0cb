"""A document as a Word file, and a draft's Word file taken back."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ground.processes.heavy import count_export, turn
from inspections.papers.uploads.judge import TYPES
from reports.documents.issue.printing import word_of
from reports.documents.layout import RuleSetMissing
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document
from reports.documents.views.drafts import document_of
from reports.documents.views.prints import refused_page
from workflow.history import access
from workflow.records.refusals import StepRefused


@require_GET
def document_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the Word file: of a draft to be finished in Word, of an issued document to be read and quoted."""
    document = document_of(request, pk)
    try:
        with turn():
            count_export(request.user.pk)
            content = word_of(document)
    except (RuleSetMissing, StepRefused) as refusal:
        return refused_page(request, document, refusal, status=409)
    label = " ".join(filter(None, [kind_name(document.kind), number_of(document)]))
    access.record(access.Kind.DOWNLOADED, request, actor=request.user, subject=document, label=f"{label[:193]} (Word)")
    return _response(content, document, label)


def _response(content: bytes, document: Document, label: str) -> HttpResponse:
    """Return the file, its name in ASCII for old programs and in Vietnamese for others (RFC 6266)."""
    words = _("%s (bản Word, không thay bản PDF)") if document.is_frozen else _("%s (dự thảo)")
    name = words % label.replace("/", "-")
    response = HttpResponse(content, content_type=TYPES["docx"])
    plain = f"{document.kind}-{document.pk}.docx"
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}.docx"
    response["X-Content-Type-Options"] = "nosniff"
    return response
