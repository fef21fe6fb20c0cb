from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.criteria.models import SetCriterion
from inspections.values.acts import record
from inspections.values.checks import body_had_ended, part_is_unknown
from inspections.values.forms import FigureField
from inspections.values.models import MeasuredValue
from inspections.values.numbers import FIGURES, FigureRefused
from inspections.values.periods import DAYS, NotATime, fill_period
from inspections.values.resources import Values
from inspections.values.types import figure_columns
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ScopedModelAdmin
from workflow.admin.sheets import SheetsMixin
from workflow.records.refusals import StepRefused


class ValueForm(forms.ModelForm):
    class Meta:
        field_classes = dict.fromkeys(FIGURES, FigureField)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        inspection, criterion = cleaned.get("inspection"), cleaned.get("set_criterion")
        if inspection and criterion and criterion.criteria_set_id != inspection.campaign.criteria_set_id:
            self.add_error("set_criterion", _("Chỉ tiêu này không thuộc bộ chỉ tiêu của đợt kiểm tra."))
        elif criterion and cleaned.get("printed") and not set(self.errors) & {*FIGURES}:
            self._read_figures(criterion, cleaned)
        self._read_period(cleaned)
        return cleaned

    def _read_period(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned.update(fill_period({name: cleaned.get(name) for name in [*DAYS, "precision", "period_text"]}))
        except NotATime as refused:
            self.add_error("period_text", str(refused))

    def _post_clean(self) -> None:
        super()._post_clean()
        for name, check in (("part", part_is_unknown), ("about_organization", body_had_ended)):
            fault = "" if self.errors else check(self.instance)
            if fault:
                self.add_error(name, fault)

    def _read_figures(self, criterion: SetCriterion, cleaned: dict[str, Any]) -> None:
        """Fill in the figures from the print; columns of an earlier print don't count for a new one."""
        is_new_print = "printed" in self.changed_data
        names = [*FIGURES, "is_estimate"]
        typed = {name: cleaned.get(name) for name in names if name in self.changed_data or not is_new_print}
        try:
            cleaned.update(figure_columns(criterion, cleaned["printed"], typed))
        except FigureRefused as refused:
            self.add_error("printed", str(refused))

    def validate_constraints(self) -> None:
        """Validate the unique constraint with the computed period key, which Django would leave out because it isn't
        typed.
        """
        self.instance.period_key = self.instance.reckoned_period_key()
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions() - {"period_key"})
        except ValidationError as errors:
            self._update_errors(errors)


class ValueInline(ReadOnlyInline):
    """Read-only; a value is edited on its own page, where there is room for its figures and its source."""

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

    def save_model(self, request: HttpRequest, obj: MeasuredValue, form: ValueForm, change: bool) -> None:
        """Refuse with 403 where a conclusion, or another value, came between the form and its saving."""
        try:
            record(obj, request.user, revision=obj.revision if change else None)
        except StepRefused as refused:
            raise PermissionDenied(" ".join(refused.messages)) from refused
