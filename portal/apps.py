from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Cổng Dân vận")

    def ready(self) -> None:
        """Register panels on the lower apps' pages, the kinds of histories, and what batches do."""
        from accounts.models import Organization, Person
        from ground import panels
        from localities.models import Locality
        from portal.campaigns import bulk  # noqa: F401  it registers what a batch does with an item
        from portal.exchange.panels import inout_panel
        from portal.histories import KINDS
        from portal.panels import (
            body_assignments,
            body_campaigns,
            body_inspections,
            body_papers,
            person_delegations,
            place_inspections,
        )
        from workflow.history import kinds

        panels.register(Locality, place_inspections)
        panels.register(panels.ListPage, inout_panel)
        panels.register(Person, person_delegations)
        for panel in (body_campaigns, body_inspections, body_assignments, body_papers):
            panels.register(Organization, panel)
        for kind in KINDS:
            kinds.register(kind)
        from portal.histories import SCOPES
        from workflow.history import scopes

        for model, scope in SCOPES.items():
            scopes.register(model, scope)
