"""The registers of document numbers: terms of committees, series, and the numbers taken from them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from reports.documents.models import Document
from reports.documents.querysets import OfOfficeQuerySet
from reports.documents.registers.querysets import OfRegisterQuerySet
from workflow.fields import DayField, NfcCharField
from workflow.models import Record, Searchable


class Term(Record):
    """A term of the Party committee under which the body numbers its papers: from one congress to the next."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="terms", verbose_name=_("cơ quan"))
    name = NfcCharField(_("khóa, nhiệm kỳ"), max_length=40)  # "2025–2030"
    starts_on = DayField(_("từ ngày"))  # the congress has closed

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm kỳ cấp ủy")
        verbose_name_plural = pgettext_lazy("plural", "nhiệm kỳ cấp ủy")
        ordering = ["organization", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="one_term_from_a_day"),
            models.UniqueConstraint(fields=["organization", "name"], name="term_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.organization_id in user.reach_at(today).board


class NumberRegister(Record):
    """A body's running numbers for one kind of document: for a whole term (Party) or a year (State)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="registers", verbose_name=_("cơ quan"))
    kind = models.SlugField(_("loại văn bản"), max_length=40)
    series = NfcCharField(_("khóa, năm"), max_length=40)
    last = models.PositiveIntegerField(_("số cuối"), default=0)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sổ số văn bản")
        verbose_name_plural = pgettext_lazy("plural", "sổ số văn bản")
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "series"], name="one_register_a_series")]

    def __str__(self) -> str:
        return f"{self.kind} {self.series}"

    def may_be_changed_by(self, user: User, today: date) -> bool:
        """Tell whether the user leads or works in the body, or in one that wholly succeeded it."""
        return self.organization_id in user.reach_at(today).board


class TakenNumber(Searchable, Record):
    """One number of a register. `printed` is the whole string as printed, joint symbols too."""

    class Use(models.TextChoices):
        RESERVED = "reserved", _("đã giữ cho văn bản")
        USED = "used", _("đã ban hành")
        OUTSIDE = "outside", _("văn bản ngoài cổng")
        CANCELLED = "cancelled", _("đã hủy")

    register = models.ForeignKey(NumberRegister, models.PROTECT, related_name="taken", verbose_name=_("sổ"))
    n = models.PositiveIntegerField(_("số"))
    printed = NfcCharField(_("số, ký hiệu như đã in"), max_length=60)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="taken_number", verbose_name=_("văn bản")
    )
    use = models.CharField(_("dùng cho"), max_length=9, choices=Use.choices, default=Use.RESERVED)
    dated_on = DayField(_("ngày văn bản"), null=True, blank=True)
    about = NfcCharField(_("trích yếu"), max_length=300, blank=True)  # of a paper outside the portal
    cancelled_reason = NfcCharField(_("lý do hủy số"), max_length=200, blank=True)

    objects = OfRegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("số đã cấp")
        verbose_name_plural = pgettext_lazy("plural", "số đã cấp")
        constraints = [
            models.UniqueConstraint(fields=["register", "n"], name="one_number_a_register"),
            models.CheckConstraint(
                condition=Q(use="reserved", cancelled_reason="")
                | Q(use="used", document__isnull=False, cancelled_reason="")
                | Q(use="outside", document__isnull=True, cancelled_reason="")
                | (Q(use="cancelled") & ~Q(cancelled_reason="")),
                name="number_used_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    def search_words(self) -> list[str]:
        return [self.printed, self.about or (self.document.about if self.document else "")]

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return self.register.may_be_changed_by(user, today)
