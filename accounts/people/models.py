"""People, accounts, and memberships."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organizations.models import Organization
from accounts.organizations.querysets import FOREVER
from accounts.people.passwords import record_password_set
from accounts.people.querysets import MembershipQuerySet, PersonQuerySet, Reach, UserManager, scopes_of
from accounts.people.states import Role
from ground.text import given_name_key, match_key
from localities.models import LocalitySpell
from workflow.fields import EndDayField, KeyField, NameField, NfcCharField, SpellDayField
from workflow.models import Record, Searchable


class Person(Searchable, Record):
    """A person, with or without an account."""

    full_name = NameField(_("họ và tên"), max_length=120)
    sort_key = KeyField(max_length=400, editable=False, db_index=True)  # by given name
    name_key = KeyField(max_length=200, default="", editable=False, db_index=True)  # by which namesakes are found
    position = NfcCharField(_("chức vụ"), max_length=200, blank=True)
    phone = NfcCharField(_("điện thoại"), max_length=40, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("cơ quan công tác")
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("người")
        verbose_name_plural = _("danh bạ cán bộ")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name

    def search_words(self) -> list[str]:
        return [self.full_name, self.position]

    def with_work(self, day: date) -> str:
        """Return the name with position and body, by which namesakes are told apart."""
        body = self.organization.full_name_at(day) if self.organization_id else ""
        about = ", ".join(filter(None, [self.position, body]))
        return f"{self.full_name} ({about})" if about else self.full_name

    def get_absolute_url(self) -> str:
        return reverse("person_show", args=[self.pk])

    def save(self, *args, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        self.sort_key, self.name_key = given_name_key(self.full_name), match_key(self.full_name)
        if update_fields is not None:
            update_fields = {*update_fields, "sort_key", "name_key"}
        super().save(*args, update_fields=update_fields, **kwargs)


class User(AbstractBaseUser, Searchable, Record):
    """An account of a person. Its roles come from memberships and delegations, never from columns here."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[\w.@+-]+\Z", _("Tên đăng nhập chỉ có chữ, số và các dấu . @ + - _, không có dấu cách."))
        ],
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts", verbose_name=_("người"))
    email = models.EmailField(_("thư điện tử"), blank=True)
    # Of the single sign-on; "" for none. Whoever has it there signs in to this account.
    external_id = models.CharField(_("mã đăng nhập một lần"), max_length=255, blank=True, default="")
    must_change_password = models.BooleanField(_("phải đổi mật khẩu khi đăng nhập"), default=True)
    first_password_at = models.DateTimeField(_("mật khẩu lần đầu cấp lúc"), null=True, editable=False)  # by another
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_mailed = models.BooleanField(_("nhận thư nhắc việc"), default=True)
    mail_language = models.CharField(  # pages are in the browser's own
        _("ngôn ngữ của thư"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["person"]

    # Who sets the password: code for an owner's own choice must set this, anything else counts as somebody else.
    password_set_by = None  # an account, perhaps unsaved; None: a command on the server, without a user

    objects = UserManager()

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = pgettext_lazy("plural", "tài khoản")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_once_in_any_case",  # sign-in ignores upper and lower case
                violation_error_message=_("Tên đăng nhập này đã có người dùng."),
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="external_id_of_one_account",
                violation_error_message=_("Mã này đã gắn với một tài khoản khác."),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs) -> None:
        """Save the account; a password set by anybody but its owner must be changed at the next sign-in and writes
        an event (decisions/0014).
        """
        is_foreign = self._password is not None and not self._is_set_by_owner()
        if is_foreign:
            self.must_change_password, self.first_password_at = True, timezone.now()
            update_fields = update_fields and {*update_fields, "must_change_password", "first_password_at"}
        with transaction.atomic():
            super().save(update_fields=update_fields, **kwargs)
            if is_foreign:
                record_password_set(self, self.password_set_by)

    def _is_set_by_owner(self) -> bool:
        by = self.password_set_by
        return by is not None and (by is self or by.pk == self.pk)

    @property
    def first_password_until(self) -> date | None:
        """Return the last day of a password that its owner didn't choose; None for an own one, and where nobody knows
        when it was set.
        """
        if not self.must_change_password or self.first_password_at is None:
            return None
        return timezone.localdate(self.first_password_at + timedelta(days=settings.FIRST_PASSWORD_DAYS))

    def is_first_password_over(self, today: date) -> bool:
        until = self.first_password_until
        return until is not None and until < today

    def search_words(self) -> list[str]:
        return [self.username, self.person.full_name]

    def get_full_name(self) -> str:
        return self.person.full_name

    @cached_property
    def reach(self) -> Reach:
        """Return the scope of today's memberships, cached on this instance, that is for one request."""
        return Membership.objects.reach_of(self, timezone.localdate())

    @property
    def scopes(self) -> dict:
        """Return where the scopes are kept that this process has put together for the account: see inspections.scope.

        They follow from the account, what it reaches and the day alone; of a change in these nothing of before is left.
        """
        return scopes_of(self.pk, self.person_id, self.is_active, self.reach, timezone.localdate())

    @cached_property
    def provinces(self) -> tuple[int, ...]:
        """Return the ids of the provinces of the bodies for which the user works, whose names pickers offer first."""
        bodies = {*self.reach.board, *self.reach.unit, *self.reach.own, self.person.organization_id} - {None}
        rows = Organization.objects.filter(pk__in=bodies)
        return LocalitySpell.objects.provinces_of(rows.values(place=Coalesce("locality", "parent__locality")))

    def reach_at(self, today: date) -> Reach:
        """Return the scope of that day's memberships; today's is cached."""
        return self.reach if today == timezone.localdate() else Membership.objects.reach_of(self, today)

    @property
    def is_administrator(self) -> bool:
        return self.is_active and Membership.Role.ADMINISTRATOR in self.reach.roles

    @property
    def is_staff(self) -> bool:
        """Tell whether the account may enter Django's admin at all."""
        return self.is_administrator or bool(self.reach.board)


class Membership(Record):
    """One role of one user in an organization for a time. People hand over, bodies merge, some people have two
    roles.
    """

    Role = Role

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("tài khoản"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("cơ quan")
    )
    role = models.CharField(_("vai trò"), max_length=15, choices=Role.choices)
    starts_on = SpellDayField(_("từ ngày"))
    ends_on = EndDayField(_("đến hết ngày"), default=FOREVER)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò của tài khoản")
        ordering = ["user", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "role", "starts_on"], name="one_hat_from_a_day"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="membership_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_role_display()}"
