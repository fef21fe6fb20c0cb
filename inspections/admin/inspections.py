from django.contrib import admin
from django.db.models import Q

from danvan.admin import InScope, ReadOnlyInline, ScopedModelAdmin, ScopedStackedInline
from inspections.acts import reference_for
from inspections.admin.forms import OneCampaignForm, ValueForm
from inspections.models import Finding, Inspection, MeasuredValue, Recommendation, Session
from inspections.resources.inspections import Inspections
from inspections.resources.values import Values
from inspections.states import CONCLUDED
from workflow.sheet_admin import SheetsMixin


class SessionInline(ScopedStackedInline):
    model = Session
    fields = ["kind", "held_on", "part_of_day", "place", "locality", "oral_conclusion"]


class ValueInline(ReadOnlyInline):
    """To read through; a value is edited on its own page, where there is room for its figures and its source."""

    model = MeasuredValue
    fields = ["set_criterion", "side", "period_text", "as_of"]
    related = ["set_criterion"]


class FindingInline(ReadOnlyInline):
    model = Finding
    fields = ["kind", "position", "severity", "is_internal"]


class RecommendationInline(ReadOnlyInline):
    model = Recommendation
    fields = ["direction", "position"]


@admin.register(Inspection)
class InspectionAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [Inspections]
    form = OneCampaignForm
    list_display = ["reference", "subject_organization", "campaign", "kind", "state"]
    list_filter = ["state", "kind", ("campaign", InScope)]
    list_select_related = ["campaign", "subject_organization"]
    search_fields = ["search_text"]
    readonly_fields = ["reference"]
    prefetch = ["subject_organization__names"]
    inlines = [SessionInline, ValueInline, FindingInline, RecommendationInline]
    follows = ["campaign", "delegation"]
    told_in = ["campaign"]
    frozen = Q(state__in=CONCLUDED)

    def get_readonly_fields(self, request, obj=None):
        """The reference was made from the campaign and stays."""
        return [*super().get_readonly_fields(request, obj), *(["campaign"] if obj else [])]

    def save_model(self, request, obj, form, change):
        obj.reference = obj.reference or reference_for(obj.campaign, obj.subject_organization)
        super().save_model(request, obj, form, change)


@admin.register(Session)
class SessionAdmin(ScopedModelAdmin):
    list_display = ["__str__", "inspection", "held_on", "part_of_day", "place"]
    list_filter = ["kind", ("inspection__campaign", InScope)]
    list_select_related = ["inspection"]
    search_fields = ["inspection__search_text"]
    date_hierarchy = "held_on"
    follows = ["inspection"]


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
