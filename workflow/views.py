"""Pages that rooms call with their record: a step is taken, a form is filled."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from workflow.acts import Outdated
from workflow.forms import StepForm
from workflow.models import Event, Receipt
from workflow.steps import NotYours, StepRefused, TakenAlready, missing_for, take


def step_page(request, record, name: str, context: dict):
    """GET asks once more, POST takes; `record` was found through its scope, `context` names and leads back to it."""
    step = record.STEPS.get(name)
    if step is None or not step.who:
        raise Http404
    if not record.hats_of(request.user, context["today"]) & set(step.who):
        raise PermissionDenied  # seen, but not theirs to take
    form = StepForm(step, record, request.POST if request.method == "POST" else None)
    refusal = []
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, record, name, form)
            return redirect(context["back"])
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
    missing = missing_for(record, step) if is_open and not refusal else []
    status = 409 if refusal or not is_open else 200
    return render(request, "workflow/step.html", {**context, **told, "missing": missing}, status=status)


def _take(request, record, name, form):
    asked = dict(form.cleaned_data)
    take(record, name, request.user, reason=asked.pop("reason"), **asked)
    messages.success(request, _("Đã làm: %s.") % record.STEPS[name].label)


def _is_echo(request, record, step) -> bool:
    """The button was pressed twice: this very step was the last that anybody took, and it was the same person."""
    last = Event.objects.about(record).exclude(actor=None).first()  # the portal's own step may have followed
    return last is not None and last.act == step.name and last.actor_id == request.user.pk


def form_page(request, form, act: Callable, page: dict):
    """GET shows the form, POST does `act(form)`, which gives the address to go on to.

    `page`: title, lead, back (address and its words), button; `template` where the common one isn't enough.
    Sent twice it is one act; refused or outdated, everything typed is still in the fields.
    """
    status = 200
    if request.method == "POST":
        earlier = _received(request, form)
        if earlier:
            return redirect(earlier)
        status = 422
        if form.is_valid():
            try:
                return redirect(_act_once(request, form, act))
            except Outdated as late:
                page = {**page, "conflict": form.compared_with(late.newer), "refusal": late.messages}
                form.takes(late.newer)
            except StepRefused as refused:
                page = {**page, "refusal": refused.messages}
            status = 409
    return render(request, page.get("template", "workflow/form.html"), {"form": form, **page}, status=status)


def _received(request, form) -> str | None:
    """Where this very filling of the form led when it was sent before."""
    try:
        token = form.fields["receipt"].clean(form.data.get(form.add_prefix("receipt")))
    except ValidationError:
        return None
    return Receipt.objects.visible_to(request.user).filter(token=token).values_list("path", flat=True).first()


def _act_once(request, form, act) -> str:
    token = form.cleaned_data.get("receipt")
    try:
        with transaction.atomic():
            receipt = Receipt.objects.create(token=token, sender=request.user) if token else None
            path = act(form)
            if receipt:
                Receipt.objects.filter(pk=receipt.pk).update(path=path)
        return path
    except IntegrityError:
        earlier = _received(request, form)  # pressed twice: the other one was faster
        if earlier is None:
            raise
        return earlier
