from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.pickers import OrganizationPick
from accounts.organizations.querysets import FOREVER
from accounts.people.checks import NAMED, registered_already, self_assigned_role, self_served_account
from accounts.people.forms import OneNameInAnyCase
from accounts.people.models import Membership, Person, User
from accounts.people.pickers import PersonPick
from accounts.people.states import Role
from accounts.second_factor.models import FactorReset
from workflow.fields import PlainText
from workflow.records.forms import RecordForm
from workflow.records.sections import PlanForm, TickedForm

ROLES = [("", _("chọn")), *Role.choices]
ROLE_HELP = _("Mỗi vai trò chỉ thấy phần việc của cơ quan này.")
NAME_HELP = _("Chữ không dấu, số và . @ + - _, không có dấu cách. Ví dụ: lan.canduoc")
EMAIL_LABEL = _("Thư điện tử (không bắt buộc)")
EMAIL_HELP = _("Có thì người dùng tự đặt lại được mật khẩu khi quên.")


class NewAccountForm(OneNameInAnyCase, TickedForm):
    """An account with its first role, for a person of the register or a new one."""

    sections = (
        (_("Người"), ["person", "new_name position"]),
        (_("Làm việc cho"), ["organization", "role starts_on"]),
        (_("Tài khoản"), ["username email"]),
        ("", ["is_confirmed"]),
    )
    person = PersonPick(label=_("Người trong danh bạ"), required=False)
    new_name = PlainText(label=_("Hoặc người mới: họ và tên"), max_length=120, required=False)
    position = PlainText(label=_("Chức vụ của người mới"), max_length=200, required=False)
    organization = OrganizationPick(label=_("Cơ quan"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=ROLES, help_text=ROLE_HELP)
    starts_on = forms.DateField(label=_("Từ ngày"))

    class Meta:
        model = User
        fields = ["username", "email"]
        labels = {"email": EMAIL_LABEL}
        help_texts = {"username": NAME_HELP, "email": EMAIL_HELP}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", timezone.localdate())

    def clean(self) -> None:
        super().clean()
        person, name = self.cleaned_data.get("person"), self.cleaned_data.get("new_name")
        if bool(person) == bool(name) and "person" not in self.errors:
            both = gettext("Chọn người trong danh bạ, hoặc ghi tên người mới; không cả hai.")
            self.add_error("person", both if name else gettext("Chọn người trong danh bạ, hoặc ghi tên người mới."))

    def owner(self) -> Person:
        """Return whose account it is to be: of the register, or unsaved."""
        cleaned = self.cleaned_data
        body = cleaned["organization"]
        new = Person(full_name=cleaned["new_name"], position=cleaned["position"], organization=body)
        return cleaned["person"] or new

    def first_role(self) -> Membership:
        """Return the unsaved role, of an account that its person has already."""
        cleaned = self.cleaned_data
        return Membership(
            user=self.instance,
            organization=cleaned["organization"],
            role=cleaned["role"],
            starts_on=cleaned["starts_on"],
        )

    def refusals(self) -> list[str]:
        self.instance.person = self.owner()
        return self_assigned_role(None, self.first_role(), self.user)

    def doubts(self) -> list[str]:
        person, today = self.owner(), timezone.localdate()
        if person.pk:
            return _accounts_there(person)
        same = Person.objects.namesakes(person.full_name, person.organization_id).select_related("organization")
        return registered_already(same.prefetch_related("organization__names")[:NAMED], today)


def _accounts_there(person: Person) -> list[str]:
    names = person.accounts.filter(is_active=True).order_by("username").values_list("username", flat=True)
    there = gettext("%(who)s đã có tài khoản: %(names)s.")
    return [there % {"who": person, "names": ", ".join(names)}] if names else []


class AccountForm(OneNameInAnyCase, RecordForm):
    class Meta:
        model = User
        fields = ["username", "email"]
        labels = {"email": EMAIL_LABEL}
        help_texts = {"username": NAME_HELP, "email": EMAIL_HELP}


class OwnerForm(TickedForm):
    """Links an account to another person of the register; the reason stands in the history."""

    sections = (("", ["person"]), ("", ["reason"]), ("", ["is_confirmed"]))
    person = PersonPick(label=_("Chuyển cho"))
    reason = PlainText(label=_("Lý do (đứng trong lịch sử)"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = User
        fields = ["person"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.person
        self.initial["person"] = None

    def clean_person(self) -> Person:
        person: Person = self.cleaned_data["person"]
        if person == self.before:
            raise forms.ValidationError(gettext("Tài khoản đang là của người này."))
        return person

    def refusals(self) -> list[str]:
        return self_served_account(User.objects.get(pk=self.instance.pk), self.instance, self.user)

    def doubts(self) -> list[str]:
        return _accounts_there(self.instance.person)


class ReasonForm(RecordForm):
    """Confirms an act on an account; the reason stands in the history."""

    reason = PlainText(
        label=_("Lý do, nếu có (đứng trong lịch sử)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = User
        fields: list[str] = []


class FactorResetForm(RecordForm):
    """Asks why somebody's second factor is to be reset: whoever confirms it reads the reason."""

    class Meta:
        model = FactorReset
        fields = ["reason"]
        labels = {"reason": _("Lý do (người duyệt và lịch sử thấy)")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class ConfirmForm(RecordForm):
    """Confirms an act that asks nothing."""

    class Meta:
        model = User
        fields: list[str] = []


class NewRoleForm(PlanForm):
    """A role for an account, as administrators give it."""

    sections = (("", ["organization", "role", "starts_on last_day"]),)
    organization = OrganizationPick(label=_("Cơ quan"))
    last_day = forms.DateField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống: đến khi có thay đổi."))

    class Meta:
        model = Membership
        fields = ["organization", "role", "starts_on"]
        help_texts = {"role": ROLE_HELP}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES

    def clean(self) -> None:
        super().clean()
        self.refuse_backwards("starts_on", "last_day")
        self.instance.ends_on = day_after(self.cleaned_data.get("last_day"))

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"user"}


class EndRoleForm(PlanForm):
    sections = (("", ["day"]),)
    day = forms.DateField(label=_("Thôi từ ngày"))

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", timezone.localdate())


def day_after(last: date | None) -> date:
    """Return the first day after the last one, FOREVER without one."""
    return date.fromordinal(min(last.toordinal() + 1, FOREVER.toordinal())) if last else FOREVER
