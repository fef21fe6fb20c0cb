from django.contrib import admin
from django.db.models import Field, Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.people.models import User
from inspections.findings.models import Finding
from inspections.inspections.acts import reference_for
from inspections.inspections.admin import ENDED, OneCampaignForm, SessionInline, ShownState, StateAsShown
from inspections.inspections.models import Inspection
from inspections.inspections.resources import Inspections
from inspections.inspections.states import CONCLUDED
from inspections.recommendations.acts import follow_if_concluded
from inspections.recommendations.models import Answer, Assignment, MobilizationModel, Recommendation
from inspections.recommendations.resources import Recommendations
from inspections.values.admin import ValueInline
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline
from workflow.admin.sheets import SheetsMixin


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
    """Assignments stay open after the conclusion, until the campaign is closed."""

    list_display = ["owner_as_printed", "recommendation", "due_on", "due_as_printed", "state"]
    list_filter = ["state", ("recommendation__campaign", InScope)]
    list_select_related = ["recommendation"]
    search_fields = ["recommendation__inspection__search_text", "owner_organization__search_text"]
    date_hierarchy = "due_on"
    inlines = [AnswerInline]
    under = ["recommendation"]
    frozen = Q(recommendation__campaign__state__in=ENDED)

    def save_model(self, request: HttpRequest, obj: Model | None, form: ModelForm, change: bool) -> None:
        """Save the assignment; after the conclusion this moves the inspection to follow-up."""
        super().save_model(request, obj, form, change)
        follow_if_concluded(obj.recommendation.inspection)

    def choices_for(self, db_field: Field, user: User) -> QuerySet:
        rows = super().choices_for(db_field, user)
        return rows.exclude(campaign__state__in=ENDED) if db_field.name == "recommendation" else rows


@admin.register(Answer)
class AnswerAdmin(ReadOnlyModelAdmin):
    """Read-only: answers are written with a step."""

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


class FindingInline(ReadOnlyInline):
    model = Finding
    fields = ["kind", "position", "severity", "is_internal"]


class RecommendationInline(ReadOnlyInline):
    model = Recommendation
    fields = ["direction", "position"]


@admin.register(Inspection)
class InspectionAdmin(SheetsMixin, StateAsShown, ScopedModelAdmin):
    resource_classes = [Inspections]
    form = OneCampaignForm
    list_display = ["reference", "subject_organization", "campaign", "kind", "state_shown"]
    list_filter = [ShownState, "kind", ("campaign", InScope)]
    list_select_related = ["campaign", "subject_organization"]
    search_fields = ["search_text"]
    readonly_fields = ["reference"]
    prefetch = ["subject_organization__names"]
    inlines = [SessionInline, ValueInline, FindingInline, RecommendationInline]
    follows = ["campaign", "delegation"]
    history_at = ["campaign"]
    frozen = Q(state__in=CONCLUDED)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Make the campaign read-only once stored, because the reference was made from it."""
        return [*super().get_readonly_fields(request, obj), *(["campaign"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: Model | None, form: ModelForm, change: bool) -> None:
        obj.reference = obj.reference or reference_for(obj.campaign, obj.subject_organization)
        super().save_model(request, obj, form, change)
