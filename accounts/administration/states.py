"""How it stands with an account; computed, not stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountState(TextChoices):
    NEVER = "never", _("chưa đăng nhập")
    EXPIRED = "expired", _("mật khẩu lần đầu hết hạn")
    ACTIVE = "active", _("đang dùng")
    LOCKED = "locked", _("đã khóa")


SHAPES = {
    AccountState.NEVER: "todo",
    AccountState.EXPIRED: "late",
    AccountState.ACTIVE: "done",
    AccountState.LOCKED: "lock",
}
