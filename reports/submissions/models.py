"""Self-reports of one body, in rounds of submission and return."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from inspections.models import Attachment, Inspection, SetCriterion
from reports.submissions.querysets import (
    DossierQuerySet,
    OfDossierQuerySet,
    OfRoundQuerySet,
    OfSubmissionFileQuerySet,
)
from reports.submissions.states import DossierState
from workflow.fields import DayField, NfcTextField, SmallNumberField
from workflow.models import Record


class Dossier(Record):
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="dossiers", verbose_name=_("cuộc kiểm tra"))
    reporting_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="dossiers", verbose_name=_("đơn vị báo cáo")
    )
    due_on = DayField(_("hạn gửi"), null=True, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=DossierState.choices, default=DossierState.REQUESTED
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo tự kiểm tra")
        verbose_name_plural = pgettext_lazy("plural", "báo cáo tự kiểm tra")
        ordering = ["inspection"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "reporting_organization"], name="one_dossier_a_body"),
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state_known"),
        ]

    def __str__(self) -> str:
        return str(_("Báo cáo tự kiểm tra %s") % self.inspection.reference)


class Round(Record):
    """One submission: the facts as they were then, frozen."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="rounds", verbose_name=_("báo cáo"))
    n = SmallNumberField(_("lần"))
    facts = models.JSONField(_("nội dung đã gửi"), default=dict, encoder=DjangoJSONEncoder)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    submitted_at = models.DateTimeField(_("gửi lúc"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi")
    )

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gửi")
        verbose_name_plural = _("các lần gửi")
        ordering = ["dossier", "n"]
        constraints = [models.UniqueConstraint(fields=["dossier", "n"], name="one_round_a_number")]

    def __str__(self) -> str:
        return str(_("Lần %d") % self.n)


class SectionText(Record):
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="texts", verbose_name=_("báo cáo"))
    section = models.SlugField(_("mục"), max_length=40)
    text = NfcTextField(_("nội dung"), blank=True)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục của báo cáo")
        verbose_name_plural = _("các mục của báo cáo")
        constraints = [models.UniqueConstraint(fields=["dossier", "section"], name="one_text_a_section")]

    def __str__(self) -> str:
        return self.section


class ReturnItem(Record):
    """One point to be corrected, about a section or a criterion."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="return_items", verbose_name=_("lần gửi"))
    section = models.SlugField(_("mục"), max_length=40, blank=True)
    set_criterion = models.ForeignKey(
        SetCriterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chỉ tiêu")
    )
    reason_code = models.SlugField(_("mã lý do"), max_length=40)
    note = NfcTextField(_("ghi chú"), blank=True)

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm phải bổ sung")
        verbose_name_plural = _("các điểm phải bổ sung")
        constraints = [
            models.CheckConstraint(
                condition=Q(section="", set_criterion__isnull=False) | (~Q(section="") & Q(set_criterion__isnull=True)),
                name="return_item_points_at_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.reason_code


class SubmissionAttachment(Attachment):
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name=_("lần gửi")
    )
    section_text = models.ForeignKey(
        SectionText, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name=_("mục")
    )

    objects = OfSubmissionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp của báo cáo")
        verbose_name_plural = pgettext_lazy("plural", "tệp của báo cáo")
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False, section_text__isnull=True)
                | Q(round__isnull=True, section_text__isnull=False),
                name="submission_attachment_has_one_owner",
            )
        ]
