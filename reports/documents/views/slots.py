"""Pages of a draft's slots: staff's words, a preview of them, taking over what changed."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ground.inputs import excerpt
from ground.limits import LONG_TEXT
from ground.richtext import html_of, text_of
from inspections.criteria.pages import sent
from reports.documents.compose.slots import Slot, fact_hash, slots_of
from reports.documents.forms import SlotForm
from reports.documents.issue.composing import compose_anew
from reports.documents.listings import kind_name
from reports.documents.models import Document, DocumentText
from reports.documents.texts import drop_text, take_over_slot, write_slot
from reports.documents.views.drafts import composed, writable, writing
from reports.documents.views.pages import anchor_of
from workflow.history.views import form_page
from workflow.records.pages import FormPage
from workflow.records.refusals import NotYours, StepRefused


@dataclass(frozen=True, kw_only=True)
class SlotPage(FormPage):
    """The form of one slot: what was composed for it, and how what is typed will print."""

    document: Document
    slot: Slot
    composed_text: str
    html: SafeString
    has_own: bool


@writing
def document_slot(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Write staff's own words in a slot; until then the form holds what the portal composed."""
    document = writable(request, pk)
    slot = _slot(document, key)
    composed_text = text_of(slot.paragraphs)
    row = DocumentText.objects.filter(document=document, slot=key).first()
    text = row or DocumentText(document=document, slot=key, text=composed_text, fact_sha256=fact_hash(slot))
    form = SlotForm(sent(request), instance=text, user=request.user)
    page = SlotPage(
        section="papers",
        title=slot.label,
        lead=kind_name(document.kind),
        back=f"{document.get_absolute_url()}#{anchor_of(key)}",
        back_words=kind_name(document.kind),
        button=_("Lưu"),
        template="documents/screens/slot.html",
        document=document,
        slot=slot,
        composed_text=composed_text,
        html=mark_safe(html_of(text.text)),  # noqa: S308  of the allow-list
        has_own=row is not None,
    )

    def save(form):
        write_slot(document, key, form.cleaned_data["text"], request.user, form.cleaned_data["revision"])
        return page.back

    return form_page(request, form, save, page)


def _slot(document: Document, key: str) -> Slot:
    """Return the slot as it was composed; 404 for a key that the facts don't have."""
    found = next((slot for slot in slots_of(document.facts) if slot.key == key), None)
    if found is None:
        raise Http404
    return found


@require_POST
def document_slot_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a text that is being typed will print; nothing is written."""
    writable(request, pk)
    html = html_of(excerpt(request.POST.get("text", ""), LONG_TEXT))
    return render(request, "documents/screens/_slot_preview.html", {"html": mark_safe(html)})  # noqa: S308


@require_POST
def document_take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the records have now in one slot; staff's words in it stay, and in all others everything."""
    return _write_one(request, pk, take_over_slot, _("Đã lấy nội dung mới."))


@require_POST
def document_slot_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop staff's words in one slot, so that it prints what the portal composed."""
    return _write_one(request, pk, drop_text, _("Đã lấy lại nội dung cổng soạn."))


def _write_one(request, pk, act, done) -> HttpResponse:
    document, key = writable(request, pk), request.POST.get("slot", "")[:200]
    try:
        present = composed(compose_anew, document)
        act(document, key, request.user, present.facts, present.template)
        messages.success(request, done)
    except NotYours as refused:
        raise PermissionDenied from refused
    except StepRefused as refused:
        messages.error(request, refused.messages[0])
    return redirect(f"{document.get_absolute_url()}#{anchor_of(key)}")
