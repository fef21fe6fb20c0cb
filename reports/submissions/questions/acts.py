"""Asking and answering: a line of the thread is written once and stays as it is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from reports.submissions.following.notices import facts_of
from reports.submissions.models import Dossier
from reports.submissions.questions.models import Question
from workflow.history.notices import columns_of, notice_words
from workflow.models import Notice
from workflow.records.refusals import NotYours

ANSWERED = "submissions.answered"
ASKING, ANSWERING = "officer", "staff"  # roles in the report


def side_of(dossier: Dossier, user: User) -> str:
    """Return what the user writes in the thread: questions or answers, by role; "" for readers."""
    roles = dossier.roles_of(user, timezone.localdate())
    return next((role for role in (ASKING, ANSWERING) if role in roles), "")


@transaction.atomic
def write(dossier: Dossier, user: User, text: str) -> Question:
    """Write a question or an answer; who asked and wasn't answered yet gets a notice. Raises NotYours."""
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("inspection__campaign").get(pk=dossier.pk)
    side = side_of(locked, user)
    if not side:
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    is_answer = side == ANSWERING
    waiting = set(Question.objects.waiting().filter(dossier=locked).values_list("author", flat=True))
    made = Question.objects.create(dossier=locked, author=user, is_answer=is_answer, text=text)
    if is_answer and waiting:
        columns = columns_of(ANSWERED, **facts_of([locked], due=None))
        path = f"{locked.get_absolute_url()}questions/"
        Notice.objects.bulk_create([Notice(recipient_id=each, path=path, **columns) for each in sorted(waiting)])
    return made


@notice_words(ANSWERED)
def answered_words(facts: dict) -> str:
    return _("Câu hỏi của đơn vị về báo cáo tự kiểm tra đã được trả lời (%(reference)s).") % facts
