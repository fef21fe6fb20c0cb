from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ground.panels import panels_for
from ground.storage import CannotStore
from ground.web import as_busy
from inspections.attachments.acts import attach_notice, publish_conclusion
from inspections.attachments.forms import NoticeForm, PublishNoticeForm, PublishSeenForm
from inspections.inspections.checks import too_many_notices
from inspections.models import Inspection
from inspections.papers.forms import PaperForm
from portal.inspections.page import inspection_page, with_bodies
from portal.inspections.papers import WaitingNotice, notice_facts, notice_title, notice_waiting
from portal.step_forms import TypedValue, step_to_take, steps_page_of, typed_in, typed_or_saved
from portal.steps_beside import steps_beside
from workflow.records import drafts
from workflow.records.models import SavedDraft
from workflow.records.refusals import NotYours, StepRefused
from workflow.steps import echo
from workflow.steps.bound import BoundPart, bound_by
from workflow.steps.states import Step
from workflow.steps.views import step_page


@require_safe
def inspection_show(request: HttpRequest, reference: str) -> HttpResponse:
    today = timezone.localdate()
    rows = with_bodies(Inspection.objects.visible_to(request.user), request.user)
    inspection = get_object_or_404(rows, reference=reference)
    page = inspection_page(inspection, request.user, today)
    context = {"section": "campaigns", **vars(page)}
    context |= vars(steps_beside(inspection, request.user, today))
    context["panels"] = panels_for(request, inspection)
    return render(request, "portal/inspections/inspection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    inspection = _inspection(request, reference)
    title = f"{_subject_name(inspection)}, {inspection.reference}"  # whoever confirms sees of which body
    return step_page(request, inspection, step, steps_page_of(inspection, title))


@require_safe
def report_hand_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the self-report from the address at which it was handed in as a file."""
    return redirect("dossier_show", reference=reference, permanent=True)


@require_http_methods(["GET", "HEAD", "POST"])
def notice_attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Let staff attach the signed conclusion for the leader; nobody outside sees it yet."""
    inspection = _inspection(request, reference)
    step, moved_on = step_to_take(request, inspection, "attach")
    refusal = moved_on or too_many_notices(inspection)
    page = PaperPage(step, _("Đã đính kèm thông báo; lãnh đạo công bố."), refusal)
    form = _notice_form(request, inspection)
    return _paper_page(request, inspection, form, partial(attach_notice, inspection, request.user), page)


@require_http_methods(["GET", "HEAD", "POST"])
def conclusion_publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the leader publish the attached notice, or attach and publish one at once."""
    inspection = _inspection(request, reference)
    step, moved_on = step_to_take(request, inspection, "conclude")
    done = _("Đã công bố kết luận.")
    waiting = None if moved_on else notice_waiting(inspection)  # once published it waits no more
    bound = () if moved_on else bound_by(inspection, "conclude", request.user, timezone.localdate())
    if waiting:
        form = PublishSeenForm(*typed_or_saved(request), initial={"seen": waiting.pk})
        page = PaperPage(step, done, refusal=[], notice=notice_facts(waiting), bound=bound)
    else:
        form = _notice_form(request, inspection, PublishNoticeForm)
        page = PaperPage(step, done, moved_on or too_many_notices(inspection), bound=bound)
    form.add_step_fields(step, inspection)
    return _paper_page(request, inspection, form, partial(publish_conclusion, inspection, request.user), page)


def _inspection(request, reference) -> Inspection:
    rows = Inspection.objects.visible_to(request.user).with_roles().with_days()
    rows = rows.select_related("subject_organization", "reporting_organization")
    return get_object_or_404(rows.prefetch_related("subject_organization__names"), reference=reference)


def _subject_name(inspection: Inspection) -> str:
    return inspection.subject_organization.full_name_at(inspection.day)


def _notice_form(request, inspection, form_class=NoticeForm):
    return form_class(
        *typed_or_saved(request),
        today=timezone.localdate(),
        account=request.user.pk,
        last_session=inspection.days[-1] if inspection.days else None,
        initial={"title": notice_title(inspection, _subject_name(inspection))},
    )


@dataclass(frozen=True)
class PaperPage:
    """The page on which a paper is handed in or published; `done`: what is said once it is.

    `refusal`: why that can't be done; `notice`: the attached one that waits for the leader; `bound`: what
    is published with it; `part`: of the inspection's page where it is found then, "" for its top.
    """

    step: Step
    done: str
    refusal: list[str]
    notice: WaitingNotice | None = None
    bound: tuple[BoundPart, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class ShownPaperForm:
    """The form of a paper on its page; `typed`: what is refused; `saved_draft`: what the server saved of the form."""

    inspection: Inspection
    subject_name: str
    form: Form
    back: str
    saved_draft: SavedDraft | None
    typed: list[TypedValue]


def _paper_page(
    request: HttpRequest, inspection: Inspection, form: Form, act: Callable, page: PaperPage
) -> HttpResponse:
    """Show the form on GET, perform `act` with its values on POST; 409 where the state has changed."""
    back = inspection.get_absolute_url()
    is_sent = request.method == "POST"
    if is_sent and echo.earlier_page(request, inspection):
        return drafts.received(request, redirect(back))
    if is_sent and not page.refusal and form.is_valid():
        page = replace(page, refusal=_do(request, inspection, act, form, page.done))
        if not page.refusal and not form.errors:
            if isinstance(form, PaperForm):
                form.forget_file()
            return drafts.received(request, redirect(f"{back}#{page.part}" if page.part else back))
    shown = ShownPaperForm(
        inspection=inspection,
        subject_name=_subject_name(inspection),
        form=form,
        back=back,
        saved_draft=drafts.found(request),
        typed=typed_in(form) if is_sent and page.refusal else [],
    )
    context = {"section": "campaigns", **vars(page), **vars(shown)}
    response = render(request, "portal/inspections/paper.html", context, status=409 if page.refusal else 200)
    return as_busy(response, getattr(form, "busy", None))


def _do(request, inspection, act, form, done) -> list[str]:
    """Perform the act and return why it was refused; [] when it is done, or was done with the same file, or the form
    has an error now.
    """
    try:
        echo.act_once(request, inspection, partial(act, **form.arguments), inspection.get_absolute_url())
        messages.success(request, done)
    except NotYours as refused:
        raise PermissionDenied from refused
    except StepRefused as refused:
        return refused.messages
    except CannotStore as fault:
        form.add_error("file", str(fault))
    return []
