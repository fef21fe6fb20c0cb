"""Changes of places: which place became which, on what day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ground.text import short_date
from localities.changes.querysets import ChangeLinkQuerySet
from localities.changes.states import ChangeKind, ChangeState, Extent
from localities.places.models import Locality
from localities.places.querysets import CatalogueQuerySet
from workflow.fields import DayField, NfcCharField
from workflow.models import Record


class LocalityChange(Record):
    """One merger, split, renaming… under one legal basis; its links say which place became which."""

    Kind = ChangeKind
    State = ChangeState

    kind = models.CharField(_("loại thay đổi"), max_length=10, choices=ChangeKind.choices)
    effective_on = DayField(_("có hiệu lực từ"))
    legal_basis = NfcCharField(_("căn cứ"), max_length=200, blank=True)
    # None: the portal itself, from the official lists.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("người ghi"),
        related_name="+",
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=ChangeState.choices, default=ChangeState.DRAFT)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("thay đổi địa bàn")
        verbose_name_plural = pgettext_lazy("plural", "thay đổi địa bàn")
        ordering = ["-effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="change_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {short_date(self.effective_on)}"


class ChangeLink(Record):
    """An old place that became a new one, wholly or in part; no source: land that belonged to no unit."""

    Extent = Extent

    change = models.ForeignKey(LocalityChange, models.PROTECT, related_name="links", verbose_name=_("thay đổi"))
    source = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="became", verbose_name=_("từ")
    )
    target = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="made_of", verbose_name=_("thành")
    )
    extent = models.CharField(pgettext_lazy("whole or part", "mức"), max_length=5, choices=Extent.choices)
    note = NfcCharField(_("ghi chú"), max_length=200, blank=True)

    objects = ChangeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên kết của thay đổi")
        verbose_name_plural = pgettext_lazy("plural", "liên kết của thay đổi")
        constraints = [
            models.UniqueConstraint(fields=["change", "source", "target"], name="link_once"),
            models.CheckConstraint(condition=Q(extent__in=Extent.values), name="link_extent_known"),
            models.CheckConstraint(condition=Q(source__isnull=False) | Q(target__isnull=False), name="link_has_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.source or '–'} → {self.target or '–'}"
