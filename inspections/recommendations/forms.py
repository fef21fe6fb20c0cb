"""Forms of recommendations, assignments and their steps."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.organizations.pickers import OrganizationPick
from accounts.people.pickers import PersonPick
from ground.text import short_date
from inspections.campaigns.models import Campaign
from inspections.findings.forms import _LongText
from inspections.inspections.models import Inspection
from inspections.recommendations.acts import campaigns_after
from inspections.recommendations.models import Assignment, Recommendation
from workflow.fields import PlainText
from workflow.records.forms import RecordForm
from workflow.records.sections import as_written
from workflow.steps.forms import StepForm
from workflow.steps.states import Step
from workflow.years import refuse_impossible_year

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
NEEDS_OWNER = _("Chọn đơn vị thực hiện, hoặc ghi như văn bản.")


class Folded:
    """A form of which only the fields `front` are shown at first sight; the others are folded away."""

    front: tuple[str, ...] = ()

    def in_front(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in self.front]

    def in_detail(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.front]

    def is_detail_wrong(self) -> bool:
        return any(field.errors for field in self.in_detail())


class OwnerFields(forms.Form):
    """The owner of an assignment, from the register or as printed on the paper, and its due date: a date or words."""

    owner_organization = OrganizationPick(
        label=_("Đơn vị thực hiện"),
        required=False,
        help_text=_("Là đơn vị được kiểm tra, nếu không chọn khác."),
    )
    due_as_printed = PlainText(
        label=_("Hạn"),
        required=False,
        max_length=100,
        help_text=_("Ngày (31/12/2026) hoặc lời của văn bản (trong quý IV)."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    owner_as_printed = PlainText(
        label=_("Đơn vị thực hiện, theo văn bản"),
        required=False,
        max_length=200,
        help_text=_("Khi văn bản ghi chung, ví dụ: các địa phương. Để trống thì cổng ghi tên đơn vị."),
    )
    person = PersonPick(label=_("Người chịu trách nhiệm"), required=False)
    due_on = forms.DateField(
        label=_("Ngày tính hạn"),
        required=False,
        validators=[refuse_impossible_year],
        help_text=_("Khi hạn ghi bằng lời: cổng nhắc việc theo ngày này."),
    )

    def begin(self, inspection: Inspection) -> None:
        """Set the day as at which bodies are found and named: the inspection's."""
        as_written(self.fields["due_on"])
        owner = self.fields["owner_organization"]
        owner.queryset = owner.queryset.or_body(inspection.subject_organization_id)
        owner.queryset = owner.queryset.or_body(inspection.campaign.inspecting_organization_id)
        owner.day = self.fields["person"].day = inspection.day
        owner.work = self.fields["person"].work = inspection.campaign_id

    def clean(self) -> dict:
        cleaned = super().clean()
        body = cleaned.get("owner_organization")
        if body and not cleaned.get("owner_as_printed"):
            cleaned["owner_as_printed"] = body.full_name_at(self.fields["owner_organization"].day)[:200]
        self._read_due(cleaned)
        return cleaned

    def _read_due(self, cleaned: dict) -> None:
        """Take words that are nothing but a date as the date itself."""
        words = (cleaned.get("due_as_printed") or "").strip()
        if len(words.replace(".", "/").replace("-", "/").split("/")) != 3 or words.strip("0123456789./- "):
            return
        try:
            cleaned["due_on"] = forms.DateField(input_formats=DATE_FORMATS).clean(words)
            refuse_impossible_year(cleaned["due_on"])
            cleaned["due_as_printed"] = ""
        except ValidationError:
            self.add_error("due_as_printed", gettext("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."))

    @property
    def owner_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in OwnerFields.base_fields}


class AssignmentForm(Folded, OwnerFields, RecordForm):
    front = ("owner_organization", "due_as_printed")

    class Meta:
        model = Assignment
        fields = ["owner_organization", "due_as_printed", "owner_as_printed", "person", "due_on"]

    def __init__(self, *args, inspection: Inspection, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.begin(inspection)
        if self.instance.due_on and not self.instance.due_as_printed:
            self.initial["due_as_printed"], self.initial["due_on"] = short_date(self.instance.due_on), None

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("owner_as_printed") and "owner_organization" not in self.errors:
            self.add_error("owner_organization", NEEDS_OWNER)
        return cleaned


class RecommendationForm(Folded, _LongText):
    front = ("text",)

    author_organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Cơ quan nêu đề nghị"), empty_label=None
    )

    class Meta:
        model = Recommendation
        fields = ["text", "direction", "author_organization", "finding", "aim", "model", "position"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        inspection = self.instance.inspection
        bodies = {
            inspection.campaign.inspecting_organization_id,
            inspection.subject_organization_id,
            inspection.reporting_organization_id,
            inspection.presenting_organization_id,
        }
        rows = Organization.objects.filter(pk__in=bodies - {None}).prefetch_related("names")
        author = self.fields["author_organization"]
        author.queryset = rows
        author.label_from_instance = lambda body: body.full_name_at(inspection.day)
        self.fields["text"].help_text = gettext("Bắt đầu bằng động từ; không lặp lại tên đơn vị.")
        self.fields["aim"].widget.attrs["rows"] = 2
        self.fields["model"].empty_label = gettext("Không nêu")
        finding = self.fields["finding"]
        finding.queryset = finding.queryset.filter(inspection=inspection, kind="shortcoming").order_by("position")
        finding.label_from_instance = lambda each: f"{each.position}. {each}"
        finding.empty_label = gettext("Không gắn với hạn chế nào")


class NewRecommendationForm(OwnerFields, RecommendationForm):
    """A recommendation with its first owner: the inspected body, or the Board for what that body asks upward."""

    front = ("text", "owner_organization", "due_as_printed")

    class Meta(RecommendationForm.Meta):
        pass

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        inspection, is_upward = self.instance.inspection, self.instance.is_upward
        self.begin(inspection)
        board = inspection.campaign.inspecting_organization_id
        self.initial["owner_organization"] = board if is_upward else inspection.subject_organization_id
        if is_upward:
            owner = self.fields["owner_organization"]
            owner.label, owner.help_text = gettext("Nơi nhận"), gettext("Là cơ quan kiểm tra, nếu không chọn khác.")
        self.order_fields([*self.front, "owner_as_printed", "person", "due_on"])

    @property
    def has_owner(self) -> bool:
        return bool(self.cleaned_data["owner_as_printed"])

    def clean(self) -> dict:
        cleaned = super().clean()
        rest = [name for name in ("person", "due_on", "due_as_printed") if cleaned.get(name)]
        if rest and not cleaned.get("owner_as_printed"):
            self.add_error("owner_organization", NEEDS_OWNER)
        return cleaned


class LaterCampaign(forms.ModelChoiceField):
    """The later campaigns of the same Board, by code and theme."""

    def label_from_instance(self, obj: Campaign) -> str:
        return f"{obj.code} · {obj.theme}"


class AssignmentStepForm(StepForm):
    """A step of an assignment; a new due date is in the future, and not before the present one."""

    def __init__(self, step: Step, record: Assignment, *args, **kwargs) -> None:
        super().__init__(step, record, *args, **kwargs)
        if "carried_into" in self.fields:
            later = campaigns_after(record.recommendation.campaign, timezone.localdate())
            self.fields["carried_into"] = LaterCampaign(later, label=_("Chuyển sang đợt"), empty_label=None)
            self.order_fields([*step.asks, "reason"])

    def clean_due_on(self) -> date:
        return self._later("due_on")

    def clean_requested_until(self) -> date:
        return self._later("requested_until")

    def _later(self, column: str) -> date:
        day = self.cleaned_data[column]
        if day < timezone.localdate():
            raise ValidationError(gettext("Ngày này đã qua."))
        if self.record.due_on and day < self.record.due_on:
            raise ValidationError(gettext("Hạn mới trước hạn cũ (%s).") % short_date(self.record.due_on))
        return day
