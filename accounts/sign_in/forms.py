from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.sign_in.password_length import MOST_LETTERS

LONGEST_NAME = 60


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Nhập tên đăng nhập do quản trị hệ thống cấp.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        strip=False,
        max_length=MOST_LETTERS,
        error_messages={"required": _("Nhập mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args, **kwargs) -> None:
        self.request = request
        self.user = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            self.user = authenticate(self.request, **cleaned)
            if self.user is None:
                raise forms.ValidationError(
                    _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock, bộ gõ rồi nhập lại.")
                )
        return cleaned


def _rules() -> str:
    """Return the texts of all password validators, shown before anything is typed."""
    return " ".join(password_validators_help_texts())


class _OwnChoice:
    """Sets a password that its owner has chosen, which replaces a first password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        new, again = self.fields["new_password1"], self.fields["new_password2"]
        new.label, new.help_text = _("Mật khẩu mới"), lazy(_rules, str)()
        again.label, again.help_text = _("Nhập lại mật khẩu mới"), ""
        new.error_messages["required"] = _("Nhập mật khẩu mới.")
        again.error_messages["required"] = _("Nhập lại mật khẩu mới một lần nữa.")

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = False
        self.user.password_set_by = self.user
        self.user.set_password(self.cleaned_data["new_password1"])
        self.user.save(update_fields=["password", "must_change_password", "changed_at"])
        return self.user


class OwnPasswordForm(_OwnChoice, PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["old_password"]
        old.label, old.error_messages["required"] = _("Mật khẩu đang dùng"), _("Nhập mật khẩu đang dùng.")
        del old.widget.attrs["autofocus"]  # the skip link must be the first stop of the Tab key

    def clean(self) -> dict:
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", _("Chọn mật khẩu khác mật khẩu đang dùng."))
        return cleaned


class LinkPasswordForm(_OwnChoice, SetPasswordForm):
    """The form behind the mailed link: it doesn't ask for the old password."""


class ForgottenForm(forms.Form):
    account = forms.CharField(
        label=_("Tên đăng nhập hoặc thư điện tử"),
        max_length=254,
        error_messages={"required": _("Nhập tên đăng nhập hoặc địa chỉ thư điện tử của tài khoản.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
