from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inspections.attachments.answers import answer, answer_form
from inspections.models import Answer, Assignment
from inspections.papers.uploads.several import ONE_BY_ONE
from inspections.papers.views import hold_file
from inspections.recommendations.acts import ANSWERS
from inspections.recommendations.forms import AssignmentStepForm
from portal.recommendations.page import assignment_page, assignments_seen
from portal.step_forms import steps_page_of
from workflow.records import drafts
from workflow.steps import echo
from workflow.steps.acts import OfferedStep
from workflow.steps.forms import StepForm
from workflow.steps.states import Step
from workflow.steps.views import StepPage, step_page, take_as_typed

# Whoever verifies or returns writes words only; the others enclose files.
WITH_FILES = ANSWERS.keys() - {"verify", "return", "request_extension"}


@require_safe
def assignment_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was asked and answered, with the forms of all steps that the reader may take now."""
    assignment = get_object_or_404(assignments_seen(request.user), pk=pk)
    page = assignment_page(assignment, request.user, timezone.localdate(), partial(_form_in_place, assignment))
    return render(request, "portal/recommendations/assignment.html", {"section": "recommendations", **vars(page)})


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a step: the page shows it with all that was asked and answered before."""
    assignment = get_object_or_404(assignments_seen(request.user), pk=pk)
    if request.method == "POST" and ONE_BY_ONE in request.headers:
        return _hold_file(request, assignment, step)
    earlier = echo.earlier_page(request, assignment) if request.method == "POST" else None
    if earlier:  # a second click; the files that waited went with the first
        return drafts.received(request, redirect(earlier))
    in_place = partial(_form_in_place, assignment)
    page = StepPage(
        **vars(steps_page_of(assignment, assignment.recommendation.text))
        | {
            "section": "recommendations",
            "template": "portal/recommendations/step.html",
            "around": partial(assignment_page, assignment, request.user, timezone.localdate(), in_place),
            "make_form": _form,
            "act": answer if step in WITH_FILES else take_as_typed,
        }
    )
    return step_page(request, assignment, step, page)


def _hold_file(request: HttpRequest, assignment: Assignment, name: str) -> HttpResponse:
    """Take a file by itself, which is sent while the answer is being written."""
    if name not in WITH_FILES:
        raise Http404
    if not assignment.roles_of(request.user, timezone.localdate()) & set(assignment.STEPS[name].who):
        raise PermissionDenied
    return hold_file(request)


def _form(step: Step, assignment: Assignment, request: HttpRequest | None) -> StepForm:
    """Return the form of a step, filled with what `request` sent; empty without one."""
    if step.name in WITH_FILES:
        form = answer_form(step, assignment, request)
    else:
        form = AssignmentStepForm(step, assignment, step.needs_reason, drafts.typed(request) if request else None)
    form.initial |= initial_of(step.name, assignment)
    form.auto_id = f"{step.name}-%s"  # several forms stand on one page
    return form


def _form_in_place(assignment: Assignment, offer: OfferedStep) -> StepForm:
    return _form(offer.step, assignment, None)


def initial_of(name: str, assignment: Assignment) -> dict:
    """Return what stands in the fields: the earlier words of what was returned, the day that the owner asks for."""
    if name == "answer":
        results = Answer.objects.filter(assignment__in=assignment.lineage(), kind=Answer.Kind.RESULT)
        last = results.order_by("-pk").first()
        return {"reason": last.text} if last else {}
    return {"due_on": assignment.requested_until} if name == "extend" and assignment.requested_until else {}
