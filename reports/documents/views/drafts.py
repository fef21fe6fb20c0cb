"""Pages of documents: the list, one document, beginning a draft, the day it is meant for, throwing it away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspections.criteria.pages import sent
from inspections.models import Campaign, Delegation, Inspection
from reports.documents.compose.kinds import FactsMissing
from reports.documents.forms import DraftForm, NewDraftForm, ReasonForm, ReplaceForm
from reports.documents.issue.drafts import discard, recompose, replace, set_paper, start_draft
from reports.documents.kinds_offered import kinds_about, may_draft
from reports.documents.layout import RuleSetMissing
from reports.documents.listings import DOCUMENTS, kind_name
from reports.documents.models import Document
from reports.documents.views.pages import document_page, is_replaceable, published_page
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page, show_form
from workflow.records.pages import FormOutcome, FormPage
from workflow.records.refusals import NotYours, StepRefused

FORM = "inspections/criteria/form.html"
writing = require_http_methods(["GET", "HEAD", "POST"])


@require_http_methods(LISTED)
def document_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, DOCUMENTS)


@require_safe
def document_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft with its slots, or an issued document; those outside see that it was published, and its file."""
    document = document_of(request, pk)
    if not is_inside(request, document):
        return render(request, "documents/screens/published.html", vars(published_page(document)))
    page = document_page(document, request.user, timezone.localdate())
    return render(request, "documents/screens/document.html", vars(page))


def document_of(request: HttpRequest, pk: int) -> Document:
    """Return a document that the user may see, with all that its page and its roles read; 404 else."""
    rows = Document.objects.visible_to(request.user).select_related(
        "taken_number",
        "issuing_organization",
        "signatory__person",
        "pdf",
        "signed_file",
        "replaces__taken_number",
        "campaign__inspecting_organization",
        "inspection__campaign__inspecting_organization",
        "inspection__delegation",
        "inspection__subject_organization",
        "delegation",
        "session",
        "template__organization",
    )
    related = ("issuing_organization__names", "inspection__subject_organization__names")
    members = ("inspection__delegation__members", "delegation__members")
    return get_object_or_404(rows.prefetch_related(*related, *members), pk=pk)


def inside_document(request: HttpRequest, pk: int) -> Document:
    """Return a document on whose inside the user is; 404 for all others, who see what was published at most."""
    document = document_of(request, pk)
    if not is_inside(request, document):
        raise Http404
    return document


def is_inside(request: HttpRequest, document: Document) -> bool:
    if document.inspection is not None:
        return document.inspection.is_inside(request.user, timezone.localdate())
    return document.campaign.inspecting_organization_id in request.user.reach.board


# --- Beginning -----------------------------------------------------------------------------------------------------
@writing
def document_of_inspection(request: HttpRequest, reference: str) -> HttpResponse:
    rows = Inspection.objects.inside(request.user).with_roles().with_days()
    inspection = get_object_or_404(rows.select_related("subject_organization"), reference=reference)
    sessions = inspection.sessions.order_by("held_on", "pk")
    return _begin_page(request, inspection, inspection.reference, sessions=sessions, delegations=None)


@writing
def document_of_campaign(request: HttpRequest, code: str) -> HttpResponse:
    campaign = get_object_or_404(
        Campaign.objects.inside(request.user).select_related("inspecting_organization"), code=code
    )
    delegations = campaign.delegations.order_by("number", "pk")
    return _begin_page(request, campaign, campaign.theme, sessions=None, delegations=delegations)


def _begin_page(request, about, words, **choices) -> HttpResponse:
    if not may_draft(about, request.user, timezone.localdate()):
        raise PermissionDenied
    kinds = kinds_about(about)
    form = NewDraftForm(sent(request), kinds=kinds, initial=_only(kinds), **choices)
    page = page_of(_("Soạn văn bản"), f"{about.get_absolute_url()}#documents", words, _("Lập dự thảo"))
    if not kinds:
        refusal = _("Kết luận đã ban hành: chỉ còn đính chính, thay thế, từ trang của văn bản đã ban hành.")
        return show_form(request, form, page, FormOutcome([refusal]), status=409)

    def begin(form):
        typed = form.cleaned_data
        subject = _subject_of(about, typed)
        session = typed.get("session") if isinstance(subject, Inspection) and typed["kind"] == "minutes" else None
        made = composed(start_draft, typed["kind"], subject, request.user, typed["effective_on"], session=session)
        messages.success(request, _("Đã lập dự thảo %s.") % kind_name(made.kind))
        return made.get_absolute_url()

    return form_page(request, form, begin, page)


def _only(kinds) -> dict:
    return {"kind": kinds[0].slug} if len(kinds) == 1 else {}


def _subject_of(about, typed) -> Inspection | Campaign | Delegation:
    return typed.get("delegation") or about if typed["kind"] == "delegation-decision" else about


def composed(act: Callable, *args, **kwargs) -> Any:
    """Do an act that composes; what can't be composed or laid out is a refusal with its reason."""
    try:
        return act(*args, **kwargs)
    except (FactsMissing, RuleSetMissing) as missing:
        raise StepRefused([str(missing)]) from missing


# --- Changing ------------------------------------------------------------------------------------------------------
@writing
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the day that the draft is meant for, its place and signer; it is composed anew for them."""
    document = writable(request, pk)
    form = DraftForm(sent(request), instance=document, user=request.user)
    page = page_of_document(document, _("Ngày, địa danh, người ký"), _("Lưu"))

    def save(form):
        typed = form.cleaned_data
        signing = {"signatory": typed.get("signatory"), "place": typed["place"]}
        composed(set_paper, document, request.user, typed["revision"], typed["effective_on"], **signing)
        return document.get_absolute_url()

    return form_page(request, form, save, page)


@require_POST
def document_recompose(request: HttpRequest, pk: int) -> HttpResponse:
    """Compose the whole draft anew: in the words of the body's newest template, from the records as they are now."""
    document = writable(request, pk)
    try:
        composed(recompose, document, request.user)
        messages.success(request, _("Đã soạn lại theo bản mẫu mới; câu chữ riêng vẫn giữ."))
    except NotYours as refused:
        raise PermissionDenied from refused
    except StepRefused as refused:
        messages.error(request, refused.messages[0])
    return redirect(document)


@writing
def document_discard(request: HttpRequest, pk: int) -> HttpResponse:
    document = writable(request, pk)
    back = (document.inspection or document.campaign).get_absolute_url()
    page = page_of_document(document, _("Bỏ dự thảo"), _("Bỏ dự thảo"), _("Câu chữ riêng mất theo; số đã giữ bị hủy."))

    def throw_away(form):
        discard(document, request.user, form.cleaned_data["reason"])
        messages.success(request, _("Đã bỏ dự thảo."))
        return f"{back}#documents"

    return form_page(request, ReasonForm(sent(request)), throw_away, page)


@writing
def document_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the paper that corrects or replaces an issued one."""
    document = inside_document(request, pk)
    if not may_draft(document.inspection or document.campaign, request.user, timezone.localdate()):
        raise PermissionDenied
    lead = _("Văn bản đã ban hành giữ nguyên; văn bản mới nêu số và ngày của văn bản này.")
    page = page_of_document(document, _("Đính chính, thay thế"), _("Lập dự thảo"), lead)
    if not is_replaceable(document):
        refusal = _("Chỉ đính chính, thay thế được văn bản đã ban hành và chưa bị thay thế.")
        return show_form(request, ReplaceForm(sent(request)), page, FormOutcome([refusal]), status=409)

    def begin(form):
        return composed(replace, document, form.cleaned_data["how"], request.user).get_absolute_url()

    return form_page(request, ReplaceForm(sent(request)), begin, page)


def writable(request: HttpRequest, pk: int) -> Document:
    """Return a draft that the user may change; 403 for those inside who may not, 404 for the others."""
    document = inside_document(request, pk)
    if not document.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    return document


def page_of_document(document: Document, title: str, button: str, lead: str = "") -> FormPage:
    return page_of(title, document.get_absolute_url(), kind_name(document.kind), button, lead)


def page_of(title: str, back: str, back_words: str, button: str, lead: str = "") -> FormPage:
    return FormPage(
        section="papers", title=title, back=back, back_words=back_words, button=button, lead=lead, template=FORM
    )
