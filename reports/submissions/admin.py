"""Self-reports in the admin: looked at."""

from django.contrib import admin

from reports.submissions.models import Dossier, ReturnItem, Round, SectionText, SubmissionAttachment
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ReadOnlyModelAdmin, ScopedModelAdmin


class RoundInline(ReadOnlyInline):
    model = Round
    fields = ["submitted_at", "submitted_by"]
    related = ["submitted_by"]


@admin.register(Dossier)
class DossierAdmin(ScopedModelAdmin):
    list_display = ["inspection", "reporting_organization", "due_on", "state"]
    list_filter = ["state", ("inspection__campaign", InScope)]
    list_select_related = ["inspection", "reporting_organization"]
    search_fields = ["inspection__search_text", "reporting_organization__search_text"]
    date_hierarchy = "due_on"
    prefetch = ["reporting_organization__names"]
    inlines = [RoundInline]
    follows = ["inspection"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("inspection")  # `str` names it


@admin.register(Round)
class RoundAdmin(ReadOnlyModelAdmin):
    list_display = ["__str__", "dossier", "submitted_at", "submitted_by"]
    list_filter = [("dossier__inspection__campaign", InScope)]
    list_select_related = ["dossier__inspection", "submitted_by"]
    search_fields = ["dossier__inspection__search_text"]
    date_hierarchy = "submitted_at"
    under = ["dossier"]


@admin.register(SectionText)
class SectionTextAdmin(ReadOnlyModelAdmin):
    """The unit's own words."""

    list_display = ["section", "dossier", "changed_at"]
    list_filter = ["section", ("dossier__inspection__campaign", InScope)]
    list_select_related = ["dossier__inspection"]
    search_fields = ["dossier__inspection__search_text"]
    under = ["dossier"]


@admin.register(ReturnItem)
class ReturnItemAdmin(ReadOnlyModelAdmin):
    """What went back to the unit with a step."""

    list_display = ["reason_code", "round", "section", "set_criterion", "note"]
    list_filter = ["reason_code", ("round__dossier__inspection__campaign", InScope)]
    list_select_related = ["round", "set_criterion"]
    search_fields = ["round__dossier__inspection__search_text"]
    under = ["round"]


@admin.register(SubmissionAttachment)
class SubmissionAttachmentAdmin(ReadOnlyModelAdmin):
    list_display = ["file", "round", "section_text", "created_at"]
    list_select_related = ["file", "round", "section_text"]
    search_fields = ["round__dossier__inspection__search_text", "section_text__dossier__inspection__search_text"]
    under = ["round", "section_text"]
