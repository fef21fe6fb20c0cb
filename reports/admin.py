"""The papers: what a unit has sent and what was issued is looked at; a Board's drafts are its own to change."""

from django.contrib import admin
from django.db.models import Q

from danvan.admin import InScope, ReadOnlyInline, ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline
from reports.documents.states import FROZEN
from reports.models import (
    Document,
    DocumentTemplate,
    DocumentText,
    Dossier,
    NumberRegister,
    ReturnItem,
    Round,
    SectionText,
    SubmissionAttachment,
    TakenNumber,
)


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


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(ScopedModelAdmin):
    list_display = ["kind", "version", "organization", "frozen_at"]
    list_filter = ["kind", ("organization", InScope)]
    list_select_related = ["organization"]
    search_fields = ["organization__search_text"]
    prefetch = ["organization__names"]
    offices = ["organization"]
    frozen = Q(frozen_at__isnull=False)


class DocumentTextInline(ScopedTabularInline):
    model = DocumentText
    fields = ["slot", "text"]


@admin.register(Document)
class DocumentAdmin(ScopedModelAdmin):
    """Facts, bytes and code are made with the document. One may be written after the conclusion."""

    list_display = ["__str__", "issuing_organization", "inspection", "campaign", "effective_on", "state"]
    list_filter = ["state", "kind", "is_internal", ("issuing_organization", InScope)]
    list_select_related = ["issuing_organization", "inspection", "campaign"]
    search_fields = ["inspection__search_text", "campaign__search_text"]
    readonly_fields = ["facts", "pdf", "sha256", "check_code"]
    date_hierarchy = "effective_on"
    prefetch = ["issuing_organization__names"]
    inlines = [DocumentTextInline]
    offices = ["issuing_organization"]
    under = ["inspection", "campaign"]
    frozen = Q(state__in=FROZEN)


@admin.register(DocumentText)
class DocumentTextAdmin(ScopedModelAdmin):
    list_display = ["slot", "document", "changed_at"]
    list_filter = ["slot"]
    list_select_related = ["document"]
    search_fields = ["document__inspection__search_text"]
    readonly_fields = ["fact_sha256"]
    follows = ["document"]


class TakenNumberInline(ReadOnlyInline):
    model = TakenNumber
    fields = ["document", "cancelled_reason"]
    related = ["document"]


@admin.register(NumberRegister)
class NumberRegisterAdmin(ReadOnlyModelAdmin):
    list_display = ["kind", "series", "organization", "last"]
    list_filter = ["kind", "series", ("organization", InScope)]
    list_select_related = ["organization"]
    search_fields = ["organization__search_text"]
    prefetch = ["organization__names"]
    inlines = [TakenNumberInline]


@admin.register(TakenNumber)
class TakenNumberAdmin(ReadOnlyModelAdmin):
    list_display = ["printed", "register", "document", "cancelled_reason"]
    list_filter = [("register__organization", InScope)]
    list_select_related = ["register", "document"]
    search_fields = ["register__organization__search_text"]
