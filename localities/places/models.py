"""Places, whose identity stays through new names, types and parents; their spells have these as at a date."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ground.text import short_date, sort_key
from localities.places.querysets import LevelManager, LocalityQuerySet, LocalitySpellQuerySet
from localities.places.states import BEFORE_RECORDS, FOREVER, RECORDS_BEGIN, Level, TierSystem
from workflow.fields import EndDayField, KeyField, NfcCharField, SpellDayField
from workflow.models import Record, Searchable


class Locality(Record):
    """The identity of a place. Its names, types and parents are its spells."""

    Level = Level
    only_level = None  # a proxy's level
    code_then: str | None = None  # its code as at a day, in a row that goes out

    level = models.PositiveSmallIntegerField(_("cấp"), choices=Level.choices)

    objects = LocalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa bàn")
        verbose_name_plural = pgettext_lazy("plural", "địa bàn")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(level__in=Level.values), name="locality_level_known")]

    def __str__(self) -> str:
        if "last_name" not in self.__dict__:
            self.last_name = self.spells.order_by("-valid_from").values_list("name", flat=True).first()
        return self.last_name or f"#{self.pk}"

    def save(self, *args, **kwargs) -> None:
        self.level = self.only_level or self.level
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("localities:show", args=[self.pk])

    @property
    def spell_then(self) -> LocalitySpell | None:
        """Return the spell of the day given to `with_spell_at`; None when the place didn't exist."""
        return self.spells_then[0] if self.spells_then else None

    def spell_at(self, day: date) -> LocalitySpell | None:
        return self.spells.as_at(day).first()


class Province(Locality):
    only_level = Level.PROVINCE
    objects = LevelManager(Level.PROVINCE)

    class Meta:
        proxy = True
        verbose_name = _("tỉnh, thành phố")
        verbose_name_plural = pgettext_lazy("plural", "tỉnh, thành phố")


class District(Locality):
    only_level = Level.DISTRICT
    objects = LevelManager(Level.DISTRICT)

    class Meta:
        proxy = True
        verbose_name = _("huyện, quận, thị xã, thành phố thuộc tỉnh")
        verbose_name_plural = pgettext_lazy("plural", "huyện, quận, thị xã, thành phố thuộc tỉnh")


class Commune(Locality):
    only_level = Level.COMMUNE
    objects = LevelManager(Level.COMMUNE)

    class Meta:
        proxy = True
        verbose_name = _("xã, phường, thị trấn, đặc khu")
        verbose_name_plural = pgettext_lazy("plural", "xã, phường, thị trấn, đặc khu")


class LocalitySpell(Searchable, Record):
    """What a place was from one day until the day before another.

    A code is not a key: 3,316 of the 3,321 two-tier codes were codes of an old commune too.
    """

    TierSystem = TierSystem

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="spells", verbose_name=_("địa bàn"))
    tier_system = models.CharField(_("hệ thống cấp"), max_length=5, choices=TierSystem.choices)
    # The identity's level again: it is part of a key here.
    level = models.PositiveSmallIntegerField(_("cấp"), choices=Level.choices)
    official_code = NfcCharField(_("mã"), max_length=5)
    # With its type, as resolutions write it: "Huyện Mộc Châu".
    name = NfcCharField(_("tên"), max_length=120)
    unit_type = NfcCharField(_("loại đơn vị"), max_length=40)
    parent = models.ForeignKey(
        Locality, models.PROTECT, null=True, blank=True, related_name="child_spells", verbose_name=_("thuộc")
    )
    # Identities from the province down to itself: "/1/23/456/". Holds for the whole spell.
    path = models.CharField(max_length=80, editable=False)
    sort_key = KeyField(max_length=400, editable=False)
    valid_from = SpellDayField(_("từ ngày"))
    ends_on = EndDayField(_("đến hết ngày"), default=FOREVER)
    legal_basis = NfcCharField(_("căn cứ"), max_length=200, blank=True)

    objects = LocalitySpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời kỳ của địa bàn")
        verbose_name_plural = pgettext_lazy("plural", "thời kỳ của địa bàn")
        ordering = ["sort_key", "valid_from", "pk"]
        indexes = [models.Index(fields=["level", "valid_from", "ends_on"], name="spell_by_level")]
        # The database also ensures that no two spells of one place overlap: migration 0002_no_overlap.
        constraints = [
            models.UniqueConstraint(fields=["locality", "valid_from"], name="spell_start_once"),
            models.UniqueConstraint(
                fields=["tier_system", "level", "official_code", "valid_from"], name="spell_code_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("ends_on")),
                name="spell_dates_in_order",
                violation_error_message=_("Thời kỳ phải kết thúc sau khi bắt đầu."),
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="spell_level_known"),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | (~Q(level=Level.PROVINCE) & Q(parent__isnull=False)),
                name="spell_parent_unless_province",
            ),
            models.CheckConstraint(
                condition=Q(tier_system=TierSystem.THREE) | (Q(tier_system=TierSystem.TWO) & ~Q(level=Level.DISTRICT)),
                name="spell_no_district_in_two_tiers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.official_code})"

    def save(self, *args, **kwargs) -> None:
        self.level = self.level or self.locality.level
        self.sort_key = self.order_of(self.name, self.unit_type)
        if not self.path:
            self.path = self.path_now()
        super().save(*args, **kwargs)

    def path_now(self) -> str:
        """Return the path computed from the parent's path on the first day; checks verify that it holds until the
        last.
        """
        above = self.parent.spell_at(self.valid_from) if self.parent_id else None
        return f"{above.path if above else '/'}{self.locality_id}/"

    def search_words(self) -> list[str]:
        return [self.name, self.official_code]

    @staticmethod
    def order_of(name: str, unit_type: str) -> str:
        """Return the sort key: the name without its type, then the type; numbers by value, so that Phường 2 precedes
        Phường 10.
        """
        bare = re.sub(r"\d+", lambda number: number[0].zfill(3), bare_name(name, unit_type))
        return f"{sort_key(bare)} {sort_key(unit_type)}"

    @property
    def bare_name(self) -> str:
        """Return the name without its type: "Mộc Châu"."""
        return bare_name(self.name, self.unit_type)

    @property
    def name_in_sentence(self) -> str:
        """Return the name within a sentence: "huyện Mộc Châu"."""
        return self.name[:1].lower() + self.name[1:]

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1) if self.ends_on < FOREVER else FOREVER

    @property
    def ancestor_ids(self) -> list[int]:
        """Return the ids of the places above, from the province down to the parent."""
        return [int(pk) for pk in self.path.strip("/").split("/")[:-1]]

    @property
    def validity(self) -> str:
        """Return the period of the spell in words for the screen."""
        start = short_date(self.valid_from) if self.valid_from > BEFORE_RECORDS else ""
        words = {"start": start, "end": short_date(self.last_day), "records": short_date(RECORDS_BEGIN)}
        if self.ends_on == FOREVER:
            return (gettext("từ %(start)s") if start else gettext("từ trước %(records)s")) % words
        return (gettext("%(start)s – %(end)s") if start else gettext("trước %(records)s – %(end)s")) % words


def bare_name(name: str, unit_type: str) -> str:
    """Return a name without its type: `"Thành phố Huế", "thành phố trực thuộc trung ương"` → "Huế"."""
    kind = unit_type.removesuffix(" trực thuộc trung ương")
    return name[len(kind) + 1 :] if name.lower().startswith(f"{kind} ") else name
