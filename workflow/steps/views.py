"""The page of a step; rooms call it with their record."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workflow.history.models import Event
from workflow.history.telling import HistoryLine, line_of
from workflow.records import kept
from workflow.records.models import Record
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps import echo
from workflow.steps.acts import missing_for, take
from workflow.steps.forms import StepForm
from workflow.steps.states import Step


def step_page(request: HttpRequest, record: Record, name: str, context: dict) -> HttpResponse:
    """GET asks once more, POST takes; `record` was found through its scope, `context` names and leads back to it."""
    step = record.STEPS.get(name)
    if step is None or not step.who:
        raise Http404
    if not record.hats_of(request.user, context["today"]) & set(step.who):
        raise PermissionDenied  # seen, but not theirs to take
    form = StepForm(step, record, kept.typed(request))
    refusal = []
    if request.method == "POST" and form.is_valid():
        try:
            echo.act_once(request, record, partial(_take, record, name, request.user, form), context["back"])
            messages.success(request, _("Đã làm: %s.") % step.label)
            return kept.received(request, redirect(context["back"]))
        except TakenAlready as refused:
            earlier = echo.earlier_page(request, record)
            if earlier:
                return kept.received(request, redirect(earlier))
            refusal = refused.messages
        except NotYours as refused:
            raise PermissionDenied from refused
        except StepRefused as refused:
            refusal = refused.messages
    is_open = record.state in step.from_states
    told = {"record": record, "step": step, "form": form, "refusal": refusal, "is_open": is_open}
    told |= {"kept": kept.found(request), "first": _first_sending(record, step) if refusal else None}
    missing = missing_for(record, step) if is_open and not refusal else []
    status = 409 if refusal or not is_open else 200
    return render(request, "workflow/steps/step.html", {**context, **told, "missing": missing}, status=status)


def _take(record, name, actor, form):
    asked = dict(form.cleaned_data)
    take(record, name, actor, reason=asked.pop("reason"), **asked)


def _first_sending(record: Record, step: Step) -> HistoryLine | None:
    """What was written with the same step just before, beside what is refused now; None where nothing is typed."""
    last = Event.objects.last_by_people(record)
    has_fields = step.needs_reason or step.asks
    return line_of(last) if has_fields and last is not None and last.act == step.name else None
