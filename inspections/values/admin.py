from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from inspections.values.models import MeasuredValue
from inspections.values.resources import Values
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ScopedModelAdmin
from workflow.admin.sheets import SheetsMixin


class DecimalAsTyped(forms.DecimalField):
    """ "94,49" and "94.49" alike, in either language."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value):
        text = str(value or "").replace(" ", "")
        return super().to_python(text.replace(",", ".") if text.count(",") == 1 and "." not in text else value)


class ValueForm(forms.ModelForm):
    class Meta:
        field_classes = dict.fromkeys(["numerator", "denominator", "number"], DecimalAsTyped)

    def clean(self):
        cleaned = super().clean()
        inspection, asked = cleaned.get("inspection"), cleaned.get("set_criterion")
        if inspection and asked and asked.criteria_set_id != inspection.campaign.criteria_set_id:
            self.add_error("set_criterion", _("Chỉ tiêu này không thuộc bộ chỉ tiêu của đợt kiểm tra."))
        return cleaned

    def validate_constraints(self):
        """The key of the period is reckoned, not typed, and Django checks typed fields only."""
        self.instance.period_key = self.instance.reckoned_period_key()
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() - {"period_key"})
        except ValidationError as errors:
            self._update_errors(errors)


class ValueInline(ReadOnlyInline):
    """To read through; a value is edited on its own page, where there is room for its figures and its source."""

    model = MeasuredValue
    fields = ["set_criterion", "side", "period_text", "as_of"]
    related = ["set_criterion"]


@admin.register(MeasuredValue)
class MeasuredValueAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [Values]
    form = ValueForm
    list_display = ["printed", "set_criterion", "inspection", "about_organization", "side", "period_key"]
    list_filter = ["side", "is_estimate", ("inspection__campaign", InScope), ("inspection", InScope)]
    list_select_related = ["inspection", "set_criterion", "about_organization"]
    search_fields = ["inspection__search_text", "set_criterion__criterion__search_text"]
    prefetch = ["about_organization__names"]
    follows = ["inspection"]
