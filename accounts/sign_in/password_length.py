from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.people.models import User

MOST_LETTERS = 200  # as many as the field of the sign-in page takes


class MaximumLengthValidator:
    """Refuses a password that is too long for signing in; it precedes the validators that compare letters."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > MOST_LETTERS:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Mật khẩu dài không quá %d ký tự.") % MOST_LETTERS
