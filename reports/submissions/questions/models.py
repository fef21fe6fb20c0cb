"""Questions about self-reports, and their answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.submissions.models import Dossier
from reports.submissions.questions.querysets import QuestionQuerySet
from workflow.fields import NfcTextField
from workflow.models import Record


class Question(Record):
    """A line of the thread of a report: the unit's question, or the inspecting side's answer. Never changed (database
    triggers).
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="questions", verbose_name=_("báo cáo"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người viết"))
    is_answer = models.BooleanField(_("câu trả lời"), default=False)
    text = NfcTextField(_("nội dung"))

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi của đơn vị")
        verbose_name_plural = pgettext_lazy("plural", "câu hỏi của đơn vị")
        ordering = ["dossier", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
