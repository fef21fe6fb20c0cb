from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Báo cáo và văn bản")

    def ready(self) -> None:
        from ground import panels
        from inspections.models import Inspection
        from inspections.papers.querysets import StoredFileQuerySet
        from reports.documents.issue import steps  # noqa: F401  registers itself
        from reports.documents.panels import drafts_panel
        from reports.documents.press import system_checks  # noqa: F401  registers itself
        from reports.documents.querysets import files_of_documents
        from reports.histories import SCOPES
        from workflow.history import scopes

        panels.register(Inspection, drafts_panel)
        StoredFileQuerySet.upper_ways.add(files_of_documents)
        for model, scope in SCOPES.items():
            scopes.register(model, scope)
