"""Findings and their causes."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.criteria.models import Criterion
from inspections.findings.querysets import CauseQuerySet, FindingQuerySet
from inspections.inspections.models import Inspection
from workflow.fields import FigurelessText, NfcCharField, SmallNumberField, TextWithPlaceholders
from workflow.models import Record, Searchable


class Finding(Searchable, Record):
    """A strength or a shortcoming. Without an inspection it is a remark about the whole campaign.

    `text` may name values by placeholders such as {2.1}: see inspections/values/placeholders.py.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("ưu điểm")
        SHORTCOMING = "shortcoming", _("hạn chế")

    class Severity(models.TextChoices):
        LIMITATION = "limitation", _("hạn chế, tồn tại")
        FAULT = "fault", _("khuyết điểm")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="findings", verbose_name=_("đợt kiểm tra"))
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="findings",
        verbose_name=_("cuộc kiểm tra"),
    )  # fmt: skip
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="findings",
        verbose_name=_("chỉ tiêu"),
    )  # fmt: skip
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    severity = models.CharField(_("mức độ"), max_length=12, choices=Severity.choices, blank=True)
    position = SmallNumberField(_("thứ tự"), default=1)
    text = TextWithPlaceholders(_("nội dung"), help_text=_("Dẫn số liệu: ghi số chỉ tiêu trong dấu { }, ví dụ {2.1}."))
    source = NfcCharField(_("nguồn"), max_length=100, blank=True)  # "báo cáo của đơn vị", "lời kết luận của Đoàn"
    is_internal = models.BooleanField(_("nội bộ"), default=False)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by", verbose_name=_("lặp lại nhận xét")
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ưu điểm, hạn chế")
        verbose_name_plural = pgettext_lazy("plural", "ưu điểm, hạn chế")
        ordering = ["campaign", F("inspection__reference").asc(nulls_last=True), "-kind", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_something"),
            models.CheckConstraint(
                condition=Q(kind="shortcoming") | Q(severity=""), name="only_shortcomings_have_severity"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def search_words(self) -> list[str]:
        return [self.text, self.source]

    def may_be_changed_by(self, user: User, today: date) -> bool:
        if self.inspection is None:
            return self.campaign.may_be_changed_by(user, today)
        return self.inspection.is_filled_by(user, today)


class Cause(Record):
    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("khách quan")
        SUBJECTIVE = "subjective", _("chủ quan")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="causes", verbose_name=_("hạn chế"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    text = FigurelessText(_("nội dung"))

    objects = CauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("nguyên nhân")
        verbose_name_plural = pgettext_lazy("plural", "nguyên nhân")

    def __str__(self) -> str:
        return self.text[:80]

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.finding.may_be_changed_by(user, today)
