from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from accounts.organizations.pickers import OrganizationPick
from accounts.organizations.querysets import FOREVER
from accounts.people.checks import NAMED, registered_already
from accounts.people.models import User
from accounts.people.pickers import PersonPick
from inspections.campaigns.models import Campaign
from inspections.criteria.forms import LinesField
from inspections.delegations.members import members_of
from inspections.delegations.models import DelegationMember
from inspections.inspections.bookings.doubts import (
    delegation_clashes,
    inspections_of,
    member_clashes,
    outside_the_campaign,
    own_body_refusals,
    session_clashes,
)
from inspections.inspections.models import Inspection, Session
from inspections.inspections.subjects.chosen import DEPARTMENTS
from localities.places.pickers import PlacePick
from workflow.fields import LastDayField, PlainText
from workflow.records.sections import Sectioned, TickedForm

BY_A_BODY = "Đại diện {name}"  # as decisions print it: a text of the record, not of the screen


class MemberForm(TickedForm):
    """Adds a registered person, or a new one that is registered with this form."""

    sections = (
        ("", ["person", "role", "title_as_printed", "organization", "starts_on ends_on"]),
        (_("Chưa có trong danh bạ?"), ["new_name", "is_another"]),
        ("", ["is_confirmed"]),
    )
    person = PersonPick(label=_("Người"), required=False, help_text=_("Gõ tên, không cần dấu."))
    new_name = PlainText(
        label=_("Họ và tên người mới"),
        required=False,
        max_length=120,
        help_text=_("Thêm vào danh bạ cùng chức vụ, cơ quan ghi ở trên."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_another = forms.BooleanField(label=_("Đây là người khác cùng tên"), required=False)
    organization = OrganizationPick(
        label=_("Cơ quan"),
        required=False,
        help_text=_("Để trống: như trong danh bạ. Chỉ ghi cơ quan, không ghi người: cơ quan cử người sau."),
    )
    ends_on = LastDayField(label=_("Đến hết ngày"), required=False)
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

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.instance.delegation.campaign
        for name in ("person", "organization"):
            self.fields[name].day, self.fields[name].work = campaign.day, campaign.pk

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] <= cleaned["starts_on"]:
            self.add_error("ends_on", gettext("Ngày này trước ngày bắt đầu."))
        if not self._sent_by_a_body():
            self._clean_new_name(cleaned.get("person"), cleaned.get("new_name"))
        if cleaned.get("person"):
            cleaned["title_as_printed"] = cleaned.get("title_as_printed") or cleaned["person"].position
            cleaned["organization"] = cleaned.get("organization") or cleaned["person"].organization
            self._refuse_twice(cleaned["person"])
        self._refuse_second_head(cleaned.get("role"))

    def _sent_by_a_body(self) -> bool:
        """Tell whether only a body is named, which sends whom it will; fill in how it is printed."""
        cleaned = self.cleaned_data
        body = cleaned.get("organization")
        if body is None or cleaned.get("person") or cleaned.get("new_name") or "person" in self.errors:
            return False
        if cleaned.get("role") != DelegationMember.Role.MEMBER:
            self.add_error("role", gettext("Chỉ thành viên do cơ quan cử sau; nhiệm vụ khác cần tên người."))
        name = body.full_name_at(self.instance.delegation.campaign.day)
        cleaned["title_as_printed"] = cleaned.get("title_as_printed") or BY_A_BODY.format(name=name)
        return True

    def _clean_new_name(self, person, name):
        if bool(person) == bool(name) and "person" not in self.errors:
            both = gettext("Chọn người trong danh bạ, hoặc ghi tên người mới; không cả hai.")
            self.add_error(
                "person", both if name else gettext("Chọn người trong danh bạ, hoặc ghi tên người mới ở dưới.")
            )
        if name and not self.cleaned_data.get("is_another"):
            same = Person.objects.visible_to(self.user).namesakes(name, None).select_related("organization")
            same = same.prefetch_related("organization__names")[:NAMED]
            for message in registered_already(same, self.instance.delegation.campaign.day):
                self.ask("is_another", message)

    def _refuse_twice(self, person):
        if self._others().filter(person=person).exists():
            self.add_error("person", gettext("%s đã ở trong đoàn.") % person)

    def _refuse_second_head(self, role):
        head = self._others().filter(role=DelegationMember.Role.HEAD).select_related("person").first()
        if role == DelegationMember.Role.HEAD and head:
            self.add_error("role", gettext("Đoàn đã có Trưởng đoàn là %s.") % head.person)

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the person out of the database's rules while a new one isn't registered yet."""
        exclude = super()._get_validation_exclusions()
        return exclude | {"person"} if self.cleaned_data.get("new_name") else exclude

    def _others(self):
        return self.instance.delegation.members.filter(ends_on=FOREVER).exclude(pk=self.instance.pk)

    def refusals(self) -> list[str]:
        member = self.instance
        if member.person_id is None and self.cleaned_data.get("new_name"):
            member = DelegationMember(person=Person(), organization=self.cleaned_data.get("organization"))
            member.person.full_name = self.cleaned_data.get("new_name") or ""
        return own_body_refusals([member], inspections_of(self.instance.delegation))

    def doubts(self) -> list[str]:
        return member_clashes(self.instance, self.user)


class InspectionForm(TickedForm):
    """Edits an inspection; its subject can't be changed."""

    sections = (
        ("", ["delegation kind", "reporting_organization"]),
        (_("Người trình bày"), ["presenting_organization", "presenting_person presenter_title"]),
        (_("Thời kỳ kiểm tra"), ["period_start period_end"]),
        ("", ["follow_up_of"]),
        (
            _("Khi không có gì để nhập"),
            ["dates_absence strengths_absence", "shortcomings_absence recommendations_absence", "is_confirmed"],
        ),
    )
    reporting_organization = OrganizationPick(label=_("Đơn vị báo cáo"))
    presenting_organization = OrganizationPick(label=_("Đơn vị trình bày"), required=False)
    presenting_person = PersonPick(label=_("Người trình bày"), required=False)

    class Meta:
        model = Inspection
        fields = [
            "delegation",
            "kind",
            "reporting_organization",
            "presenting_organization",
            "presenting_person",
            "presenter_title",
            "period_start",
            "period_end",
            "follow_up_of",
            "dates_absence",
            "strengths_absence",
            "shortcomings_absence",
            "recommendations_absence",
        ]
        labels = {
            "delegation": _("Đoàn kiểm tra"),
            "kind": _("Hình thức"),
            "presenter_title": _("Chức vụ người trình bày"),
            "period_start": pgettext_lazy("begin of a period", "Từ ngày"),
            "period_end": pgettext_lazy("end of a period", "Đến ngày"),
            "follow_up_of": _("Phúc tra của cuộc"),
            "dates_absence": _("Ngày làm việc"),
            "strengths_absence": _("Ưu điểm"),
            "shortcomings_absence": _("Hạn chế"),
            "recommendations_absence": _("Đề nghị, kiến nghị"),
        }
        help_texts = {"period_start": _("Để trống cả hai ngày: theo thời kỳ của đợt.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        inspection = self.instance
        delegations = self.fields["delegation"]
        delegations.queryset = delegations.queryset.filter(campaign=inspection.campaign_id)
        delegations.empty_label = gettext("chưa phân công")
        for name in ("reporting_organization", "presenting_organization", "presenting_person"):
            self.fields[name].day, self.fields[name].work = inspection.campaign.day, inspection.campaign_id
        earlier = self.fields["follow_up_of"]
        earlier.queryset = earlier_inspections(earlier.queryset, inspection)
        earlier.empty_label = gettext("không phải phúc tra")
        earlier.label_from_instance = lambda row: f"{row.reference} · {row.campaign.theme}"

    def clean(self) -> None:
        super().clean()
        self.refuse_backwards("period_start", "period_end")

    def refusals(self) -> list[str]:
        return own_body_refusals(members_of(self.instance.delegation), [self.instance])

    def doubts(self) -> list[str]:
        if "delegation" not in self.changed_data:
            return []
        return delegation_clashes(self.instance, self.instance.delegation, self.user)


def earlier_inspections(rows: QuerySet, inspection: Inspection) -> QuerySet:
    """Return the inspections of the same body, or of bodies that it goes on with, up to the campaign's year."""
    campaign, subject = inspection.campaign, inspection.subject_organization
    bodies = {subject.pk, *Organization.objects.forerunners_of(subject, campaign.day)}
    rows = rows.filter(subject_organization__in=bodies, campaign__year__lte=campaign.year).exclude(pk=inspection.pk)
    return rows.select_related("campaign").order_by("-campaign__year", "reference")


class SessionForm(TickedForm):
    sections = (
        ("", ["kind held_on part_of_day", "starts_at ends_at", "place", "locality"]),
        ("", ["participants", "oral_conclusion", "is_confirmed"]),
    )
    locality = PlacePick(
        label=_("Địa bàn"), required=False, help_text=_("Để trống nếu biên bản không nêu tên xã, phường.")
    )

    class Meta:
        model = Session
        fields = [
            "kind",
            "held_on",
            "part_of_day",
            "starts_at",
            "ends_at",
            "place",
            "locality",
            "participants",
            "oral_conclusion",
        ]
        labels = {
            "kind": pgettext_lazy("of a session", "Loại"),
            "held_on": _("Ngày"),
            "part_of_day": _("Buổi"),
            "starts_at": _("Bắt đầu lúc"),
            "ends_at": _("Kết thúc lúc"),
            "place": _("Địa điểm theo văn bản"),
            "participants": _("Thành phần dự"),
            "oral_conclusion": _("Kết luận tại buổi làm việc"),
        }
        help_texts = {"participants": _("Mỗi dòng một người hoặc nhóm, như ghi trong biên bản.")}
        widgets = {
            "participants": forms.Textarea(attrs={"rows": 4}),
            "oral_conclusion": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.instance.inspection.campaign
        self.fields["locality"].day, self.fields["locality"].work = campaign.day, campaign.pk
        self.fields["part_of_day"].choices = [("", gettext("không ghi")), *Session.PartOfDay.choices]

    def clean(self) -> None:
        super().clean()
        start, end = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", gettext("Giờ kết thúc phải sau giờ bắt đầu."))

    def doubts(self) -> list[str]:
        outside = outside_the_campaign(self.instance.held_on, self.instance.inspection.campaign)
        return [*outside, *session_clashes(self.instance, self.user)]


PASTED_LINES = 5000


class SubjectsForm(Sectioned, forms.Form):
    """Chooses bodies to inspect, in up to three ways at once, and what their inspections have in common."""

    sections = (
        (_("Mọi đơn vị cùng loại của một địa bàn"), ["level place"]),
        (_("Từng đơn vị"), ["body", "pasted"]),
        (_("Chung cho các cuộc kiểm tra này"), ["kind delegation", "reporting"]),
    )
    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(
        label=_("Loại đơn vị"),
        required=False,
        choices=[
            ("", _("không chọn theo địa bàn")),
            ("commune", _("mọi UBND cấp xã")),
            ("district", _("mọi UBND cấp huyện")),
            ("commune_party", _("mọi Đảng ủy cấp xã")),
            ("district_party", _("mọi cấp ủy cấp huyện")),
            (DEPARTMENTS, _("mọi sở, ngành, phòng")),
        ],
    )
    place = PlacePick(label=_("Của địa bàn"), required=False)
    body = OrganizationPick(label=_("Một cơ quan"), required=False, help_text=_("Gõ tên hoặc mã ngắn, không cần dấu."))
    pasted = LinesField(
        label=_("Danh sách mã hoặc tên"),
        most=PASTED_LINES,
        longest=250,
        required=False,
        help_text=_("Mỗi dòng một đơn vị: mã địa bàn, mã ngắn hoặc tên; dán được từ Excel."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kind = forms.ChoiceField(label=_("Hình thức"), choices=Inspection.Kind.choices)
    delegation = forms.ModelChoiceField(None, label=_("Đoàn kiểm tra"), required=False, empty_label=_("phân công sau"))
    reporting = OrganizationPick(
        label=_("Đơn vị báo cáo"), required=False, help_text=_("Để trống: chính đơn vị được kiểm tra.")
    )

    def __init__(self, *args, campaign: Campaign, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"receipt": uuid4(), "place": campaign.inspecting_organization.locality}
        self.fields["delegation"].queryset = campaign.delegations.visible_to(user)
        for name in ("place", "body", "reporting"):
            self.fields[name].limit_to(user)
            self.fields[name].day, self.fields[name].work = campaign.day, campaign.pk

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("level") and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", gettext("Gõ tên địa bàn rồi chọn."))
        if not self.errors and not (cleaned["level"] or cleaned["body"] or cleaned["pasted"]):
            self.add_error(None, gettext("Chưa chọn đơn vị nào."))
        return cleaned
