from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.organizations.pickers import OrganizationPick
from inspections.campaigns.models import Campaign, CampaignShare
from inspections.campaigns.states import CampaignState
from inspections.criteria.forms import own_bodies
from inspections.criteria.models import CriteriaSet
from workflow.records.sections import PlanForm

SECTIONS = (
    ("", ["theme", "code year", "inspecting_organization", "criteria_set", "set_choice"]),
    ("", ["with_delegations", "with_subjects"]),
    (_("Thời gian"), ["starts_on ends_on", "period_start period_end"]),
    (_("Hạn của từng cuộc kiểm tra"), ["notice_days report_days", "conclusion_days remedy_days"]),
)


class CampaignForm(PlanForm):
    sections = SECTIONS

    class Meta:
        model = Campaign
        fields = [
            "theme",
            "code",
            "year",
            "inspecting_organization",
            "criteria_set",
            "starts_on",
            "ends_on",
            "period_start",
            "period_end",
            "notice_days",
            "report_days",
            "conclusion_days",
            "remedy_days",
        ]
        labels = {
            "theme": _("Tên đợt kiểm tra"),
            "code": _("Mã đợt"),
            "year": _("Năm"),
            "inspecting_organization": _("Cơ quan kiểm tra"),
            "criteria_set": _("Bộ chỉ tiêu"),
            "starts_on": _("Bắt đầu ngày"),
            "ends_on": _("Kết thúc ngày"),
            "period_start": _("Thời kỳ kiểm tra từ ngày"),
            "period_end": pgettext_lazy("end of a period", "Đến ngày"),
            "notice_days": _("Thông báo trước buổi làm việc (ngày)"),
            "report_days": _("Báo cáo gửi trước buổi làm việc (ngày)"),
            "conclusion_days": _("Kết luận sau buổi làm việc (ngày)"),
            "remedy_days": _("Báo cáo khắc phục sau kết luận (ngày)"),
        }
        help_texts = {
            "theme": _("Như ghi trong kế hoạch, ví dụ “Năm dân vận chính quyền” 2019."),
            "code": _("Chữ không dấu và số, ví dụ DVCQ2027. Đứng đầu mã của từng cuộc kiểm tra."),
        }
        error_messages = {
            "code": {
                "unique": _("Mã này đã có đợt khác dùng."),
                "invalid": _("Chỉ dùng chữ không dấu, số, gạch nối."),
            },
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.fields["inspecting_organization"]
        bodies.queryset = own_bodies(bodies.queryset, self.user)
        bodies.empty_label = None
        if "criteria_set" in self.fields:
            self.fields["criteria_set"].label_from_instance = set_label
        if not self.instance._state.adding:
            self._freeze_what_stands()

    def _freeze_what_stands(self):
        campaign = self.instance
        is_open, is_begun = campaign.state != CampaignState.DRAFT, campaign.inspections.exists()
        if is_open or is_begun:
            bodies = self.fields["inspecting_organization"]
            bodies.queryset = Organization.objects.filter(pk=campaign.inspecting_organization_id)
            names = ["code", "inspecting_organization", *(["year"] if is_open else [])]
            self.freeze(*names, why=gettext("Không đổi được nữa: đợt đã có cuộc kiểm tra hoặc đã mở."))
        if is_open or campaign.inspections.filter(values__isnull=False).exists():
            self.freeze("criteria_set", why=gettext("Không đổi được nữa: đợt đã mở hoặc đã có số liệu."))

    def clean(self) -> None:
        super().clean()
        self.refuse_backwards("starts_on", "ends_on")
        self.refuse_backwards("period_start", "period_end")

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise ValidationError(gettext("Ghi năm bằng bốn chữ số, ví dụ 2027."))
        return year


class CampaignCopyForm(CampaignForm):
    """Next year's campaign, filled in from last year's."""

    SAME, COPY = "same", "copy"

    set_choice = forms.ChoiceField(
        label=_("Bộ chỉ tiêu"),
        choices=[
            (SAME, _("Dùng lại bộ chỉ tiêu của đợt trước")),
            (COPY, _("Chép thành bộ mới của năm này, còn sửa được")),
        ],
        initial=SAME,
        widget=forms.RadioSelect,
    )
    with_subjects = forms.BooleanField(
        label=_("Đưa đơn vị của đợt trước vào đợt mới, theo bảng bên dưới"), required=False, initial=True
    )
    with_delegations = forms.BooleanField(
        label=_("Chép các đoàn của đợt trước với thành viên; đơn vị về lại đoàn cũ"), required=False, initial=True
    )

    class Meta(CampaignForm.Meta):
        fields = [name for name in CampaignForm.Meta.fields if name != "criteria_set"]

    def __init__(self, *args, source: Campaign, **kwargs) -> None:
        kwargs["initial"] = {**next_year_of(source, timezone.localdate()), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.source = source
        self.instance.criteria_set = source.criteria_set
        self.instance.copied_from = source

    @property
    def day(self) -> date:
        """Return the date as at which bodies of the new campaign are looked up."""
        cleaned = getattr(self, "cleaned_data", {})
        year = cleaned.get("year") or self.initial["year"]
        starts_on = cleaned.get("starts_on") if self.is_bound else self.initial["starts_on"]
        return starts_on or date(year, 1, 1)


def set_label(criteria_set: CriteriaSet) -> str:
    params = {"title": criteria_set.title, "year": criteria_set.year, "version": criteria_set.version}
    return gettext("%(title)s (năm %(year)d, bản %(version)d)") % params


def next_year_of(source: Campaign, today: date) -> dict:
    """Return the initial values of the new campaign's form: those of the source, moved to the new year."""
    year = max(source.year + 1, today.year)
    kept = ["notice_days", "report_days", "conclusion_days", "remedy_days"]
    dates = ["starts_on", "ends_on", "period_start", "period_end"]
    return {
        "theme": source.theme.replace(str(source.year), str(year)),
        "code": _code_of_year(source, year),
        "year": year,
        "inspecting_organization": source.inspecting_organization_id,
        **{name: getattr(source, name) for name in kept},
        **{name: moved(getattr(source, name), year - source.year) for name in dates},
    }


def _code_of_year(source: Campaign, year: int) -> str:
    code = source.code.replace(str(source.year), str(year))
    code = code if code != source.code else f"{source.code[:15]}-{year}"
    return f"{code[:18]}-2" if Campaign.objects.filter(code=code).exists() else code


def moved(day: date | None, years: int) -> date | None:
    """Return the day in a later year; 29/02 becomes 28/02 where the year has none. None for None."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class ShareForm(PlanForm):
    sections = (("", ["organization"]),)
    organization = OrganizationPick(label=_("Cơ quan được xem"))

    class Meta:
        model = CampaignShare
        fields = ["organization"]

    def clean_organization(self) -> Organization:
        body = self.cleaned_data["organization"]
        if body.pk == self.instance.campaign.inspecting_organization_id:
            raise ValidationError(gettext("Đây chính là cơ quan kiểm tra."))
        if self.instance.campaign.shares.filter(organization=body).exists():
            raise ValidationError(gettext("Cơ quan này đã được xem đợt."))
        return body
