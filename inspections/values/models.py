"""Measured values, stored as they were written, with the figures parsed from them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from inspections.criteria.models import SetCriterion
from inspections.inspections.models import Inspection
from inspections.papers.models import OfficialPaper
from inspections.values.querysets import MeasuredValueQuerySet
from workflow.fields import DayField, NfcCharField
from workflow.models import Record

# What a value speaks of: there is one current value for each.
KEY = ("inspection", "set_criterion", "about_organization", "side", "period_key", "part")


class MeasuredValue(Record):
    """`printed` is the paper's own text, which every page and document shows.

    `numerator`, `denominator`, `number` are set only where the paper states them; a missing one is never computed.
    """

    class Side(models.TextChoices):
        REPORTED = "reported", _("đơn vị báo cáo")
        VERIFIED = "verified", _("Đoàn xác minh")
        PRESS = "press", _("báo chí")

    class Precision(models.TextChoices):
        DAY = "day", _("ngày")
        MONTH = "month", _("tháng")
        QUARTER = "quarter", _("quý")
        YEAR = "year", _("năm")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="values", verbose_name=_("cuộc kiểm tra"))
    set_criterion = models.ForeignKey(SetCriterion, models.PROTECT, related_name="values", verbose_name=_("chỉ tiêu"))
    side = models.CharField(_("bên ghi"), max_length=10, choices=Side.choices)
    about_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("số liệu của")
    )
    part = NfcCharField(_("số thành phần"), max_length=60, blank=True, default="")
    period_start = DayField(_("kỳ từ ngày"), null=True, blank=True)
    period_end = DayField(_("kỳ đến ngày"), null=True, blank=True)
    as_of = DayField(_("tính đến ngày"), null=True, blank=True)
    precision = models.CharField(_("mức chính xác của thời gian"), max_length=8, choices=Precision.choices, blank=True)
    period_key = models.CharField(_("khóa kỳ"), max_length=30, default="", blank=True, editable=False)
    period_text = NfcCharField(_("kỳ theo văn bản"), max_length=100, blank=True)  # "thời gian qua"
    printed = NfcCharField(_("theo văn bản"), max_length=300)  # "91,40%"
    numerator = models.DecimalField(_("tử số"), max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("mẫu số"), max_digits=18, decimal_places=4, null=True, blank=True)
    number = models.DecimalField(_("giá trị số"), max_digits=18, decimal_places=4, null=True, blank=True)
    choice = NfcCharField(_("mức"), max_length=100, blank=True)
    yes_no = models.BooleanField(_("có hoặc không"), null=True, blank=True)
    frequency_text = NfcCharField(_("tần suất theo văn bản"), max_length=200, blank=True)
    is_estimate = models.BooleanField(_("số ước (trên, gần, khoảng)"), default=False)
    source_paper = models.ForeignKey(
        OfficialPaper, models.PROTECT, null=True, blank=True, related_name="values",
        verbose_name=_("văn bản nguồn"),
    )  # fmt: skip
    source_page = NfcCharField(_("trang"), max_length=20, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name=_("thay bằng"),
        db_index=False,
    )  # fmt: skip

    alongside: Sequence[Self] = ()  # total and parts of the same, where `series.values_of` or `series.parts_of` looked
    earlier: Self | None = None  # of the year before, where `series.values_of` or `series.earlier` looked for it

    objects = MeasuredValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("giá trị chỉ tiêu")
        verbose_name_plural = pgettext_lazy("plural", "giá trị chỉ tiêu")
        ordering = ["inspection", "set_criterion__order", "period_key"]
        indexes = [  # hardly any is replaced: led by "not replaced" a search would read them all
            models.Index(
                fields=["superseded_by"], condition=Q(superseded_by__isnull=False), name="value_by_its_successor"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=KEY,
                condition=Q(superseded_by__isnull=True),
                name="one_current_value",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(denominator=0), name="denominator_not_zero"
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="value_period_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=True) | Q(period_start__isnull=True, period_end__isnull=True),
                name="value_period_or_as_of",
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.superseded_by_id is None and self.inspection.is_filled_by(user, today)

    def save(self, *args, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        self.period_key = self.reckoned_period_key()
        if update_fields is not None:
            update_fields = {*update_fields, "period_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def reckoned_period_key(self) -> str:
        """Return "2018-01-01..2018-12-31", "to 2019-09-30 month", or "" where the paper states no period."""
        if self.as_of:
            return f"to {self.as_of:%Y-%m-%d} {self.precision}"
        if self.period_start or self.period_end:
            return f"{self.period_start or ''}..{self.period_end or ''}"
        return ""

    @property
    def key(self) -> tuple:
        """Return the columns of KEY, of foreign keys the ids."""
        ids = (self.inspection_id, self.set_criterion_id, self.about_organization_id)
        return (*ids, self.side, self.reckoned_period_key(), self.part)

    def in_whose_place(self) -> Self | None:
        """Find the current value, another one, that speaks of the same: of which this one would take the place."""
        return type(self).objects.standing_for([self]).get(self.key)
