from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_LETTERS = 200  # as many as the field of the sign-in page takes


class MaximumLengthValidator:
    """Refuses a password with which nobody could sign in; it stands before those that compare letters."""

    def validate(self, password, user=None):
        if len(password) > MOST_LETTERS:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return _("Mật khẩu dài không quá %d ký tự.") % MOST_LETTERS
