"""The page on which a step is taken; rooms call it with their record."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workflow.history.models import Event
from workflow.records import kept
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps.acts import missing_for, take
from workflow.steps.forms import StepForm


def step_page(request, record, name: str, context: dict):
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
            _take(request, record, name, form)
            return kept.received(request, redirect(context["back"]))
        except TakenAlready as refused:
            if _is_echo(request, record, step):
                return redirect(context["back"])
            refusal = refused.messages
        except NotYours as refused:
            raise PermissionDenied from refused
        except StepRefused as refused:
            refusal = refused.messages
    is_open = record.state in step.from_states
    told = {"record": record, "step": step, "form": form, "refusal": refusal, "is_open": is_open}
    told["kept"] = kept.found(request)
    missing = missing_for(record, step) if is_open and not refusal else []
    status = 409 if refusal or not is_open else 200
    return render(request, "workflow/steps/step.html", {**context, **told, "missing": missing}, status=status)


def _take(request, record, name, form):
    asked = dict(form.cleaned_data)
    take(record, name, request.user, reason=asked.pop("reason"), **asked)
    messages.success(request, _("Đã làm: %s.") % record.STEPS[name].label)


def _is_echo(request, record, step) -> bool:
    """The button was pressed twice: this very step was the last that anybody took, and it was the same person."""
    last = Event.objects.about(record).exclude(actor=None).first()  # the portal's own step may have followed
    return last is not None and last.act == step.name and last.actor_id == request.user.pk
