"""Forms of recommendations and assignments."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.organizations.pickers import OrganizationPick
from accounts.people.pickers import PersonPick
from inspections.findings.forms import _LongText
from inspections.inspections.models import Inspection
from inspections.recommendations.models import Assignment, Recommendation
from workflow.fields import PlainText
from workflow.records.forms import RecordForm
from workflow.years import refuse_impossible_year

DATE_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class OwnerFields(forms.Form):
    """The owner of an assignment and its due date: from the register, or as printed on the paper."""

    owner_organization = OrganizationPick(label=_("Đơn vị thực hiện"), required=False)
    owner_as_printed = PlainText(
        label=_("Nơi thực hiện như đã ghi"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: các địa phương. Để trống thì cổng ghi tên đơn vị."),
    )
    person = PersonPick(label=_("Người chịu trách nhiệm"), required=False)
    due_on = forms.DateField(
        label=_("Hạn"),
        required=False,
        validators=[refuse_impossible_year],
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}),
        error_messages={"invalid": _("Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019.")},
    )
    due_as_printed = PlainText(
        label=_("Hạn như đã ghi"), required=False, max_length=100, help_text=_("Ví dụ: trong quý IV.")
    )

    def begin(self, inspection: Inspection) -> None:
        """Set the day as at which bodies are found and named: the inspection's."""
        owner = self.fields["owner_organization"]
        owner.queryset = owner.queryset.or_body(inspection.subject_organization_id)
        owner.day = self.fields["person"].day = inspection.day
        owner.work = self.fields["person"].work = inspection.campaign_id

    def clean(self) -> dict:
        cleaned = super().clean()
        body = cleaned.get("owner_organization")
        if body and not cleaned.get("owner_as_printed"):
            cleaned["owner_as_printed"] = body.full_name_at(self.fields["owner_organization"].day)[:200]
        return cleaned

    @property
    def owner_values(self) -> dict:
        return {name: self.cleaned_data[name] for name in OwnerFields.base_fields}


class AssignmentForm(OwnerFields, RecordForm):
    class Meta:
        model = Assignment
        fields = ["owner_organization", "owner_as_printed", "person", "due_on", "due_as_printed"]

    def __init__(self, *args, inspection: Inspection, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.begin(inspection)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("owner_as_printed") and "owner_organization" not in self.errors:
            self.add_error("owner_as_printed", gettext("Chọn đơn vị thực hiện, hoặc ghi nơi thực hiện như văn bản."))
        return cleaned


class RecommendationForm(_LongText):
    author_organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Bên nêu"), empty_label=None)

    class Meta:
        model = Recommendation
        fields = ["text", "direction", "author_organization", "aim", "model", "position"]

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
        self.fields["aim"].widget.attrs["rows"] = 2
        self.fields["model"].empty_label = gettext("Không nêu")


class NewRecommendationForm(OwnerFields, RecommendationForm):
    """A recommendation with its first owner, if the paper names one."""

    class Meta(RecommendationForm.Meta):
        pass

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.begin(self.instance.inspection)
        self.order_fields(["text", "owner_as_printed", "owner_organization", "person", "due_on", "due_as_printed"])

    @property
    def has_owner(self) -> bool:
        return bool(self.cleaned_data["owner_as_printed"])

    def clean(self) -> dict:
        cleaned = super().clean()
        rest = [name for name in ("person", "due_on", "due_as_printed") if cleaned.get(name)]
        if rest and not cleaned.get("owner_as_printed"):
            self.add_error("owner_as_printed", gettext("Chọn đơn vị thực hiện, hoặc ghi nơi thực hiện như văn bản."))
        return cleaned
