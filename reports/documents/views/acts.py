"""Pages of a document's steps: submitted, sent back, issued, signed, published."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.criteria.pages import sent
from reports.documents.checklist import WARNING
from reports.documents.forms import IssueForm, NumberForm
from reports.documents.issue.background import issue_in_background, parts_of, resume_in_background, work_on
from reports.documents.issue.issuing import issue, resume
from reports.documents.issue.steps import remarks_on
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document
from reports.documents.press.process import TooLong
from reports.documents.press.render import EngineMissing
from reports.documents.registers.acts import (
    MAY_RESERVE,
    day_warnings,
    is_numbered,
    needs_term,
    propose,
    proposed_term,
    record_term,
    reserve,
)
from reports.documents.views.drafts import composed, inside_document, page_of_document, writing
from reports.documents.views.signed import attach_page
from workflow.history.views import form_page, show_form
from workflow.jobs import heartbeat
from workflow.models import Batch
from workflow.records import drafts
from workflow.records.pages import FormOutcome, FormPage
from workflow.records.refusals import StepRefused
from workflow.steps.acts import missing_for, needs_reason
from workflow.steps.bound import BoundPart, bound_by
from workflow.steps.views import StepPage, step_page


@writing
def document_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    document = inside_document(request, pk)
    if name in OWN_PAGES:
        _refuse_others(request, document, name)
        return OWN_PAGES[name](request, document)
    page = StepPage("papers", kind_name(document.kind), document.get_absolute_url(), timezone.localdate())
    return step_page(request, document, name, page)


def _refuse_others(request, document, name) -> None:
    step = document.STEPS.get(name)
    if step is None or not step.who:
        raise Http404
    if not document.roles_of(request.user, timezone.localdate()) & set(step.who):
        raise PermissionDenied


# --- Issue ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class IssuePage(FormPage):
    """The page that confirms an issue: what is warned of, what is missing, its number, and what it concludes."""

    document: Document
    warnings: list[str]
    missing: list[str]
    proposed: str
    bound: tuple[BoundPart, ...] = ()
    work: Batch | None = None  # its issue in the background, where that is going on
    has_worker: bool = True  # whether anybody does it


def _issue_page(request: HttpRequest, document: Document) -> HttpResponse:
    """Confirm day and number, then issue. It renders between two transactions, so it isn't done within a form's own;
    pressed twice it is one issue, because the second finds it issued.
    """
    stands_in = needs_reason(document, document.STEPS["issue"], request.user, timezone.localdate())
    asks_term = may_open_register(document, request.user)
    proposed = _proposed(document) | proposed_register(document, asks_term)
    form = IssueForm(sent(request), initial=proposed, stands_in=stands_in, asks_term=asks_term)
    page = _page_for_issue(document, asks_term)
    page = replace(page, bound=bound_by(document, "issue", request.user, timezone.localdate()))
    if request.method != "POST":
        return form_page(request, form, None, page)
    if document.is_frozen:
        return _issued(request, document)
    if not form.is_valid():
        return show_form(request, form, page, status=422)
    new_warnings = _new_warnings(document, form)
    if new_warnings:
        return show_form(request, form, replace(page, warnings=new_warnings), status=422)
    try:
        work = _issue(request, document, form.cleaned_data)
        if work is not None:
            return drafts.received(request, redirect("batch_show", work.pk))
    except StepRefused as refused:
        document.refresh_from_db()
        if not document.is_frozen:
            return show_form(request, form, page, FormOutcome(refused.messages), 409)
    except (EngineMissing, TooLong) as fault:  # the number is reserved: the same page goes on
        return show_form(request, form, page, FormOutcome([str(fault)]), 503)
    return _issued(request, document)


def _new_warnings(document: Document, form: IssueForm) -> list[str]:
    """Return what is to be warned of for the day that was typed, once; [] where it was shown, or there is nothing."""
    day = form.cleaned_data["issued_on"]
    if form.cleaned_data["warned_day"] == day or document.is_being_issued:
        return []
    form.warn_of(day)
    try:
        return day_warnings(document, day)
    except StepRefused:
        return []  # the act refuses it


def _issue(request, document, typed) -> Batch | None:
    """Issue the document, or go on with an issue that was interrupted after its number was reserved; return the work
    that does so in the background where it is printed in parts.
    """
    reason = typed.get("reason", "")
    is_long = bool(parts_of(document))
    open_register(document, request.user, typed)
    if document.is_being_issued:
        done = (resume_in_background if is_long else resume)(document, request.user, reason=reason)
    else:
        act = issue_in_background if is_long else issue
        done = composed(act, document, request.user, typed["issued_on"], typed["n"], typed["printed"], reason=reason)
    return done if is_long else None


def may_open_register(document: Document, user: User) -> bool:
    """Tell whether the page offers to record the term that is missing: to those who work for the body."""
    return is_numbered(document) and needs_term(document) and document.issuing_organization_id in user.reach.board


def proposed_register(document: Document, asks_term: bool) -> dict:
    return {"term_name": proposed_term(document.effective_on)} if asks_term else {}


def open_register(document: Document, user: User, typed: dict) -> None:
    """Record the term that was typed with the number, if any."""
    if typed.get("term_starts_on"):
        record_term(document.issuing_organization, typed["term_name"], typed["term_starts_on"], user)


def _issued(request, document) -> HttpResponse:
    messages.success(request, _("Đã ban hành %s.") % kind_name(document.kind))
    return drafts.received(request, redirect(document))


def _proposed(document: Document) -> dict:
    day = {"issued_on": document.effective_on, "warned_day": document.effective_on}
    if not is_numbered(document):
        return day
    try:
        n, _printed = propose(document)
    except StepRefused:
        return day
    return {**day, "n": n}


def _page_for_issue(document: Document, asks_term: bool) -> IssuePage:
    missing = missing_for(document, document.STEPS["issue"])
    warnings, proposed = _remarks(document), ""
    if document.is_being_issued:
        return _page_of_begun(document)
    if asks_term:
        warnings = [*warnings, _("Cơ quan chưa có sổ số cho ngày này: ghi nhiệm kỳ ở dưới, sổ mở cùng lúc, từ số 01.")]
        return _issue_page_of(document, warnings, missing, "")
    try:
        warnings = [*warnings, *day_warnings(document, document.effective_on)]
        proposed = propose(document)[1] if is_numbered(document) else ""
    except StepRefused as refused:
        missing = [*missing, *refused.messages]
    return _issue_page_of(document, warnings, missing, proposed)


def _page_of_begun(document: Document) -> IssuePage:
    """Return the page of an issue that is going on in the background, or was interrupted."""
    work = work_on(document)
    cut_off = _("Lần ban hành trước dừng giữa chừng, số đã giữ. Bấm “Ban hành” để làm tiếp với số ấy.")
    page = _issue_page_of(document, [] if work else [cut_off], [], number_of(document))
    return replace(page, work=work, has_worker=work is None or heartbeat.is_alive())


def _remarks(document: Document) -> list[str]:
    """Return what the checklist warns of; what it refuses is among what is missing."""
    return [remark.text for remark in remarks_on(document) if remark.kind == WARNING]


def _issue_page_of(document: Document, warnings: list[str], missing: list[str], proposed: str) -> IssuePage:
    base = page_of_document(document, _("Ban hành"), _("Ban hành"), _("Ban hành rồi không bao giờ sửa được nữa."))
    return IssuePage(
        **vars(base) | {"template": "documents/screens/issue.html"},
        document=document,
        warnings=warnings,
        missing=missing,
        proposed=proposed,
    )


# --- A number beforehand -------------------------------------------------------------------------------------------
@writing
def document_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Reserve the number of a paper before it is issued: the next one, or that of the office's paper book."""
    document = inside_document(request, pk)
    if document.is_frozen or not document.roles_of(request.user, timezone.localdate()) & MAY_RESERVE:
        raise PermissionDenied
    asks_term = may_open_register(document, request.user)
    proposed = _proposed(document) | proposed_register(document, asks_term)
    form = NumberForm(sent(request), initial=proposed, asks_term=asks_term)
    lead = _("Số đã giữ là của văn bản này; hủy thì kèm lý do, không cấp lại.")
    page = page_of_document(document, _("Giữ số"), _("Giữ số"), lead)

    def reserve_number(form):
        typed = form.cleaned_data
        open_register(document, request.user, typed)
        taken = reserve(document, request.user, typed["n"], typed["printed"])
        messages.success(request, _("Đã giữ số %s.") % taken.printed)
        return document.get_absolute_url()

    return form_page(request, form, reserve_number, page)


OWN_PAGES = {"issue": _issue_page, "sign": attach_page}
