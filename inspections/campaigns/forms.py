from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, OrganizationSuccession
from accounts.organizations.pickers import OrganizationPick
from accounts.people.models import User
from ground.text import short_date
from inspections.campaigns.models import Campaign, CampaignShare
from inspections.campaigns.states import CampaignState
from inspections.criteria.models import CriteriaSet
from workflow.records.sections import PlanForm

SECTIONS = (
    ("", ["theme", "code year", "inspecting_organization", "criteria_set", "set_choice"]),
    ("", ["with_delegations", "with_subjects"]),
    (_("Thời gian"), ["starts_on ends_on", "period_start period_end"]),
    (_("Hạn của từng cuộc kiểm tra"), ["notice_days report_days", "conclusion_days remedy_days"]),
    (
        _("Báo cáo tự kiểm tra của đơn vị"),
        ["report_due_on", "contact_name contact_phone", "is_confirmation_asked"],
    ),
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
            "report_due_on",
            "contact_name",
            "contact_phone",
            "is_confirmation_asked",
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
            "report_due_on": _("Hạn gửi báo cáo chung (không bắt buộc)"),
            "contact_name": _("Người đơn vị hỏi khi cần"),
            "contact_phone": _("Điện thoại"),
            "is_confirmation_asked": _("Lãnh đạo đơn vị xác nhận báo cáo trước khi gửi"),
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
        bodies.queryset = own_and_ended_bodies(bodies.queryset, self.user)
        bodies.empty_label = None
        bodies.label_from_instance = body_label
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
        if not self.fields["inspecting_organization"].disabled:
            self._hand_to_successor()

    def _hand_to_successor(self) -> None:
        """Let the successor act in an ended body's campaign from the beginning; refuse one of a year after its end."""
        body, year = self.cleaned_data.get("inspecting_organization"), self.cleaned_data.get("year")
        today = timezone.localdate()
        if body is None or year is None or not body.is_closed_at(today):
            return
        begin = self.cleaned_data.get("starts_on") or date(year, 1, 1)
        if body.is_closed_at(begin):
            message = gettext("Cơ quan này đã kết thúc từ %s: chỉ nhập được đợt bắt đầu trước ngày ấy.")
            self.add_error("inspecting_organization", message % short_date(body.closed_on))
            return
        self.instance.taken_over_by = own_heir_of(body, self.user, today)
        if self.instance.taken_over_by is None:
            message = gettext("Danh mục chưa ghi cơ quan của bạn là cơ quan kế thừa toàn bộ cơ quan này.")
            self.add_error("inspecting_organization", message)

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


def own_and_ended_bodies(bodies: QuerySet, user: User) -> QuerySet:
    """Return the bodies in whose name the user may begin a campaign, and after them those that had ended and were
    wholly succeeded by these: of them only campaigns of their own time.
    """
    return (
        bodies.filter(pk__in=user.reach.board)
        .prefetch_related("names")
        .order_by(F("closed_on").desc(nulls_first=True), "sort_key", "pk")
    )


def body_label(body: Organization) -> str:
    today = timezone.localdate()
    if not body.is_closed_at(today):
        return body.full_name_at(today)
    words = {"name": body.full_name_at(body.closed_on - timedelta(days=1)), "day": short_date(body.closed_on)}
    return gettext("%(name)s (đã kết thúc từ %(day)s)") % words


def own_heir_of(body: Organization, user: User, today: date) -> Organization | None:
    """Return the living successor of the ended body in which the user works; None where there is none."""
    heirs = OrganizationSuccession.objects.living_heirs_of([body], today)[body.pk]
    own = set(user.reach_at(today).own)
    return next((heir for heir in heirs if heir.pk in own), None)


def set_label(criteria_set: CriteriaSet) -> str:
    params = {"title": criteria_set.title, "year": criteria_set.year, "version": criteria_set.version}
    return gettext("%(title)s (năm %(year)d, bản %(version)d)") % params


def next_year_of(source: Campaign, today: date) -> dict:
    """Return the initial values of the new campaign's form: those of the source, moved to the new year."""
    year = max(source.year + 1, today.year)
    kept = [
        *("notice_days", "report_days", "conclusion_days", "remedy_days"),
        *("contact_name", "contact_phone", "is_confirmation_asked"),
    ]
    dates = ["starts_on", "ends_on", "period_start", "period_end"]
    return {
        "theme": source.theme.replace(str(source.year), str(year)),
        "code": _code_of_year(source, year),
        "year": year,
        "inspecting_organization": _body_of_year(source, year),
        **{name: getattr(source, name) for name in kept},
        **{name: moved(getattr(source, name), year - source.year) for name in dates},
    }


def _body_of_year(source: Campaign, year: int) -> int | None:
    """Return the source's inspecting body, None if it has ended by then."""
    body = source.inspecting_organization
    return None if body.is_closed_at(date(year, 1, 1)) else body.pk


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
