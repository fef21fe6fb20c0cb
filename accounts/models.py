"""WHO: organizations with dated names and succession, people, accounts, memberships."""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.passwords import record_password_set
from accounts.querysets import (
    FOREVER,
    MembershipQuerySet,
    OfOrganizationQuerySet,
    OrganizationQuerySet,
    PersonQuerySet,
    Reach,
    SuccessionQuerySet,
    UserManager,
)
from accounts.states import Role
from danvan.text import fold, given_name_key, short_date, sort_key
from workflow.fields import KeyField, NfcCharField
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
        OTHER = "other", _("cơ quan khác")

    short_code = models.SlugField(_("mã ngắn"), max_length=30, unique=True)  # joins an import's row to the body
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
    closed_on = models.DateField(_("kết thúc hoạt động từ ngày"), null=True, blank=True)
    sort_key = KeyField(max_length=800, default="", editable=False, db_index=True)  # by its last name

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "cơ quan")

    def __str__(self):
        return self.full_name_at(timezone.localdate())

    def search_words(self):
        return self._words_with(self.names.all() if self.pk else [])

    def _words_with(self, names):
        return [self.short_code, *(name.full_name for name in names), *(name.symbol for name in names)]

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_key = self._sort_key_with(self.names.all() if self.pk else [])
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def _sort_key_with(self, names) -> str:
        """By its last name."""
        last = max(names, key=lambda name: name.starts_on, default=None)
        return sort_key(last.full_name if last else self.short_code)

    def found_by(self, names) -> dict:
        """The columns that `save` reckons, of a body with these names; for what writes many at once."""
        words = fold(" ".join(filter(None, self._words_with(names))))
        return {"search_text": words, "sort_key": self._sort_key_with(names)}

    def get_absolute_url(self):
        return reverse("organization_show", args=[self.short_code])

    def name_at(self, day):
        """The OrganizationName in force on `day`, or None; no query where `names` is prefetched."""
        return next((name for name in self.names.all() if name.starts_on <= day < name.ends_on), None)

    def is_closed_at(self, day) -> bool:
        """From its last day on a body's work can be read, but not carried on."""
        return self.closed_on is not None and self.closed_on <= day

    def full_name_at(self, day) -> str:
        """What to call the body on a screen that speaks of `day`: its name then, else the nearest, else its code."""
        name = self.name_at(day) or max(self.names.all(), key=lambda name: name.starts_on, default=None)
        return name.full_name if name else self.short_code


class OrganizationName(Record):
    """How papers name, head and sign for a body from `starts_on` until the day before `ends_on`."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="names", verbose_name=_("cơ quan"))
    name = NfcCharField(_("tên trên văn bản"), max_length=200)  # "Ban Tuyên giáo và Dân vận"
    full_name = NfcCharField(_("tên đầy đủ"), max_length=250)  # "Ban Tuyên giáo và Dân vận Tỉnh ủy Sơn La"
    symbol = NfcCharField(_("ký hiệu"), max_length=30, blank=True)  # "BTGDVTU"
    superior = NfcCharField(_("cơ quan cấp trên trên văn bản"), max_length=200, blank=True)  # "Tỉnh ủy Sơn La"
    place_name = NfcCharField(_("địa danh trên văn bản"), max_length=100, blank=True)  # "Sơn La"
    signer_title = NfcCharField(_("chức vụ người ký"), max_length=100, blank=True)  # "Trưởng ban"
    signer = models.ForeignKey(
        "Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người ký")
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến trước ngày"), default=FOREVER)

    objects = OfOrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tên cơ quan theo thời gian")
        verbose_name_plural = pgettext_lazy("plural", "tên cơ quan theo thời gian")
        ordering = ["organization", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="one_name_from_a_day"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="name_starts_before_it_ends"),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        # The body is found by every name it ever had and stands in lists by its last.
        self.organization.save(update_fields=["search_text"])

    @property
    def validity(self) -> str:
        """When papers bore the name, as the screen says it: open ends stay open."""
        start = short_date(self.starts_on) if self.starts_on.year > 1 else ""
        end = short_date(self.ends_on - timedelta(days=1)) if self.ends_on < FOREVER else ""
        return f"{start} – {end}".strip() if start or end else gettext("mọi thời kỳ")


def names_with_signers() -> models.Prefetch:
    """For bodies whose names are shown with all that papers say beside them."""
    return models.Prefetch("names", OrganizationName.objects.select_related("signer"))


class OrganizationSuccession(Record):
    """`new` took over from `old`, wholly or in part: it sees what `old` saw when wholly."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    old = models.ForeignKey(Organization, models.PROTECT, related_name="successions", verbose_name=_("cơ quan cũ"))
    new = models.ForeignKey(Organization, models.PROTECT, related_name="predecessions", verbose_name=_("cơ quan mới"))
    effective_on = models.DateField(_("từ ngày"))
    extent = models.CharField(_("phạm vi"), max_length=5, choices=Extent.choices, default=Extent.WHOLE)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế thừa giữa các cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "kế thừa giữa các cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "effective_on"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="nobody_succeeds_itself"),
        ]

    def __str__(self):
        return f"{self.old_id} → {self.new_id}"


class Person(Searchable, Record):
    """Somebody of the trade, with or without an account."""

    full_name = NfcCharField(_("họ và tên"), max_length=120)
    sort_key = KeyField(max_length=400, editable=False, db_index=True)  # by given name
    position = NfcCharField(_("chức vụ"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("cơ quan công tác")
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("người")
        verbose_name_plural = _("danh bạ người")
        ordering = ["sort_key"]

    def __str__(self):
        return self.full_name

    def search_words(self):
        return [self.full_name, self.position]

    def get_absolute_url(self):
        return reverse("person_show", args=[self.pk])

    def save(self, *args, update_fields=None, **kwargs):
        self.sort_key = given_name_key(self.full_name)
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)


class User(AbstractBaseUser, Searchable, Record):
    """A sign-in name of a person. What it may do is told by memberships and delegations, never here."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts", verbose_name=_("người"))
    email = models.EmailField(_("thư điện tử"), blank=True)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu khi đăng nhập"), default=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["person"]

    # Who calls `set_password`: whoever writes code for an owner's own choice says so, all else is somebody else's.
    password_set_by = None  # an account, unsaved too; None: nobody signed in, a command on the server

    objects = UserManager()

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = pgettext_lazy("plural", "tài khoản")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_once_in_any_case",  # sign-in knows no capitals
                violation_error_message=_("Tên đăng nhập này đã có người dùng."),
            )
        ]

    def __str__(self):
        return self.username

    def save(self, *, update_fields=None, **kwargs):
        """A password that somebody else set is for one sign-in, and never set in silence, whichever way it came."""
        is_foreign = self._password is not None and not self._is_set_by_owner()
        if is_foreign:
            self.must_change_password = True
            update_fields = update_fields and {*update_fields, "must_change_password"}
        with transaction.atomic():
            super().save(update_fields=update_fields, **kwargs)
            if is_foreign:
                record_password_set(self, self.password_set_by)

    def _is_set_by_owner(self) -> bool:
        by = self.password_set_by
        return by is not None and (by is self or by.pk == self.pk)

    def search_words(self):
        return [self.username, self.person.full_name]

    def get_full_name(self):
        return self.person.full_name

    @cached_property
    def reach(self) -> Reach:
        """What today's memberships open; kept for the life of this instance, that is one request."""
        return Membership.objects.reach_of(self, timezone.localdate())

    def reach_at(self, today) -> Reach:
        """What the memberships of that day open; today's is the one that is kept."""
        return self.reach if today == timezone.localdate() else Membership.objects.reach_of(self, today)

    @property
    def is_administrator(self) -> bool:
        return self.is_active and Membership.Role.ADMINISTRATOR in self.reach.roles

    @property
    def is_staff(self) -> bool:
        """What Django's admin asks: may this account enter it at all?"""
        return self.is_administrator or bool(self.reach.board)


class Membership(Record):
    """One hat of one user: a role in an organization for a time. People hand over, bodies merge, some wear two hats."""

    Role = Role

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("tài khoản"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai trò"), max_length=15, choices=Role.choices)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến trước ngày"), default=FOREVER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò của tài khoản")
        ordering = ["user", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "role", "starts_on"], name="one_hat_from_a_day"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="membership_starts_before_it_ends"),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.get_role_display()}"
