"""Documents in the admin: what was issued is looked at, a Board's drafts are its own to change."""

from django.contrib import admin
from django.db.models import Q

from reports.documents.models import Document, DocumentTemplate, DocumentText, NumberRegister, TakenNumber
from reports.documents.states import FROZEN
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyInline, ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline


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
