"""The page of any step: portal calls `step_page` with the record; why a step is refused is shown there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser as User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.storage import CannotStore
from ground.text import uncapitalized
from ground.web import as_busy
from workflow.history.models import Event
from workflow.history.telling import HistoryLine, line_of
from workflow.records import drafts
from workflow.records.models import Record, SavedDraft
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps import echo
from workflow.steps.acts import needs_reason, questions_for, take, what_hinders
from workflow.steps.bound import BoundPart, bound_by
from workflow.steps.forms import StepForm
from workflow.steps.states import Step


def form_as_sent(step: Step, record: Record, request: HttpRequest) -> StepForm:
    needed = needs_reason(record, step, request.user, timezone.localdate())
    return StepForm(step, record, needed, drafts.typed(request))


def take_as_typed(record: Record, name: str, actor: User, form: StepForm) -> None:
    take(record, name, actor, reason=form.cleaned_data["reason"], happened_on=form.happened_on, **form.changes)


@dataclass(frozen=True)
class StepPage:
    """What stands around the form of a step: the record's name, and the address that leads back to it.

    `template`: of a page that shows more of the record: `around()`, put together only where the page is shown;
    `make_form`: (step, record, request) → the form; `act`: what takes the step.
    """

    section: str
    title: str
    back: str
    today: date
    template: str = "workflow/steps/step.html"
    around: Callable[[], object] | None = None
    make_form: Callable = form_as_sent
    act: Callable = take_as_typed


@dataclass(frozen=True)
class StepOutcome:
    """How it stands with a step: why it was refused, what is missing before it, what has to be confirmed with a reason,
    what it binds.

    `has_form`: whether the form is shown: an empty one that can only be refused isn't. `first`: what was written with
    the same step just before the refused one; `saved_draft`: what fills the form again.
    """

    refusal: list[str]
    is_open: bool
    has_form: bool
    missing: list[str]
    questions: list[str]
    bound: tuple[BoundPart, ...]
    first: HistoryLine | None
    saved_draft: SavedDraft | None


def step_page(request: HttpRequest, record: Record, name: str, page: StepPage) -> HttpResponse:
    """Ask for confirmation on GET, take the step on POST. The caller found `record` with `visible_to`; `page` names it
    and links back to it.
    """
    step = record.STEPS.get(name)
    if step is None or not step.who:
        raise Http404
    if not record.roles_of(request.user, page.today) & set(step.who):
        raise PermissionDenied  # seen, but not theirs to take
    form = page.make_form(step, record, request)
    refusal = []
    if request.method == "POST" and form.is_valid():
        try:
            echo.act_once(request, record, partial(page.act, record, name, request.user, form), page.back)
            form.received()
            messages.success(request, _("Đã %s.") % uncapitalized(str(step.label)))
            return drafts.received(request, redirect(page.back))
        except TakenAlready as refused:
            earlier = echo.earlier_page(request, record)
            if earlier:
                return drafts.received(request, redirect(earlier))
            refusal = refused.messages
        except NotYours as refused:
            raise PermissionDenied from refused
        except StepRefused as refused:
            refusal = refused.messages
        except CannotStore as fault:
            form.add_error(None, str(fault))
    outcome = _outcome(request, record, step, refusal, is_typed=form.is_bound)
    return _show(request, record, step, form, page, outcome)


def _show(request, record, step, form, page, outcome) -> HttpResponse:
    context = {"record": record, "step": step, "form": form, **vars(page), **vars(outcome)}
    context["around"] = page.around() if page.around else None
    status = 409 if outcome.refusal or not outcome.is_open else 200
    return as_busy(render(request, page.template, context, status=status), getattr(form, "busy", None))


def _outcome(request: HttpRequest, record: Record, step: Step, refusal: list[str], is_typed: bool) -> StepOutcome:
    is_open = record.state in step.from_states
    missing = what_hinders(record, step) if is_open and not refusal else []
    has_form = bool(refusal) or is_typed or (is_open and not missing)
    return StepOutcome(
        refusal=refusal,
        is_open=is_open,
        has_form=has_form,
        missing=missing,
        questions=questions_for(record, step) if is_open and has_form else [],
        bound=bound_by(record, step.name, request.user, timezone.localdate()) if is_open else (),
        first=_first_sending(record, step) if refusal else None,
        saved_draft=drafts.found(request),
    )


def _first_sending(record: Record, step: Step) -> HistoryLine | None:
    """Return the event of the same step that was written just before, to show beside what is refused now; None if
    nothing is typed.
    """
    last = Event.objects.last_by_people(record)
    has_fields = step.has_words or step.asks
    return line_of(last) if has_fields and last is not None and last.act == step.name else None
