from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import OrganizationSuccession
from accounts.pickers import OrganizationPick, PersonPick
from danvan.text import short_date
from inspections.models import Inspection, Session
from inspections.planning.checks import delegation_clashes, members_of, own_body_refusals, session_clashes
from inspections.planning.forms.base import AskingForm
from localities.pickers import PlacePick


class InspectionForm(AskingForm):
    """Whose work is inspected stands since the inspection was made; everything beside it may be set."""

    sections = (
        ("", ["delegation kind", "reporting_organization"]),
        (_("Người trình bày"), ["presenting_organization", "presenting_person presenter_title"]),
        (_("Thời kỳ kiểm tra"), ["period_start period_end"]),
        ("", ["follow_up_of", "is_confirmed"]),
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
        ]
        labels = {
            "delegation": _("Đoàn kiểm tra"),
            "kind": _("Hình thức"),
            "presenter_title": _("Chức vụ người trình bày"),
            "period_start": pgettext_lazy("begin of a period", "Từ ngày"),
            "period_end": pgettext_lazy("end of a period", "Đến ngày"),
            "follow_up_of": _("Phúc tra của cuộc"),
        }
        help_texts = {"period_start": _("Để trống cả hai ngày: theo thời kỳ của đợt.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inspection = self.instance
        delegations = self.fields["delegation"]
        delegations.queryset = delegations.queryset.filter(campaign=inspection.campaign_id)
        delegations.empty_label = gettext("chưa phân công")
        for name in ("reporting_organization", "presenting_organization", "presenting_person"):
            self.fields[name].day = inspection.campaign.day
        earlier = self.fields["follow_up_of"]
        earlier.queryset = earlier_inspections(earlier.queryset, inspection)
        earlier.empty_label = gettext("không phải phúc tra")
        earlier.label_from_instance = lambda row: f"{row.reference} · {row.campaign.theme}"

    def clean(self):
        super().clean()
        self.refuse_backwards("period_start", "period_end")

    def refusals(self):
        return own_body_refusals(members_of(self.instance.delegation), [self.instance])

    def doubts(self):
        if "delegation" not in self.changed_data:
            return []
        return delegation_clashes(self.instance, self.instance.delegation, self.user)


def earlier_inspections(rows, inspection: Inspection):
    """Of the same body, or of those that it took over."""
    campaign, subject = inspection.campaign, inspection.subject_organization_id
    bodies = {subject, *OrganizationSuccession.objects.ancestors_of(subject, campaign.day)}
    rows = rows.filter(subject_organization__in=bodies, campaign__year__lte=campaign.year).exclude(pk=inspection.pk)
    return rows.select_related("campaign").order_by("-campaign__year", "reference")


class SessionForm(AskingForm):
    sections = (
        ("", ["kind held_on part_of_day", "place", "locality", "oral_conclusion", "is_confirmed"]),
    )  # fmt: skip
    locality = PlacePick(
        label=_("Địa bàn"), required=False, help_text=_("Để trống nếu biên bản không nêu tên xã, phường.")
    )

    class Meta:
        model = Session
        fields = ["kind", "held_on", "part_of_day", "place", "locality", "oral_conclusion"]
        labels = {
            "kind": pgettext_lazy("of a session", "Loại"),
            "held_on": _("Ngày"),
            "part_of_day": _("Buổi"),
            "place": _("Địa điểm như đã ghi"),
            "oral_conclusion": _("Kết luận tại buổi làm việc"),
        }
        widgets = {"oral_conclusion": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locality"].day = self.instance.inspection.campaign.day
        self.fields["part_of_day"].choices = [("", gettext("không ghi")), *Session.PartOfDay.choices]

    def doubts(self):
        return [*self._outside_the_campaign(), *session_clashes(self.instance, self.user)]

    def _outside_the_campaign(self) -> list[str]:
        campaign, day = self.instance.inspection.campaign, self.instance.held_on
        if not (day and campaign.starts_on and campaign.ends_on) or campaign.starts_on <= day <= campaign.ends_on:
            return []
        dates = {"start": short_date(campaign.starts_on), "end": short_date(campaign.ends_on)}
        return [gettext("Ngày này ngoài thời gian của đợt (%(start)s – %(end)s).") % dates]
