from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q

from inspections.criteria.checks import parts_refused
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from inspections.criteria.resources import Criteria
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ScopedModelAdmin
from workflow.admin.sheets import SheetsMixin
from workflow.registers.roles import ADMINISTRATOR, BOARD

KEEPERS = {ADMINISTRATOR, BOARD}


@admin.register(Criterion)
class CriterionAdmin(ScopedModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["search_text"]
    viewers = changers = KEEPERS


class SetCriterionInline(ReadOnlyInline):
    """Read-only; a criterion of a set is edited on its own page."""

    model = SetCriterion
    fields = ["group", "number", "label", "value_type", "unit", "max_quarter_points"]
    viewers = KEEPERS


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ScopedModelAdmin):
    list_display = ["title", "owner", "year", "version", "frozen_at"]
    list_filter = ["year", ("owner", InScope), ("frozen_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    folded_fields = ["title", "year"]
    prefetch = ["owner__names"]
    inlines = [SetCriterionInline]
    offices = ["owner"]
    frozen = Q(frozen_at__isnull=False)
    viewers = changers = KEEPERS


class SetCriterionForm(forms.ModelForm):
    def clean_parts(self) -> list[str]:
        parts = self.cleaned_data["parts"]
        refused = parts_refused(self.instance, self.initial.get("parts") or [], parts or [])
        if refused:
            raise ValidationError(refused)
        return parts


@admin.register(SetCriterion)
class SetCriterionAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [Criteria]
    form = SetCriterionForm
    list_display = ["number", "label", "criteria_set", "group", "value_type", "unit"]
    list_filter = [("criteria_set", InScope), "value_type", "direction", "frequency"]
    list_select_related = ["criteria_set"]
    search_fields = ["criterion__search_text"]
    follows = ["criteria_set"]
    viewers = changers = KEEPERS
