"""Passwords set by somebody else: the event, and how the owner and those who watch over accounts are informed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.text import instant_text, short_date
from workflow.history.notices import columns_of, notice_words
from workflow.history.states import PASSWORD_SET
from workflow.models import Event, Notice

if TYPE_CHECKING:
    from accounts.people.models import User

KIND = "accounts.password"
NAMED = 3  # administrators whom a message names


def record_password_set(account: User, actor: User | None) -> None:
    """Write the event and its notices; `actor` None where a command on the server set the password."""
    event = Event.objects.create(act=PASSWORD_SET, subject=account, actor=actor)
    path = reverse("person_show", args=[account.person_id])
    recipients = set(type(account).objects.watching(account, actor, timezone.localdate(event.at)))
    if account.last_login:  # at the first sign-in its owner knows that the password isn't an own one
        recipients.add(account)
    actor_name = actor.get_full_name()[:80] if actor else ""
    named = {"who": actor_name, "account": account.username, "person": account.get_full_name()[:80]}
    columns = columns_of(KIND, **named, at=moment(event))
    Notice.objects.bulk_create(Notice(recipient=each, path=path, **columns) for each in recipients)


@notice_words(KIND)
def password_words(facts: dict[str, str]) -> str:
    words = _("%(who)s đã đặt mật khẩu của tài khoản %(account)s (%(person)s) lúc %(at)s.")
    return words % {**facts, "who": facts["who"] or _("người vận hành máy chủ")}


def describe_password_change(account: User, since: datetime | None) -> str:
    """Return the message for the account's owner at sign-in: who has set the password after `since`, the sign-in
    before.

    `since` None means ever; "" when nobody has.
    """
    events = Event.objects.about(account).filter(act=PASSWORD_SET).select_related("actor__person")
    event = (events.filter(at__gt=since) if since else events).first()
    if event is None:
        return ""
    words = _(
        "Mật khẩu của tài khoản này do %(who)s đặt lúc %(at)s. "
        "Nếu bạn không nhờ, báo ngay cho lãnh đạo cơ quan hoặc một quản trị khác."
    )
    return words % {"who": who_set(event), "at": moment(event)}


def describe_first_password_over(account: User) -> str:
    """Return the message for the holder of a first password that is too old to sign in with: whom to ask."""
    today = timezone.localdate()
    administrators = type(account).objects.administrators(today).exclude(person=account.person_id)
    rows = administrators.select_related("person").order_by("person__sort_key", "pk")[:NAMED]
    words = _("Mật khẩu lần đầu này chỉ dùng đến hết ngày %(day)s. Xin phiếu mới ở quản trị hệ thống%(who)s.")
    names = ", ".join(each.get_full_name() for each in rows)
    return words % {"day": short_date(account.first_password_until), "who": f": {names}" if names else ""}


def who_set(event: Event) -> str:
    return event.actor.get_full_name()[:80] if event.actor else _("người vận hành máy chủ")


def moment(event: Event) -> str:
    return instant_text(event.at)
