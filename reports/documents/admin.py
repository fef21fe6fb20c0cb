"""Admin of how bodies lay out and number their papers: kept by administrators; Boards may read their own."""

from django.contrib import admin

from reports.documents.models import PaperSettings
from reports.documents.registers.models import Term
from workflow.admin.scoped import ScopedModelAdmin
from workflow.registers.roles import ADMINISTRATOR, BOARD

READERS, KEEPERS = {ADMINISTRATOR, BOARD}, {ADMINISTRATOR}


@admin.register(PaperSettings)
class PaperSettingsAdmin(ScopedModelAdmin):
    history_at = ["organization"]
    list_display = ["organization", "layout", "line_height_pt", "end_mark", "tone"]
    search_fields = ["organization__search_text"]
    prefetch = ["organization__names"]
    viewers, changers = READERS, KEEPERS


@admin.register(Term)
class TermAdmin(ScopedModelAdmin):
    history_at = ["organization"]
    list_display = ["name", "organization", "starts_on"]
    search_fields = ["organization__search_text"]
    prefetch = ["organization__names"]
    viewers, changers = READERS, KEEPERS
