from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Cổng Dân vận")

    def ready(self) -> None:
        """Register panels on the lower apps' pages, kinds of histories, tasks, what batches do and what steps bind."""
        from ground import health
        from portal.bound import BINDS
        from portal.campaigns import bulk  # noqa: F401  it registers what a batch does with an item
        from portal.home.papers import paper_tasks
        from portal.home.reports import report_tasks
        from portal.home.tasks import FURTHER_TASKS
        from portal.mails.scanner import scanner_tasks
        from portal.mails.sending import mend_tries
        from portal.mails.tasks import mail_tasks
        from portal.recommendations import carrying  # noqa: F401  so does it
        from portal.server.tasks import server_tasks, silent_worker
        from workflow.jobs import clock
        from workflow.steps.bound import BOUND

        FURTHER_TASKS.extend([paper_tasks, report_tasks, mail_tasks, scanner_tasks, server_tasks])
        health.FURTHER.append(silent_worker)
        BOUND.update(BINDS)
        clock.menders.append(mend_tries)
        self._register_panels()
        self._register_histories()

    def _register_panels(self) -> None:
        from accounts.models import Organization, Person
        from ground import panels
        from localities.models import Locality
        from portal import panels as own
        from portal.exchange.panels import inout_panel

        panels.register(Locality, own.place_inspections)
        panels.register(panels.ListPage, inout_panel)
        panels.register(Person, own.person_delegations)
        recommended = (own.body_assignments, own.body_petitions)
        papers = (own.body_papers, own.body_sources)
        for panel in (own.body_campaigns, own.body_inspections, own.body_returning, *recommended, *papers):
            panels.register(Organization, panel)

    def _register_histories(self) -> None:
        from portal.histories import KINDS, SCOPES
        from workflow.history import kinds, scopes

        for kind in KINDS:
            kinds.register(kind)
        for model, scope in SCOPES.items():
            scopes.register(model, scope)
