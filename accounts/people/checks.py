"""Rules by which a role or an account must be written by somebody else. Pure functions from rows to messages.

The rule, and the exception for a body of one person: decisions/0014.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.people.models import Membership, Person, User
from accounts.people.states import CONTENT_ROLES


def is_own(account: User, actor: User) -> bool:
    """Tell whether the account is the actor's, or another one of the same person."""
    return account.pk == actor.pk or account.person_id == actor.person_id


def self_assigned_role(before: Membership | None, after: Membership, actor: User) -> list[str]:
    """Return the reasons why `actor` may not write the membership `after`; `before` is the stored row, None for a new
    one.

    A role in contents on one's own account is begun, moved, changed or prolonged only by somebody else; shortening it
    is allowed (decisions/0014).
    """
    if after.role not in CONTENT_ROLES or not is_own(after.user, actor) or _is_within(after, before):
        return []
    return [
        _(
            "Không ai tự giao cho mình vai trò xem hay làm hồ sơ. "
            "Nhờ một quản trị khác ghi, hoặc lãnh đạo cơ quan kiểm tra giao ở trang của cơ quan."
        )
    ]


def _is_within(after: Membership, before: Membership | None) -> bool:
    if before is None or _held(before) != _held(after):
        return False
    return before.starts_on <= after.starts_on and after.ends_on <= before.ends_on


def _held(membership: Membership) -> tuple[int, int, str]:
    return membership.user_id, membership.organization_id, membership.role


def self_served_account(before: User | None, after: User, actor: User) -> list[str]:
    """Return the reasons why `actor` may not write the account `after`; `before` is the stored row, None for a new one.

    Roles belong to the account, so nobody may link it to or from the own person, nor re-activate an own one
    (decisions/0014).
    """
    if before is None:
        return []
    messages = []
    if before.person_id != after.person_id and (is_own(before, actor) or is_own(after, actor)):
        messages.append(_("Tài khoản của chính bạn thì quản trị khác mới đổi sang người khác, hay từ người khác về."))
    if after.is_active and not before.is_active and is_own(after, actor):
        messages.append(_("Tài khoản của chính bạn đã ngừng dùng thì quản trị khác mới cho dùng lại."))
    return messages


def last_administrator(account: User, others: Iterable[User]) -> list[str]:
    """Return the reason why the account may neither be locked nor lose its role of administrator: nobody else has it;
    `others` are the other administrators of the day.
    """
    if any(True for _other in others) or not account.is_administrator:
        return []
    return [_("Đây là quản trị hệ thống duy nhất còn lại. Giao vai trò quản trị cho người khác trước.")]


NAMED = 5  # namesakes whom a message names


def registered_already(namesakes: Iterable[Person], day: date) -> list[str]:
    """Return a message that names the people who may be the one that is being registered; [] without any."""
    named = [person.with_work(day) for person in namesakes][:NAMED]
    if not named:
        return []
    return [_("Danh bạ đã có: %s. Dùng người đã có, hoặc đánh dấu nếu đây là người khác.") % "; ".join(named)]
