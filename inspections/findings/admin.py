from django.contrib import admin

from inspections.findings.models import Cause, Finding
from inspections.findings.resources import Findings
from inspections.inspections.admin import OneCampaignForm
from workflow.admin.filters import InScope
from workflow.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from workflow.admin.sheets import SheetsMixin


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
