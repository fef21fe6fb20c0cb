"""Pages of signed copies: attached, put in the place of an earlier one, downloaded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from inspections.criteria.pages import sent
from inspections.papers.views import send_file
from reports.documents.models import Document
from reports.documents.signatures.acts import add_signed, attach_signed, may_add_signed
from reports.documents.signed_forms import SignedCopyForm
from reports.documents.views.drafts import document_of, inside_document, is_inside, page_of_document, writing
from workflow.history.views import form_page

TEMPLATE = "documents/screens/attach_signed.html"


def attach_page(request: HttpRequest, document: Document) -> HttpResponse:
    """Show the page of the step “sign”, and take it."""
    return _page(request, document, attach_signed, asks_reason=False)


@writing
def document_signed_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a newer signed copy in the place of the document's, or give a published paper its first."""
    document = inside_document(request, pk)
    if not may_add_signed(document, request.user):
        raise PermissionDenied
    return _page(request, document, add_signed, asks_reason=document.signed_file_id is not None)


def _page(request, document, attach, asks_reason) -> HttpResponse:
    files = request.FILES if request.method == "POST" else None
    owner = {"document": document, "account": request.user.pk, "asks_reason": asks_reason}
    form = SignedCopyForm(sent(request), files, **owner)
    title = _("Thay bản đã ký") if asks_reason else _("Đính kèm bản đã ký")
    page = page_of_document(document, title, _("Đính kèm"), _("Bản cổng ban hành vẫn giữ nguyên."))
    page = type(page)(**vars(page) | {"template": TEMPLATE})

    def act(form):
        typed = form.cleaned_data
        more = {"reason": typed["reason"]} if asks_reason else {}
        attach(document, typed["file"], request.user, form.reading, typed["kind"], **more)
        form.forget_file()
        messages.success(request, _("Đã đính kèm bản đã ký."))
        return document.get_absolute_url()

    return form_page(request, form, act, page)


@require_safe
def document_signed_file(request: HttpRequest, pk: int, copy: int) -> HttpResponseBase:
    """Send a signed copy as it came; those outside get the one that stands for the paper."""
    document = document_of(request, pk)
    row = get_object_or_404(document.signed_copies.select_related("file"), pk=copy)
    is_theirs = is_inside(request, document) or row.file_id == document.signed_file_id
    if not (is_theirs and row.file.may_be_opened):
        raise Http404
    return send_file(request, document, row.file)
