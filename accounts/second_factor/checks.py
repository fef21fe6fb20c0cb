"""Rules of who needs a second factor by when, and of who may reset one. Pure functions."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.people.checks import is_own
from accounts.people.models import User
from accounts.second_factor.models import FactorReset, SecondFactor
from accounts.second_factor.states import FactorState

RESET_DAYS = 3  # for which a request waits for the second person


def factor_of(user: User) -> SecondFactor | None:
    return getattr(user, "second_factor", None)


def is_enrolled(user: User) -> bool:
    factor = factor_of(user)
    return factor is not None and factor.enrolled_at is not None


def is_required(roles: Collection[str]) -> bool:
    return not set(settings.SECOND_FACTOR_ROLES).isdisjoint(roles)


def days_left(user: User, today: date) -> int | None:
    """Return for how many days the account can be used without a second factor, 0 when it must be set up now; None
    where it is set up or not required.
    """
    return days_left_with(user, user.reach.roles, today)


def days_left_with(user: User, roles: Collection[str], today: date) -> int | None:
    """Return what `days_left` does; `roles`: those that the account has today."""
    factor = factor_of(user)
    if is_enrolled(user) or not is_required(roles):
        return None
    if factor is None or (factor.required_on is None and factor.reset_at is None):
        return settings.SECOND_FACTOR_GRACE_DAYS  # its session began before anything was required
    if factor.reset_at is not None:
        return 0
    return max(0, settings.SECOND_FACTOR_GRACE_DAYS - (today - factor.required_on).days)


def factor_state(account: User, roles: Collection[str], today: date) -> FactorState:
    """Return how it stands with the second factor; nothing is required of a locked account. querysets.with_factor_state
    finds the same in the database.
    """
    if is_enrolled(account):
        return FactorState.ENROLLED
    days = days_left_with(account, roles, today) if account.is_active else None
    if days is None:
        return FactorState.NONE
    return FactorState.GRACE if days else FactorState.OVERDUE


def stamp_of(user: User) -> str:
    """Return what a session stores of the second factor with which it was begun; "" for an account without one."""
    return user.second_factor.enrolled_at.isoformat() if is_enrolled(user) else ""


def why_no_request(account: User, actor: User, watching: Collection[User]) -> list[str]:
    """Return why `actor` may not request a reset; `watching`: those who could confirm it."""
    if is_own(account, actor):
        return [_("Xác nhận hai bước của mình thì quản trị khác đề nghị đặt lại; còn đăng nhập được thì tự đổi.")]
    if not is_enrolled(account):
        return [_("Tài khoản này chưa bật xác nhận hai bước.")]
    if not watching:
        return [
            _(
                "Không có quản trị khác hay lãnh đạo để cùng đặt lại. "
                "Người vận hành máy chủ chạy lệnh manage.py reset_second_factor."
            )
        ]
    return []


def why_not_closed(reset: FactorReset, actor: User, now: datetime) -> list[str]:
    """Return why `actor` can neither confirm nor refuse the request."""
    if is_own(reset.account, actor) or is_own(reset.requested_by, actor):
        return [_("Phải là người khác duyệt: không phải người đề nghị, cũng không phải chủ tài khoản.")]
    if reset.closed_at is not None:
        return [_("Đề nghị này đã xong rồi.")]
    if is_over(reset, now):
        return [_("Đề nghị này đã quá %d ngày. Đề nghị lại nếu vẫn cần.") % RESET_DAYS]
    return []


def is_over(reset: FactorReset, now: datetime) -> bool:
    return now - reset.created_at > timedelta(days=RESET_DAYS)
