from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Kiểm tra")

    def ready(self):
        from danvan import panels, sheet_files
        from inspections import acts, bulk, checks  # noqa: F401  they register what steps and batches need and bring
        from inspections.exchange.panels import inout_panel
        from inspections.histories import KINDS, SCOPES
        from inspections.panels import (
            body_assignments,
            body_campaigns,
            body_inspections,
            body_papers,
            person_delegations,
            place_inspections,
        )
        from inspections.uploads.judge import refuse_secret_table
        from workflow import event_scopes, history

        sheet_files.register_content_check(refuse_secret_table)
        panels.register("locality", place_inspections)
        panels.register("list", inout_panel)
        panels.register("person", person_delegations)
        for panel in (body_campaigns, body_inspections, body_assignments, body_papers):
            panels.register("organization", panel)
        for kind in KINDS:
            history.register(kind)
        for model, scope in SCOPES.items():
            event_scopes.register(model, scope)
