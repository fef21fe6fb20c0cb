from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.campaigns.models import Campaign, CampaignShare
from inspections.campaigns.states import CampaignState
from inspections.delegations.models import Delegation, DelegationMember
from inspections.inspections.models import Inspection, Session
from inspections.inspections.states import InspectionState
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ScopedModelAdmin, ScopedStackedInline, ScopedTabularInline

ENDED = [CampaignState.CLOSED, CampaignState.CANCELLED]


class ShareInline(ScopedTabularInline):
    model = CampaignShare


class DelegationInline(ScopedTabularInline):
    model = Delegation
    fields = ["number", "decision_paper", "starts_on", "ends_on"]
    show_change_link = True


class StateAsShown:
    """Shows of an inspection's state what the user may read, and offers no other way to it."""

    exclude = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_shown_state(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Inspection | None = None) -> list[str]:
        fields = super().get_readonly_fields(request, obj)
        return ["state_shown" if name == "state" else name for name in fields]

    @admin.display(description=Inspection._meta.get_field("state").verbose_name, ordering="shown_state")
    def state_shown(self, inspection: Inspection) -> str:
        return inspection.shown_label


class ShownState(admin.SimpleListFilter):
    """Filters inspections by the state that the user may read."""

    title = Inspection._meta.get_field("state").verbose_name
    parameter_name = "shown_state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return InspectionState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(shown_state=self.value()) if self.value() else queryset


class InspectionInline(StateAsShown, ReadOnlyInline):
    model = Inspection
    fields = ["kind", "subject_organization", "delegation", "state_shown"]
    related = ["subject_organization", "delegation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("subject_organization__names")


@admin.register(Campaign)
class CampaignAdmin(ScopedModelAdmin):
    exclude = ["is_confirmation_asked"]  # nothing reads it yet
    list_display = ["code", "theme", "year", "inspecting_organization", "criteria_set", "state"]
    list_filter = ["state", "year", ("inspecting_organization", InScope)]
    list_select_related = ["inspecting_organization", "criteria_set"]
    search_fields = ["search_text"]
    prefetch = ["inspecting_organization__names"]
    inlines = [ShareInline, DelegationInline, InspectionInline]
    offices = ["inspecting_organization"]
    frozen = Q(state__in=ENDED)


@admin.register(CampaignShare)
class CampaignShareAdmin(ScopedModelAdmin):
    list_display = ["campaign", "organization"]
    list_filter = [("campaign", InScope)]
    list_select_related = ["campaign", "organization"]
    search_fields = ["campaign__search_text", "organization__search_text"]
    prefetch = ["organization__names"]
    follows = ["campaign"]


class MemberInline(ScopedTabularInline):
    model = DelegationMember
    fields = ["position", "person", "title_as_printed", "organization", "role", "starts_on", "ends_on"]


@admin.register(Delegation)
class DelegationAdmin(ScopedModelAdmin):
    list_display = ["__str__", "campaign", "starts_on", "ends_on"]
    list_filter = [("campaign", InScope)]
    list_select_related = ["campaign"]
    search_fields = ["campaign__search_text", "members__person__search_text"]
    inlines = [MemberInline]
    follows = ["campaign"]


@admin.register(DelegationMember)
class DelegationMemberAdmin(ScopedModelAdmin):
    list_display = ["person", "role", "delegation", "campaign", "starts_on", "last_day"]
    list_filter = ["role", ("delegation__campaign", InScope)]
    list_select_related = ["person", "delegation__campaign"]
    search_fields = ["person__search_text"]
    follows = ["delegation"]

    @admin.display(description=Campaign._meta.verbose_name, ordering="delegation__campaign")
    def campaign(self, member: DelegationMember) -> Campaign:
        return member.delegation.campaign


class OneCampaignForm(forms.ModelForm):
    """Verifies that the related records of a row belong to the campaign it names."""

    def clean(self) -> dict:
        cleaned = super().clean()
        campaign = getattr(cleaned.get("campaign"), "pk", self.instance.campaign_id)
        for name in ("delegation", "inspection"):
            part = cleaned.get(name)
            if part is not None and part.campaign_id != campaign:
                self.add_error(name, _("Mục này thuộc một đợt kiểm tra khác."))
        return cleaned


class SessionInline(ScopedStackedInline):
    model = Session
    fields = [
        "kind",
        ("held_on", "part_of_day"),
        ("starts_at", "ends_at"),
        "place",
        "locality",
        "participants",
        "oral_conclusion",
    ]


@admin.register(Session)
class SessionAdmin(ScopedModelAdmin):
    list_display = ["__str__", "inspection", "held_on", "part_of_day", "starts_at", "ends_at", "place"]
    list_filter = ["kind", ("inspection__campaign", InScope)]
    list_select_related = ["inspection"]
    search_fields = ["inspection__search_text"]
    date_hierarchy = "held_on"
    follows = ["inspection"]
