from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.pickers import OrganizationPick
from inspections.models import Campaign, Inspection
from inspections.planning.forms.base import Sectioned
from inspections.planning.forms.criteria import LinesField
from inspections.planning.subjects import DEPARTMENTS
from localities.models import Locality
from localities.pickers import PlacePick

PASTED_LINES = 5000


class SubjectsForm(Sectioned, forms.Form):
    """Whom to inspect, named in three ways at once or in one; and what all these inspections have in common."""

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

    def __init__(self, *args, campaign: Campaign, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"receipt": uuid4(), "place": campaign.inspecting_organization.locality}
        self.fields["delegation"].queryset = campaign.delegations.visible_to(user)
        for name, model in (("place", Locality), ("body", Organization), ("reporting", Organization)):
            self.fields[name].queryset = model.objects.visible_to(user)
            self.fields[name].day = campaign.day

    def clean(self):
        given = super().clean()
        if given.get("level") and not given.get("place") and "place" not in self.errors:
            self.add_error("place", gettext("Gõ tên địa bàn rồi chọn."))
        if not self.errors and not (given["level"] or given["body"] or given["pasted"]):
            self.add_error(None, gettext("Chưa chọn đơn vị nào."))
        return given
