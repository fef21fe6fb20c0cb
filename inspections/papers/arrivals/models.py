"""The lines of the book of incoming papers."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.people.models import User
from inspections.papers.arrivals.querysets import ArrivalQuerySet
from inspections.papers.models import OfficialPaper
from workflow.fields import DayField, NfcCharField, YearField
from workflow.models import Record, Searchable


class Arrival(Searchable, Record):
    """The line of a paper in the book of the body that it arrived at. Its number is used once; triggers hold that."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("cơ quan nhận"))
    year = YearField(_("năm"))  # of arrival
    n = models.PositiveIntegerField(_("số đến"))
    paper = models.ForeignKey(OfficialPaper, models.PROTECT, related_name="arrivals", verbose_name=_("văn bản"))
    arrived_on = DayField(_("ngày đến"))
    received_by = NfcCharField(_("đơn vị, người nhận"), max_length=200, blank=True)
    note = NfcCharField(_("ghi chú"), max_length=200, blank=True)
    cancelled_reason = NfcCharField(_("lý do hủy số đến"), max_length=200, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản đến")
        verbose_name_plural = pgettext_lazy("plural", "văn bản đến")
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "n"], name="one_arrival_a_number"),
            models.UniqueConstraint(
                fields=["organization", "paper"], condition=Q(cancelled_reason=""), name="paper_arrives_once"
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="arrivals_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.n}/{self.year}"

    def search_words(self) -> list[str]:
        return [str(self.n), self.received_by, self.note]

    def may_be_changed_by(self, user: User, today: date) -> bool:
        return not self.cancelled_reason and self.organization_id in user.reach_at(today).board
