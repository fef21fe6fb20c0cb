"""How people learn of what happens to a second factor."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.people.models import User
from workflow.history.notices import columns_of, notice_words
from workflow.models import Notice

REQUESTED, REFUSED, RESET, GUESSED, SPARE_USED = (
    f"accounts.factor_{name}" for name in ("requested", "refused", "reset", "guessed", "spare_used")
)
NAME_LENGTH = 60


def _at_once(facts: dict) -> bool:
    return True


def inform(recipients: Iterable[User], kind: str, path: str, account: User, actor: User | None = None) -> None:
    """Write a notice for each; `actor` None: the portal itself, or whoever runs its server."""
    facts = {"account": account.username, "person": account.get_full_name()[:NAME_LENGTH]}
    facts["who"] = actor.get_full_name()[:NAME_LENGTH] if actor else ""
    columns = columns_of(kind, **facts)
    Notice.objects.bulk_create(Notice(recipient=each, path=path, **columns) for each in recipients)


def _named(facts: dict) -> dict:
    return {**facts, "who": facts["who"] or _("người vận hành máy chủ")}


@notice_words(REQUESTED, _at_once)
def requested_words(facts: dict[str, str]) -> str:
    words = _("%(who)s đề nghị đặt lại xác nhận hai bước của %(account)s (%(person)s): chờ người thứ hai duyệt.")
    return words % _named(facts)


@notice_words(REFUSED)
def refused_words(facts: dict[str, str]) -> str:
    return _("%(who)s không duyệt đặt lại xác nhận hai bước của %(account)s (%(person)s).") % _named(facts)


@notice_words(RESET, _at_once)
def reset_words(facts: dict[str, str]) -> str:
    words = _(
        "Xác nhận hai bước của %(account)s (%(person)s) đã được đặt lại, %(who)s duyệt. "
        "Chủ tài khoản không nhờ thì báo ngay cho lãnh đạo."
    )
    return words % _named(facts)


@notice_words(GUESSED, _at_once)
def guessed_words(facts: dict[str, str]) -> str:
    words = _(
        "Có người biết mật khẩu của %(account)s và nhập sai mã xác nhận nhiều lần. "
        "Nếu không phải bạn, đổi mật khẩu ngay."
    )
    return words % facts


@notice_words(SPARE_USED)
def spare_used_words(facts: dict[str, str]) -> str:
    return _("Một mã dự phòng của %(account)s vừa được dùng. Nếu không phải bạn, đổi mật khẩu ngay.") % facts
