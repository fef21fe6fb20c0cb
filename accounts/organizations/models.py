"""Organizations with dated names and succession."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.organizations.querysets import FOREVER, OfOrganizationQuerySet, OrganizationQuerySet, SuccessionQuerySet
from ground.text import fold_for_search, short_date, sort_key
from workflow.fields import DayField, EndDayField, KeyField, NfcCharField, SpellDayField
from workflow.models import Record, Searchable


class Organization(Searchable, Record):
    """A body; never a place. Its name, symbol and head change with time: see OrganizationName."""

    class System(models.TextChoices):
        PARTY = "party", _("Đảng")
        STATE = "state", _("Nhà nước")
        FRONT = "front", _("Mặt trận, đoàn thể")

    class Kind(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", _("cấp ủy")
        PARTY_BOARD = "party_board", _("ban của cấp ủy")
        PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
        DEPARTMENT = "department", _("sở, ngành, phòng")
        FRONT = "front", _("Mặt trận Tổ quốc")
        UNION = "union", _("đoàn thể")
        STEERING_COMMITTEE = "steering_committee", _("ban chỉ đạo")
        SERVICE_UNIT = "service_unit", _("đơn vị sự nghiệp, như bệnh viện, trường học")
        ENTERPRISE = "enterprise", _("doanh nghiệp")
        HAMLET = "hamlet", _("thôn, ấp, khu phố")
        OTHER = "other", _("cơ quan khác")

    short_code = models.SlugField(_("mã ngắn"), max_length=30, unique=True)  # the natural key in imports
    system = models.CharField(_("hệ thống"), max_length=8, choices=System.choices)
    kind = models.CharField(_("loại cơ quan"), max_length=20, choices=Kind.choices)
    locality = models.ForeignKey(
        "localities.Locality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("địa bàn"),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("cơ quan cấp trên")
    )
    closed_on = DayField(_("kết thúc hoạt động từ ngày"), null=True, blank=True)
    sort_key = KeyField(max_length=800, default="", editable=False, db_index=True)  # by its last name

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "cơ quan")

    def __str__(self) -> str:
        return self.full_name_at(timezone.localdate())

    def search_words(self) -> list[str]:
        return self._words_with(self.names.all() if self.pk else [])

    def _words_with(self, names):
        texts = [(name.full_name, name.name, name.symbol) for name in names]
        return [self.short_code, *dict.fromkeys(text for of_name in zip(*texts, strict=True) for text in of_name)]

    def save(self, *args, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        self.sort_key = self._sort_key_with(self.names.all() if self.pk else [])
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _sort_key_with(self, names) -> str:
        """Return the sort key of the last name."""
        last = max(names, key=lambda name: name.starts_on, default=None)
        return sort_key(last.full_name if last else self.short_code)

    def found_by(self, names: Iterable[OrganizationName]) -> dict:
        """Return the values of `search_text` and `sort_key` for a body with these names, for code that writes many
        bodies in bulk.
        """
        words = fold_for_search(" ".join(filter(None, self._words_with(names))))
        return {"search_text": words, "sort_key": self._sort_key_with(names)}

    def get_absolute_url(self) -> str:
        return reverse("organization_show", args=[self.short_code])

    def name_at(self, day: date) -> OrganizationName | None:
        """Return the OrganizationName in force on `day`, or None; makes no query where `names` is prefetched."""
        return next((name for name in self.names.all() if name.starts_on <= day < name.ends_on), None)

    def is_closed_at(self, day: date) -> bool:
        """Tell whether the body has ended by `day`: from then on its records are read-only."""
        return self.closed_on is not None and self.closed_on <= day

    def full_name_at(self, day: date) -> str:
        """Return the body's full name as at `day`; its latest name where it had none that day, its code where it has
        none at all.
        """
        name = self.name_at(day) or max(self.names.all(), key=lambda name: name.starts_on, default=None)
        return name.full_name if name else self.short_code


class OrganizationName(Record):
    """How papers name, head and sign for a body from `starts_on` until the day before `ends_on`."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="names", verbose_name=_("cơ quan"))
    name = NfcCharField(_("tên trên văn bản"), max_length=200)  # "Ban Tuyên giáo và Dân vận"
    full_name = NfcCharField(_("tên đầy đủ"), max_length=250)  # "Ban Tuyên giáo và Dân vận Tỉnh ủy Sơn La"
    symbol = NfcCharField(_("ký hiệu"), max_length=30, blank=True)  # "BTGDVTU"
    superior = NfcCharField(_("cơ quan cấp trên (ghi trên văn bản)"), max_length=200, blank=True)  # "Tỉnh ủy Sơn La"
    place_name = NfcCharField(_("địa danh trên văn bản"), max_length=100, blank=True)  # "Sơn La"
    signer_title = NfcCharField(_("chức vụ người ký"), max_length=100, blank=True)  # "Trưởng ban"
    signer = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người ký")
    )
    starts_on = SpellDayField(_("từ ngày"))
    ends_on = EndDayField(_("đến hết ngày"), default=FOREVER)

    objects = OfOrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên cơ quan theo thời gian")
        verbose_name_plural = pgettext_lazy("plural", "tên cơ quan theo thời gian")
        ordering = ["organization", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="one_name_from_a_day"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="name_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        # A body is found by every name it ever had, and sorted in lists by its last.
        self.organization.save(update_fields=["search_text"])

    @property
    def validity(self) -> str:
        """Return the period of the name in words for the screen, with open ends left open."""
        start = short_date(self.starts_on) if self.starts_on.year > 1 else ""
        end = short_date(self.ends_on - timedelta(days=1)) if self.ends_on < FOREVER else ""
        return f"{start} – {end}".strip() if start or end else gettext("mọi thời kỳ")


class Signatory(Record):
    """Who else signs a body's papers from `starts_on` until the day before `ends_on`, and in whose place; the head
    himself is the signer of OrganizationName.
    """

    class Authority(models.TextChoices):
        OWN = "own", _("ký với chức vụ của mình")
        FOR_COLLECTIVE = "for_collective", _("thay mặt tập thể (T/M, TM.)")
        FOR_HEAD = "for_head", _("ký thay người đứng đầu (K/T, KT.)")
        BY_ORDER = "by_order", _("thừa lệnh (T/L, TL.)")
        BY_AUTHORIZATION = "by_authorization", _("thừa ủy quyền (TUQ.)")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="signatories", verbose_name=_("cơ quan")
    )
    person = models.ForeignKey("Person", models.PROTECT, related_name="+", verbose_name=_("người ký"))
    title = NfcCharField(_("chức vụ trên văn bản"), max_length=100)  # "Phó Trưởng ban"
    authority = models.CharField(
        _("thẩm quyền ký"), max_length=16, choices=Authority.choices, default=Authority.FOR_HEAD
    )
    in_place_of = NfcCharField(  # "Trưởng ban", "Ủy ban nhân dân xã Chiềng Mung"; "" only with the own title
        _("thay cho (chức vụ hoặc tập thể)"), max_length=200, blank=True
    )
    starts_on = SpellDayField(_("từ ngày"))
    ends_on = EndDayField(_("đến hết ngày"), default=FOREVER)

    objects = OfOrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("người được ký văn bản")
        verbose_name_plural = pgettext_lazy("plural", "người được ký văn bản")
        ordering = ["organization", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="signatory_starts_before_it_ends"),
            models.CheckConstraint(
                condition=Q(authority="own", in_place_of="") | (~Q(authority="own") & ~Q(in_place_of="")),
                name="signatory_says_in_whose_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.person}"

    def may_be_changed_by(self, user: AbstractBaseUser, today: date) -> bool:
        """Tell whether the user leads the body, or one that wholly succeeded it."""
        return self.organization_id in user.reach_at(today).leader


def names_with_signers() -> models.Prefetch:
    """Return the prefetch of names with their signers, for pages that show all that papers print beside a name."""
    return models.Prefetch("names", OrganizationName.objects.select_related("signer"))


class OrganizationSuccession(Record):
    """`new` took over from `old`, wholly or in part: if wholly, it sees what `old` saw."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    old = models.ForeignKey(Organization, models.PROTECT, related_name="successions", verbose_name=_("cơ quan cũ"))
    new = models.ForeignKey(Organization, models.PROTECT, related_name="predecessions", verbose_name=_("cơ quan mới"))
    effective_on = DayField(_("từ ngày"))
    extent = models.CharField(_("phạm vi"), max_length=5, choices=Extent.choices, default=Extent.WHOLE)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế thừa giữa các cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "kế thừa giữa các cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "effective_on"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="nobody_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
