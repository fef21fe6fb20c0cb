"""Asking and answering: a line of the thread is written once and stays as it is."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.people.models import User
from inspections.campaigns.querysets import is_running
from reports.submissions.following.notices import facts_of
from reports.submissions.models import Dossier
from reports.submissions.questions.models import Question
from reports.submissions.states import WITH_THE_UNIT
from workflow.history.notices import columns_of, holds_while, notice_words
from workflow.models import Notice
from workflow.records.refusals import NotYours

QUESTIONED, ANSWERED = "submissions.question", "submissions.answered"
ASKING, ANSWERING = "officer", "staff"  # roles in the report


def side_of(dossier: Dossier, user: User) -> str:
    """Return what the user writes in the thread: questions or answers, by role; "" for readers."""
    roles = dossier.roles_of(user, timezone.localdate())
    return next((role for role in (ASKING, ANSWERING) if role in roles), "")


@transaction.atomic
def write(dossier: Dossier, user: User, text: str) -> Question:
    """Write a question, of which staff get a notice, or an answer, of which those who asked do. Raises NotYours."""
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("inspection__campaign").get(pk=dossier.pk)
    side = side_of(locked, user)
    if not side:
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    is_answer = side == ANSWERING
    waiting = set(Question.objects.waiting().filter(dossier=locked).values_list("author", flat=True))
    made = Question.objects.create(dossier=locked, author=user, is_answer=is_answer, text=text)
    if is_answer:
        _inform_askers(locked, waiting)
    else:
        _inform_staff(locked, timezone.localdate())
    return made


def _path_of(dossier: Dossier) -> str:
    return f"{dossier.get_absolute_url()}questions/"


def _inform_askers(dossier: Dossier, waiting: set[int]) -> None:
    """Inform those who wait for the answer; for staff nothing is left to be said."""
    path = _path_of(dossier)
    Notice.objects.filter(kind=QUESTIONED, path=path, read_at=None).update(read_at=timezone.now())
    if waiting:
        columns = columns_of(ANSWERED, **facts_of([dossier], due=None))
        Notice.objects.bulk_create([Notice(recipient_id=each, path=path, **columns) for each in sorted(waiting)])


def _inform_staff(dossier: Dossier, today: date) -> None:
    """Inform the staff who answer, but those who have an unread notice of this thread already; at once by mail where
    the report is due today or tomorrow, or was.
    """
    path, body = _path_of(dossier), dossier.inspection.campaign.inspecting_organization_id
    users = Membership.objects.working_for({body}, "staff", today).get(body, set())
    users -= set(Notice.objects.filter(kind=QUESTIONED, path=path, read_at=None).values_list("recipient", flat=True))
    is_soon = dossier.state in WITH_THE_UNIT and dossier.due_on <= today + timedelta(days=1)
    name = dossier.inspection.subject_organization.full_name_at(dossier.inspection.day)
    columns = columns_of(QUESTIONED, **facts_of([dossier], due=None, name=name, is_soon=is_soon))
    Notice.objects.bulk_create([Notice(recipient_id=each, path=path, **columns) for each in sorted(users)])


@notice_words(QUESTIONED, is_urgent=lambda facts: facts["is_soon"])
def question_words(facts: dict) -> str:
    return _("Đơn vị hỏi về báo cáo tự kiểm tra: %(name)s (%(reference)s).") % facts


@holds_while(QUESTIONED)
def is_still_unanswered(facts: dict) -> bool:
    rows = Question.objects.waiting().filter(is_running("dossier__inspection__campaign__"))
    return rows.filter(dossier__in=facts["dossiers"]).exists()


@notice_words(ANSWERED)
def answered_words(facts: dict) -> str:
    return _("Câu hỏi của đơn vị về báo cáo tự kiểm tra đã được trả lời (%(reference)s).") % facts
