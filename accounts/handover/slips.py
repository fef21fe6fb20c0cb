"""First passwords on slips: made when they are printed, stored only hashed, made anew when they are printed again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.administration.passwords import make_password_for_one_sign_in
from accounts.people.models import Membership, User
from accounts.sign_in.backends import name_of
from accounts.sign_in.hashers import ALGORITHM
from ground.text import instant_text
from workflow.history.notices import columns_of, notice_words
from workflow.history.states import PASSWORD_SET
from workflow.models import Event, Notice
from workflow.records.refusals import StepRefused

KIND = "accounts.slips"
AT_ONCE = 100  # slips of one sheet: hashed and laid out while its sender waits


@dataclass(frozen=True)
class Slip:
    """What is printed for one account; the password is nowhere else, and never in a traceback or log."""

    account: User
    body: str
    until: date
    password: str = field(repr=False)
    stored: str = field(repr=False)  # the hash


def never_used(user: User, today: date) -> QuerySet:
    """Return the accounts for which `user` may print slips: in use, with a role, never signed in to, without a
    password that its owner chose; never for the own.
    """
    held = Membership.objects.at(today).order_by()
    rows = User.objects.visible_to(user).filter(is_active=True, last_login=None, must_change_password=True)
    return rows.filter(pk__in=held.values("user")).exclude(person=user.person_id)


def make_slips(accounts: Iterable[User], bodies: dict[int, str], today: date) -> list[Slip]:
    """Make a password for each account and hash it; nothing is stored. `bodies`: by account, as the slips name them."""
    until = today + timedelta(days=settings.FIRST_PASSWORD_DAYS)
    passwords = [(account, make_password_for_one_sign_in()) for account in accounts]
    return [
        Slip(account, bodies.get(account.pk, ""), until, password, make_password(password, hasher=ALGORITHM))
        for account, password in passwords
    ]


@transaction.atomic
def store(slips: list[Slip], actor: User) -> None:
    """Store the hashes of printed slips, each with its event. Raises StepRefused and stores nothing where an account
    has been signed in to, or got another password, since the slips were made.
    """
    now = timezone.now()
    by_pk = {slip.account.pk: slip for slip in slips}
    rows = never_used(actor, timezone.localdate(now)).select_for_update(of=("self",)).order_by("pk")
    accounts = [row for row in rows.filter(pk__in=by_pk) if row.password == by_pk[row.pk].account.password]
    if len(accounts) < len(slips):
        raise StepRefused([_("Có tài khoản vừa được đăng nhập hoặc in phiếu. Phiếu vừa lập bỏ đi; xem lại danh sách.")])
    for account in accounts:
        account.password, account.first_password_at, account.changed_at = by_pk[account.pk].stored, now, now
        account.must_change_password = True
    columns = ["password", "first_password_at", "must_change_password", "changed_at"]
    User.objects.bulk_update(accounts, columns, batch_size=AT_ONCE)
    kind = ContentType.objects.get_for_model(User)
    events = [Event(at=now, act=PASSWORD_SET, actor=actor, content_type=kind, object_id=row.pk) for row in accounts]
    Event.objects.bulk_create(events)
    AccessAttempt.objects.filter(username__in=[name_of(row.username) for row in accounts]).delete()
    _notify(accounts, actor, now)


def _notify(accounts: list[User], actor: User, now) -> None:
    """Tell those who watch over the accounts, once for all (decisions/0014)."""
    today = timezone.localdate(now)
    held = Membership.objects.at(today).filter(user__in=[actor.pk, *(row.pk for row in accounts)])
    watching = User.objects.overseers(held.order_by().values("organization"), today)
    others = watching.exclude(person__in=[actor.person_id, *(row.person_id for row in accounts)])
    at = instant_text(now)
    columns = columns_of(KIND, who=actor.get_full_name()[:80], n=len(accounts), at=at)
    path = f"{reverse('account_list')}?state=never"
    Notice.objects.bulk_create([Notice(recipient=each, path=path, **columns) for each in others])


@notice_words(KIND)
def slips_words(facts: dict[str, Any]) -> str:
    words = ngettext(
        "%(who)s đã in phiếu mật khẩu lần đầu của %(n)d tài khoản lúc %(at)s.",
        "%(who)s đã in phiếu mật khẩu lần đầu của %(n)d tài khoản lúc %(at)s.",
        facts["n"],
    )
    return words % facts
