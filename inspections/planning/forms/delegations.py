from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.pickers import OrganizationPick, PersonPick
from accounts.querysets import FOREVER
from inspections.models import Delegation, DelegationMember
from inspections.planning.checks import inspections_of, member_clashes, own_body_refusals
from inspections.planning.forms.base import AskingForm, PlanForm
from inspections.planning.pickers import PaperPick


class DelegationForm(PlanForm):
    sections = (("", ["number", "decision_paper", "starts_on ends_on"]),)
    decision_paper = PaperPick(
        label=_("Quyết định thành lập"), required=False, help_text=_("Tìm theo số, ký hiệu hoặc trích yếu.")
    )

    class Meta:
        model = Delegation
        fields = ["number", "decision_paper", "starts_on", "ends_on"]
        labels = {
            "number": _("Đoàn số"),
            "starts_on": _("Làm việc từ ngày"),
            "ends_on": pgettext_lazy("end of a period", "Đến ngày"),
        }
        help_texts = {"number": _("Để trống nếu đợt chỉ có một đoàn.")}

    def clean_number(self):
        number = self.cleaned_data["number"]
        others = self.instance.campaign.delegations.exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise ValidationError(
                gettext("Đợt đã có Đoàn số %d.") % number if number else gettext("Đợt đã có một đoàn không số.")
            )
        return number

    def clean(self):
        super().clean()
        self.refuse_backwards("starts_on", "ends_on")


class MemberForm(AskingForm):
    """A person of the register, or one that the register gets by this form."""

    sections = (
        ("", ["person", "role", "title_as_printed", "organization", "starts_on ends_on"]),
        (_("Chưa có trong danh bạ?"), ["new_name", "is_another"]),
        ("", ["is_confirmed"]),
    )
    person = PersonPick(label=_("Người"), required=False, help_text=_("Gõ tên, không cần dấu."))
    new_name = forms.CharField(
        label=_("Họ và tên người mới"),
        required=False,
        max_length=120,
        help_text=_("Thêm vào danh bạ cùng chức vụ, cơ quan ghi ở trên."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_another = forms.BooleanField(label=_("Đây là người khác cùng tên"), required=False)
    organization = OrganizationPick(label=_("Cơ quan"), required=False, help_text=_("Để trống: như trong danh bạ."))
    ends_on = forms.DateField(label=_("Đến trước ngày"), required=False)
    asks_only = {"is_confirmed", "is_another"}

    class Meta:
        model = DelegationMember
        fields = ["person", "role", "title_as_printed", "organization", "starts_on", "ends_on"]
        labels = {
            "role": _("Nhiệm vụ trong đoàn"),
            "title_as_printed": _("Chức vụ như ghi trong quyết định"),
            "starts_on": _("Từ ngày"),
        }
        help_texts = {"title_as_printed": _("Để trống: như trong danh bạ.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].day = self.instance.delegation.campaign.day
        self.initial["ends_on"] = None if self.instance.ends_on == FOREVER else self.instance.ends_on

    def clean_ends_on(self):
        return self.cleaned_data["ends_on"] or FOREVER

    def clean(self):
        super().clean()
        given = self.cleaned_data
        self.refuse_backwards("starts_on", "ends_on")
        self._clean_new_name(given.get("person"), given.get("new_name"))
        if given.get("person"):
            given["title_as_printed"] = given.get("title_as_printed") or given["person"].position
            given["organization"] = given.get("organization") or given["person"].organization
            self._refuse_twice(given["person"])
        self._refuse_second_head(given.get("role"))

    def _clean_new_name(self, person, name):
        if bool(person) == bool(name) and "person" not in self.errors:
            both = gettext("Chọn người trong danh bạ, hoặc ghi tên người mới; không cả hai.")
            self.add_error(
                "person", both if name else gettext("Chọn người trong danh bạ, hoặc ghi tên người mới ở dưới.")
            )
        same = Person.objects.visible_to(self.user).filter(full_name__iexact=name or "")
        if name and not self.cleaned_data.get("is_another") and same.exists():
            told = gettext("Danh bạ đã có người tên này: chọn ở ô “Người”, hoặc đánh dấu nếu là người khác.")
            self.add_error("is_another", told)

    def _refuse_twice(self, person):
        if self._others().filter(person=person).exists():
            self.add_error("person", gettext("%s đã ở trong đoàn.") % person)

    def _refuse_second_head(self, role):
        head = self._others().filter(role=DelegationMember.Role.HEAD).select_related("person").first()
        if role == DelegationMember.Role.HEAD and head:
            self.add_error("role", gettext("Đoàn đã có Trưởng đoàn là %s.") % head.person)

    def _others(self):
        return self.instance.delegation.members.filter(ends_on=FOREVER).exclude(pk=self.instance.pk)

    def refusals(self):
        member = self.instance
        if member.person_id is None:
            member = DelegationMember(person=Person(), organization=self.cleaned_data.get("organization"))
            member.person.full_name = self.cleaned_data.get("new_name") or ""
        return own_body_refusals([member], inspections_of(self.instance.delegation))

    def doubts(self):
        return member_clashes(self.instance, self.user)
