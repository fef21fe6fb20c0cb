from django.contrib import admin
from django.db.models import Q

from danvan.admin import InScope, ReadOnlyInline, ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline
from inspections.acts import follow_if_concluded
from inspections.admin.campaigns import ENDED
from inspections.admin.forms import OneCampaignForm
from inspections.models import Answer, Assignment, Cause, Finding, MobilizationModel, Recommendation
from inspections.resources.findings import Findings, Recommendations
from workflow.sheet_admin import SheetsMixin


class CauseInline(ScopedTabularInline):
    model = Cause


@admin.register(Finding)
class FindingAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [Findings]
    form = OneCampaignForm
    list_display = ["__str__", "kind", "severity", "inspection", "criterion", "is_internal"]
    list_filter = ["kind", "severity", "is_internal", ("campaign", InScope), ("inspection", InScope)]
    list_select_related = ["inspection", "criterion"]
    search_fields = ["search_text", "inspection__search_text", "campaign__search_text", "criterion__search_text"]
    inlines = [CauseInline]
    follows = ["campaign", "inspection"]


@admin.register(Cause)
class CauseAdmin(ScopedModelAdmin):
    list_display = ["__str__", "kind", "finding"]
    list_filter = ["kind", ("finding__campaign", InScope)]
    list_select_related = ["finding"]
    search_fields = ["finding__inspection__search_text", "finding__campaign__search_text"]
    follows = ["finding"]


class AssignmentInline(ScopedTabularInline):
    model = Assignment
    fields = ["owner_organization", "owner_as_printed", "person", "due_on", "due_as_printed", "state"]
    show_change_link = True


@admin.register(Recommendation)
class RecommendationAdmin(SheetsMixin, ScopedModelAdmin):
    resource_classes = [Recommendations]
    form = OneCampaignForm
    list_display = ["__str__", "direction", "inspection", "author_organization"]
    list_filter = ["direction", ("campaign", InScope), ("inspection", InScope)]
    list_select_related = ["inspection", "author_organization"]
    search_fields = [
        "search_text",
        "inspection__search_text",
        "campaign__search_text",
        "author_organization__search_text",
    ]
    prefetch = ["author_organization__names"]
    inlines = [AssignmentInline]
    follows = ["campaign", "inspection"]


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ["kind", "actor", "created_at"]
    readonly_fields = ["created_at"]
    related = ["actor"]


@admin.register(Assignment)
class AssignmentAdmin(ScopedModelAdmin):
    """The work goes on after the conclusion, until the campaign is closed."""

    list_display = ["owner_as_printed", "recommendation", "due_on", "due_as_printed", "state"]
    list_filter = ["state", ("recommendation__campaign", InScope)]
    list_select_related = ["recommendation"]
    search_fields = ["recommendation__inspection__search_text", "owner_organization__search_text"]
    date_hierarchy = "due_on"
    inlines = [AnswerInline]
    under = ["recommendation"]
    frozen = Q(recommendation__campaign__state__in=ENDED)

    def save_model(self, request, obj, form, change):
        """Given to somebody after the conclusion: from now on the portal follows it."""
        super().save_model(request, obj, form, change)
        follow_if_concluded(obj.recommendation.inspection)

    def choices_for(self, db_field, user):
        rows = super().choices_for(db_field, user)
        return rows.exclude(campaign__state__in=ENDED) if db_field.name == "recommendation" else rows


@admin.register(Answer)
class AnswerAdmin(ReadOnlyModelAdmin):
    """Somebody's own words, given with a step."""

    list_display = ["__str__", "kind", "assignment", "actor", "created_at"]
    list_filter = ["kind", ("assignment__recommendation__campaign", InScope)]
    list_select_related = ["assignment", "actor"]
    search_fields = ["assignment__recommendation__inspection__search_text", "actor__search_text"]
    under = ["assignment"]


@admin.register(MobilizationModel)
class MobilizationModelAdmin(ScopedModelAdmin):
    list_display = ["name", "field", "organization"]
    list_filter = ["field", ("organization", InScope)]
    list_select_related = ["organization"]
    folded_fields = ["name"]
    prefetch = ["organization__names"]
