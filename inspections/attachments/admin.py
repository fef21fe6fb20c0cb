"""Admin of papers and files. A file is uploaded on the page of its owner, which also decides who sees it."""

from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import ForeignKey, QuerySet

from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.papers.models import OfficialPaper, StoredFile
from workflow.admin.filters import InScope
from workflow.admin.scoped import ReadOnlyModelAdmin, ScopedModelAdmin, ScopedTabularInline


class LinkInline(ScopedTabularInline):
    model = PaperLink


@admin.register(OfficialPaper)
class OfficialPaperAdmin(ScopedModelAdmin):
    list_display = ["title", "paper_type", "number", "dated_on", "issuer", "is_internal"]
    list_filter = ["paper_type", "is_internal", ("kept_by", InScope)]
    search_fields = ["search_text"]
    readonly_fields = ["file"]
    date_hierarchy = "dated_on"
    inlines = [LinkInline]
    offices = ["kept_by"]


@admin.register(PaperLink)
class PaperLinkAdmin(ScopedModelAdmin):
    """Links stay open after the conclusion, because its result is a paper too."""

    list_display = ["paper", "role", "campaign", "inspection", "finding", "organization"]
    list_filter = ["role", ("campaign", InScope), ("inspection", InScope)]
    list_select_related = ["paper", "campaign", "inspection", "finding", "organization"]
    search_fields = ["paper__search_text", "inspection__search_text", "campaign__search_text"]
    under = ["paper", "campaign", "inspection", "finding"]

    def choices_for(self, db_field: ForeignKey, user: AbstractBaseUser) -> QuerySet:
        """Offer only bodies with a source of the user's Board: their pages say who may attach to which."""
        rows = super().choices_for(db_field, user)
        if db_field.name != "organization":
            return rows
        return rows.filter(pk__in=PaperLink.objects.visible_to(user).order_by().values("organization"))


@admin.register(InspectionAttachment)
class InspectionAttachmentAdmin(ReadOnlyModelAdmin):
    list_display = ["file", "value", "finding", "answer", "created_at"]
    list_select_related = ["file", "value", "finding", "answer"]
    search_fields = ["value__inspection__search_text", "finding__inspection__search_text"]
    under = ["value", "finding", "answer"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyModelAdmin):
    list_display = ["original_name", "content_type", "size", "scan_state", "created_at"]
    list_filter = ["scan_state", "content_type"]
    folded_fields = ["original_name"]
    readonly_fields = ["original_name", "content_type", "size", "scan_state", "sha256", "key"]
