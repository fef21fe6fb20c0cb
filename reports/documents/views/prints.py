"""A document as it prints: the page with a bar above it that doesn't print, and the PDF."""

import re
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground.processes.heavy import Busy, count_pdf, turn
from ground.text import key_in
from reports.documents.issue.background import parts_of, print_draft, work_on
from reports.documents.issue.printing import pdf_of, sheet_of
from reports.documents.layout import RULE_SETS, RuleSetMissing, css_of
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document
from reports.documents.press import archive, printed
from reports.documents.press.process import TooLong
from reports.documents.press.render import EngineMissing, html_of, pdf_apart, preview_of
from reports.documents.views.drafts import document_of, inside_document, is_inside
from workflow.history import access
from workflow.jobs import heartbeat
from workflow.records.refusals import StepRefused

BODY = re.compile(r"<body[^>]*>")


@require_GET
def document_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page from which the PDF is printed; of an issued document the one that was issued."""
    document = inside_document(request, pk)
    shown = {"document": document, "kind": kind_name(document.kind)}
    try:
        page = document.html or _draft_page(request, sheet_of(document), shown)
    except RuleSetMissing as refusal:
        return refused_page(request, document, refusal, status=409)
    bar = render_to_string("documents/screens/_bar.html", shown)
    return HttpResponse(BODY.sub(lambda body: body.group() + bar, page, count=1))


def _draft_page(request: HttpRequest, sheet: dict, shown: dict) -> str:
    """Return the draft with its page breaks, of a paper in parts the part that the address names, and tell the bar
    which; without page breaks where the engine has no room for it now.
    """
    parts = sheet["parts"]
    if parts:
        n = key_in(request.GET.get("part", "")) or 1
        n = min(n, len(parts))
        shown |= {"part": n, "parts": len(parts), "before": n - 1, "after": n + 1 if n < len(parts) else 0}
        sheet = parts[n - 1]
    try:
        with turn():
            return preview_of(sheet)
    except (Busy, EngineMissing, TooLong):
        return html_of(sheet)


@require_GET
def document_style(request: HttpRequest, rules: str) -> HttpResponse:
    """Return the style sheet of a rule set; the address names its version, so browsers may keep it for good."""
    if rules not in RULE_SETS:
        raise Http404
    response = HttpResponse(css_of(RULE_SETS[rules]), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@require_GET
def document_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the PDF: of an issued document the bytes that were issued, of a draft those of the page as it is now; a
    draft in parts is printed in the background first.
    """
    document = document_of(request, pk)
    try:
        content = pdf_of(document) if document.is_frozen else _draft_pdf(request, document)
    except RuleSetMissing as refusal:
        return refused_page(request, document, refusal, status=409)
    except (EngineMissing, TooLong) as refusal:
        return refused_page(request, document, refusal, status=503)
    if content is None:
        return _parts_page(request, document)
    label = " ".join(filter(None, [kind_name(document.kind), number_of(document)]))
    access.record(access.Kind.DOWNLOADED, request, actor=request.user, subject=document, label=label[:200])
    return _pdf_response(content, document, label)


def _draft_pdf(request, document) -> bytes | None:
    with turn():
        count_pdf(request.user.pk)
        sheet = sheet_of(document)
        return printed.pdf_of(sheet) if sheet["parts"] else pdf_apart(sheet)


def _parts_page(request, document) -> HttpResponse:
    """Offer to print the parts of a draft, or show that this is going on."""
    shown = {"document": document, "kind": kind_name(document.kind), "parts": parts_of(document)}
    work = work_on(document)
    shown |= {"work": work, "has_worker": work is None or heartbeat.is_alive()}
    return render(request, "documents/screens/in_parts.html", shown)


@require_POST
def document_print_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin printing the parts of a draft in the background."""
    document = inside_document(request, pk)
    try:
        return redirect("batch_show", print_draft(document, request.user).pk)
    except (RuleSetMissing, StepRefused) as refusal:
        return refused_page(request, document, refusal, status=409)


def refused_page(request: HttpRequest, document: Document, refusal: Exception, status: int) -> HttpResponse:
    """Say why the document can't be printed or loaded now."""
    back = document.get_absolute_url() if is_inside(request, document) else "/"
    shown = {"kind": kind_name(document.kind), "back": back, "reason": str(refusal)}
    return render(request, "documents/screens/refused.html", shown, status=status)


def _pdf_response(content: bytes, document: Document, label: str) -> HttpResponse:
    """Return the PDF, or the archive of a paper in parts; the file name is given twice, as RFC 6266 requires: in ASCII
    for old programs, in Vietnamese for others.
    """
    name = label.replace("/", "-") if document.is_frozen else _("%s (dự thảo)") % label.replace("/", "-")
    content_type, ending = archive.type_of(content)
    plain = f"{document.kind}-{document.pk}.{ending}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}.{ending}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
