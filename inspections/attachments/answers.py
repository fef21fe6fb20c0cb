"""Answers with files: the form in which they are typed and chosen, and the act that stores both."""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from inspections.attachments.models import InspectionAttachment
from inspections.papers.acts import storing_accepted
from inspections.papers.uploads.several import FormWithFiles
from inspections.recommendations.forms import AssignmentStepForm
from inspections.recommendations.models import Assignment
from workflow.models import Event
from workflow.records import drafts
from workflow.steps.acts import take
from workflow.steps.states import Step


class AnswerForm(FormWithFiles, AssignmentStepForm):
    """Words with files."""

    is_beside = True
    too_many_words = _("Nhiều nhất %d tệp một lần; gửi tiếp ở “Báo cáo tiến độ, bổ sung”.")

    def __init__(self, *args, account: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.begin_files(account)


def answer_form(step: Step, assignment: Assignment, request: HttpRequest | None) -> AnswerForm:
    """Return the form of a step whose words are an answer, filled with what was sent or saved; empty for None."""
    if request is None:
        return AnswerForm(step, assignment, step.needs_reason, account=0)
    files = request.FILES if request.method == "POST" else None
    return AnswerForm(step, assignment, step.needs_reason, drafts.typed(request), files, account=request.user.pk)


def answer(assignment: Assignment, name: str, actor: User, form: AnswerForm, now: datetime | None = None) -> Event:
    """Take the step, and attach the files to the answer that it stored."""
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stored = [stack.enter_context(storing_accepted(file)) for file in form.cleaned_data["files"]]
        typed = {"reason": form.cleaned_data["reason"], "happened_on": form.happened_on, **form.changes}
        event = take(assignment, name, actor, now=now, **typed)
        latest = assignment.answers.order_by("-pk").first()
        for file in stored:
            InspectionAttachment.objects.create(answer=latest, file=file)
    return event
