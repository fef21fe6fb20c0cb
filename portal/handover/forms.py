"""The form by which an officer names the colleague who goes on."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.handover.colleague import WITHIN, Colleague, account_of, offices_of, person_of
from accounts.people.forms import OneNameInAnyCase
from accounts.people.models import Membership, User
from ground.text import match_key
from workflow.fields import PlainText
from workflow.records.forms import RecordForm
from workflow.records.sections import Sectioned, as_written


class OfficeField(forms.ModelChoiceField):
    def label_from_instance(self, office: Membership) -> str:
        return str(office.organization)


class ColleagueForm(OneNameInAnyCase, Sectioned, RecordForm):
    """A colleague of the same body: one with an account goes on with it, another gets one."""

    sections = (
        (_("Đồng nghiệp"), ["office", "full_name position", "phone email", "username"]),
        (_("Vai trò của bạn"), ["last_day"]),
    )
    office = OfficeField(Membership.objects.none(), label=_("Cơ quan"), empty_label=None)
    full_name = PlainText(label=_("Họ và tên"), max_length=120)
    position = PlainText(label=_("Chức vụ"), max_length=200, required=False)
    phone = PlainText(label=_("Điện thoại (không bắt buộc)"), max_length=40, required=False)
    email = forms.EmailField(label=_("Thư điện tử (không bắt buộc)"), max_length=254, required=False)
    last_day = forms.DateField(
        label=_("Bạn làm đến hết ngày"),
        help_text=_("Sau ngày này bạn không vào phần việc của cơ quan nữa. Việc dở dang ở lại với cơ quan."),
    )

    class Meta:
        model = User
        fields = ["username"]
        help_texts = {"username": _("Để trống: cổng đặt theo tên gọi và địa bàn, ví dụ lan.canduoc.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["office"].queryset = offices_of(self.user, today)
        self.initial.setdefault("office", offices_of(self.user, today).first())
        self.initial.setdefault("last_day", today)
        self.fields["username"].required = False
        as_written(self.fields["last_day"])

    def clean_last_day(self) -> date:
        day, today = self.cleaned_data["last_day"], timezone.localdate()
        if not today <= day <= today + timedelta(days=WITHIN):
            raise ValidationError(gettext("Ghi ngày từ hôm nay đến %d ngày nữa.") % WITHIN)
        return day

    def clean_full_name(self) -> str:
        name = self.cleaned_data["full_name"]
        if match_key(name) == match_key(self.user.get_full_name()):
            raise ValidationError(gettext("Đây là tên của bạn. Ghi tên đồng nghiệp."))
        return name

    def clean_username(self) -> str:
        return super().clean_username() if self.cleaned_data["username"] else ""

    def _post_clean(self) -> None:
        """Validate no account: it is made by the act, with a name of its own where none was typed."""

    def clean(self) -> dict:
        cleaned = super().clean()
        office, name = cleaned.get("office"), cleaned.get("full_name")
        account = account_of(person_of(office.organization, name)) if office and name else None
        if account is not None and cleaned.get("username"):
            words = gettext("%(who)s đã có tài khoản %(name)s và dùng tiếp tài khoản ấy. Để trống ô này.")
            self.add_error("username", words % {"who": name, "name": account.username})
        return cleaned

    def colleague(self) -> Colleague:
        names = ("full_name", "position", "phone", "email", "username")
        return Colleague(**{name: self.cleaned_data[name] for name in names})
