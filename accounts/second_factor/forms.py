"""Forms of codes. Their fields have "password" in their names: what is typed there is never saved as a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import codes

LONGEST_CODE = 40  # a recovery code with spaces between all its figures
TYPED = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none", "spellcheck": "false"}
WRONG_FORM = _("Mã xác nhận có 6 chữ số; mã dự phòng có 15 chữ số.")


class CodeField(forms.CharField):
    def __init__(self, **kwargs) -> None:
        required = {"required": _("Nhập mã xác nhận.")}
        super().__init__(
            max_length=LONGEST_CODE, error_messages=required, widget=forms.TextInput(attrs=TYPED), **kwargs
        )


class CodeForm(forms.Form):
    """A code of the app in use, or a recovery code."""

    one_time_password = CodeField(
        label=_("Mã xác nhận 6 số"),
        help_text=_("Mở ứng dụng xác thực trên điện thoại. Không có điện thoại ở đây: nhập một mã dự phòng 15 số."),
    )

    def clean_one_time_password(self) -> str:
        digits = codes.digits_of(self.cleaned_data["one_time_password"])
        if len(digits) not in (codes.DIGITS, codes.RECOVERY_DIGITS):
            raise forms.ValidationError(WRONG_FORM)
        return digits


class EnrolForm(forms.Form):
    """The first code of a new key; of who has a second factor already also a code of the former."""

    key_for_one_time_password = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)  # sealed
    former_one_time_password = CodeField(
        label=_("Mã của điện thoại cũ, hoặc một mã dự phòng"), help_text=_("Để biết chắc chính bạn đang đổi.")
    )
    one_time_password = CodeField(label=_("Mã xác nhận 6 số"), help_text=_("Số đang hiện trong ứng dụng."))

    def __init__(self, *args, has_former: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if has_former:
            self.fields["one_time_password"].label = _("Mã 6 số của điện thoại mới")
        else:
            del self.fields["former_one_time_password"]

    def clean_one_time_password(self) -> str:
        digits = codes.digits_of(self.cleaned_data["one_time_password"])
        if len(digits) != codes.DIGITS:
            raise forms.ValidationError(_("Nhập 6 chữ số đang hiện trong ứng dụng."))
        return digits
