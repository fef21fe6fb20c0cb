"""Forms of findings and their causes."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.inputs import excerpt
from ground.text import nfc
from inspections.criteria.models import Criterion, SetCriterion
from inspections.findings.models import Cause, Finding
from inspections.inspections.models import Inspection
from inspections.values.placeholders import PLACE_HOLDER
from workflow.records.forms import RecordForm


class CriterionOfSet(forms.ModelChoiceField):
    """The criteria of the inspection's own set, by their numbers there."""

    def label_from_instance(self, criterion: SetCriterion) -> str:
        return f"{criterion.number} {criterion.label}"


class _LongText(RecordForm):
    """A form whose first field is a text of several lines."""

    has_placeholders = False  # whether {2.1} in the text becomes the value of criterion 2.1

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.has_placeholders:
            self.fields["text"].help_text = gettext("Ghi số như đã in: ô này không thay {2.1} bằng số của chỉ tiêu.")
        self.fields["text"].widget.attrs["rows"] = 3
        self.fields["text"].error_messages["required"] = gettext("Ghi nội dung.")

    def clean_text(self) -> str:
        text = nfc(self.cleaned_data["text"]).strip()
        found = None if self.has_placeholders else PLACE_HOLDER.search(text)
        if found:
            raise ValidationError(
                gettext("Ô này không thay “%s” bằng số của chỉ tiêu. Ghi số như đã in.") % excerpt(found.group())
            )
        return text


class FindingForm(_LongText):
    has_placeholders = True

    criterion = CriterionOfSet(
        Criterion.objects.none(), label=_("Chỉ tiêu"), required=False, empty_label=_("Không nêu")
    )

    class Meta:
        model = Finding
        fields = ["text", "severity", "criterion", "source", "position", "is_internal", "repeats"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        finding = self.instance
        annotations = {"number": F("uses__number"), "label": F("uses__label"), "rank": F("uses__order")}
        criteria = Criterion.objects.filter(uses__criteria_set=finding.inspection.campaign.criteria_set_id)
        self.fields["criterion"].queryset = criteria.annotate(**annotations).order_by("rank")
        self.fields["text"].help_text = gettext("Kể số liệu bằng số chỉ tiêu trong ngoặc nhọn, ví dụ {2.1}.")
        if finding.kind == Finding.Kind.STRENGTH:
            del self.fields["severity"], self.fields["repeats"]
        else:
            self.fields["severity"].required = True
            self._offer_earlier()

    def _offer_earlier(self) -> None:
        """Offer earlier shortcomings of the same body."""
        field, inspection = self.fields["repeats"], self.instance.inspection
        field.queryset = field.queryset.shortcomings_before(inspection)
        field.empty_label = gettext("Không lặp lại")


class CauseForm(_LongText):
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=Cause.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn khách quan hoặc chủ quan.")},
    )

    class Meta:
        model = Cause
        fields = ["text", "kind", "finding"]

    def __init__(self, *args, inspection: Inspection, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["finding"]
        field.queryset = field.queryset.filter(inspection=inspection, kind=Finding.Kind.SHORTCOMING).order_by(
            "position"
        )
        field.empty_label = None
