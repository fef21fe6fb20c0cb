"""Admin of how bodies lay out and number their papers: kept by administrators; Boards may read their own.

Documents, their texts and numbers are written on pages of their own alone. A row of the register of papers that an
issue wrote is view-only.
"""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q

from inspections.attachments.admin import OfficialPaperAdmin
from reports.documents.models import PaperSettings
from reports.documents.registers.models import NumberRegister, Term
from reports.documents.states import FROZEN
from workflow.admin.scoped import ScopedModelAdmin
from workflow.registers.roles import ADMINISTRATOR, BOARD

READERS, KEEPERS = {ADMINISTRATOR, BOARD}, {ADMINISTRATOR}

OfficialPaperAdmin.frozen = Q(file__documents__state__in=FROZEN)


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
    # Its name is the series of the registers that were begun in it.
    frozen = Q(Exists(NumberRegister.objects.filter(organization=OuterRef("organization"), series=OuterRef("name"))))
    viewers, changers = READERS, KEEPERS
