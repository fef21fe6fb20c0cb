from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.people.passwords import describe_first_password_over
from accounts.people.states import UNNAMED
from accounts.sign_in.password_length import MOST_LETTERS
from workflow.fields import PlainText
from workflow.history.acts import change

LONGEST_NAME = 60
OVER = "first_password_over"  # the code of the refusal of a first password that is too old
PASSWORDS = ["new_password1", "new_password2"]
WHILE_TYPING = {
    "hx-post": reverse_lazy("password_check"),
    "hx-trigger": "input changed delay:700ms",  # not on leaving the field: that may be for the button
    "hx-target": "next .while-typing",
    "hx-params": ",".join(["csrfmiddlewaretoken", *PASSWORDS]),  # never the password in use
    "hx-sync": "this:replace",
}


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
            if self.user.is_first_password_over(timezone.localdate()):
                raise forms.ValidationError(describe_first_password_over(self.user), code=OVER)
        return cleaned


def _rules() -> str:
    """Return the texts of all password validators, shown before anything is typed."""
    return " ".join(password_validators_help_texts())


class _OwnChoice:
    """Sets a password that its owner has chosen, which replaces a first password. What is wrong with it stands beside
    its first field, and is said while it is typed (views.password_check).
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        new, again = self.fields["new_password1"], self.fields["new_password2"]
        new.label, new.help_text = _("Mật khẩu mới"), lazy(_rules, str)()
        again.label, again.help_text = _("Nhập lại mật khẩu mới"), ""
        new.error_messages["required"] = _("Nhập mật khẩu mới.")
        again.error_messages["required"] = _("Nhập lại mật khẩu mới một lần nữa.")

        for field in (new, again):
            field.widget.attrs |= WHILE_TYPING

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        super().validate_password_for_user(user, PASSWORDS[0])

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password, self.user.first_password_at = False, None
        self.user.password_set_by = self.user
        self.user.set_password(self.cleaned_data["new_password1"])
        columns = ["password", "must_change_password", "first_password_at", "changed_at"]
        self.user.save(update_fields=columns)
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


class FirstPasswordForm(_OwnChoice, SetPasswordForm):
    """The own password in place of one that somebody else set, with which this session has just begun: it isn't asked
    for again.
    """

    full_name = PlainText(
        label=_("Họ và tên của bạn"),
        max_length=120,
        error_messages={"required": _("Ghi họ và tên: các bước bạn làm mang tên này.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.user.person.full_name != UNNAMED:
            del self.fields["full_name"]

    def clean(self) -> dict:
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and self.user.check_password(new):
            self.add_error("new_password1", _("Chọn mật khẩu khác mật khẩu đang dùng."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Save the password, and who the officer is where the account was made for a body alone."""
        person = self.user.person
        if "full_name" in self.cleaned_data:
            person.full_name = self.cleaned_data["full_name"]
            change(person, self.user, person.revision)
        return super().save(commit)


def wrong_so_far(user: User, name: str, new: str, again: str) -> list[str]:
    """Return what is wrong with what has been typed so far into the field of this name; [] for an empty one."""
    if name == "new_password2":
        return [str(SetPasswordForm.error_messages["password_mismatch"])] if again and again != new else []
    try:
        if new:
            validate_password(new, user)
    except forms.ValidationError as refused:
        return refused.messages
    return []


class LinkPasswordForm(_OwnChoice, SetPasswordForm):
    """The form behind the mailed link: it doesn't ask for the old password."""


class ForgottenForm(forms.Form):
    account = forms.CharField(
        label=_("Tên đăng nhập hoặc thư điện tử"),
        max_length=254,
        error_messages={"required": _("Nhập tên đăng nhập hoặc địa chỉ thư điện tử của tài khoản.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
