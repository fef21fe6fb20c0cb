"""Acts on accounts: opening, locking and unlocking, a password for one sign-in, the end of a role.

Each raises StepRefused with its reasons and writes nothing then. A new role: accounts.people.acts.
"""

from datetime import date

from axes.utils import reset
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.administration.passwords import make_password_for_one_sign_in
from accounts.people.acts import give_role
from accounts.people.checks import is_own, last_administrator, self_assigned_role, self_served_account
from accounts.people.models import Membership, Person, User
from accounts.people.states import Role
from accounts.second_factor.notices import inform
from accounts.sign_in.backends import name_of
from workflow.history.acts import change, create, remove
from workflow.history.notices import notice_words
from workflow.records.refusals import StepRefused

IDENTITY_CHANGED = "accounts.identity"


@transaction.atomic
def open_account(account: User, person: Person, first_role: Membership, actor: User) -> User:
    """Store a new account with its first role, and its person if still unsaved. Nobody can sign in to it before it
    gets a password.
    """
    if person._state.adding:
        create(person, actor)
    account.person = person
    account.set_unusable_password()
    create(account, actor)
    first_role.user = account
    give_role(first_role, actor)
    return account


def lock(account: User, revision: int, actor: User, reason: str) -> None:
    """Take the account out of use: its sessions end with their next request."""
    _refuse(last_administrator(account, _others(account)))
    if not account.is_active:
        _refuse([_("Tài khoản này đang khóa rồi.")])
    account.is_active = False
    change(account, actor, revision, reason)


def unlock(account: User, revision: int, actor: User, reason: str) -> None:
    before = User.objects.get(pk=account.pk)
    if before.is_active:
        _refuse([_("Tài khoản này đang dùng được, không phải mở khóa.")])
    account.is_active = True
    _refuse(self_served_account(before, account, actor))
    change(account, actor, revision, reason)


def link_to_other_person(account: User, revision: int, actor: User, reason: str) -> None:
    """Store the person that the account has been given, with the reason. Its roles and password go with it."""
    _refuse(self_served_account(User.objects.get(pk=account.pk), account, actor))
    change(account, actor, revision, reason)


def link_to_identity(account: User, revision: int, actor: User) -> None:
    """Store which identity of the single sign-on signs in to the account; its owner and those who watch learn of it."""
    with transaction.atomic():
        if change(account, actor, revision):
            watching = User.objects.watching(account, actor, timezone.localdate())
            path = reverse("person_show", args=[account.person_id])
            inform({account, *watching} - {actor}, IDENTITY_CHANGED, path, account, actor)


@notice_words(IDENTITY_CHANGED, is_urgent=lambda facts: True)
def identity_words(facts: dict[str, str]) -> str:
    words = _(
        "%(who)s đã đổi mã đăng nhập một lần của %(account)s (%(person)s): ai có mã ấy vào được tài khoản. "
        "Chủ tài khoản không nhờ thì báo ngay cho lãnh đạo."
    )
    return words % facts


def issue_password(account: User, actor: User) -> str:
    """Set a new password, valid for one sign-in, and return it: it is stored only hashed. Blocked tries of the name
    are forgotten. Who is informed: decisions/0014.
    """
    if is_own(account, actor):
        raise StepRefused([_("Mật khẩu của mình thì tự đổi ở “Đổi mật khẩu”.")])
    if not account.is_active:
        raise StepRefused([_("Tài khoản đang khóa. Mở khóa trước rồi cấp mật khẩu.")])
    password = make_password_for_one_sign_in()
    account.password_set_by = actor
    account.set_password(password)
    account.save(update_fields=["password", "changed_at"])
    reset(username=name_of(account.username))
    return password


def end_role(membership: Membership, day: date, revision: int, actor: User) -> None:
    """End the role on `day`, the first without it; a role that begins then or later is removed."""
    if day >= membership.ends_on:
        raise StepRefused([_("Vai trò này kết thúc sớm hơn ngày ấy rồi. Muốn kéo dài thì giao vai trò mới.")])
    if membership.role == Role.ADMINISTRATOR:
        _refuse(last_administrator(membership.user, _others(membership.user)))
    if day <= membership.starts_on:
        remove(membership, membership.organization, actor, revision=revision)
        return
    before = Membership.objects.get(pk=membership.pk)
    membership.ends_on = day
    _refuse(self_assigned_role(before, membership, actor))
    change(membership, actor, revision)


def _others(account: User) -> list[User]:
    return list(User.objects.administrators(timezone.localdate()).with_password().exclude(pk=account.pk)[:1])


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise StepRefused(reasons)
