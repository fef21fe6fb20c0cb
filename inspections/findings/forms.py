"""Forms of findings and their causes."""

from django import forms
from django.db.models import Case, F, When
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.text import nfc
from inspections.criteria.models import Criterion, SetCriterion
from inspections.findings.listings import texts_of
from inspections.findings.models import Cause, Finding
from inspections.inspections.models import Inspection
from workflow.records.forms import RecordForm


class CriterionOfSet(forms.ModelChoiceField):
    """The criteria of the inspection's own set, by their numbers there."""

    def label_from_instance(self, criterion: SetCriterion) -> str:
        return f"{criterion.number} {criterion.label}"


class _LongText(RecordForm):
    """A form whose first field is a text of several lines."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 3
        self.fields["text"].error_messages["required"] = gettext("Ghi nội dung.")

    def clean_text(self) -> str:
        return nfc(self.cleaned_data["text"]).strip()


class FindingForm(_LongText):
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
        if finding.kind == Finding.Kind.STRENGTH:
            del self.fields["severity"], self.fields["repeats"]
        else:
            self.fields["severity"].required = True
            self._offer_earlier()

    def _offer_earlier(self) -> None:
        """Offer earlier shortcomings of the same body, those of the same criterion first."""
        field, inspection = self.fields["repeats"], self.instance.inspection
        alike = Case(When(criterion=self.instance.criterion_id, then=0), default=1)
        rows = field.queryset.shortcomings_before(inspection).select_related("campaign", "criterion")
        field.queryset = rows.order_by(alike, "-campaign__year", "position", "pk")
        field.empty_label = gettext("Không lặp lại")
        texts = texts_of(list(field.queryset), self.user)
        field.label_from_instance = lambda each: earlier_label(each, texts.get(each.pk, each.text))


def earlier_label(finding: Finding, text: str) -> str:
    """Return "2025 · Đối thoại với Nhân dân: Chưa đối thoại định kỳ", `text` with its values put in."""
    text = Truncator(text).chars(100)
    words = f"{finding.criterion.name}: {text}" if finding.criterion else text
    return f"{finding.campaign.year} · {words}"


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
