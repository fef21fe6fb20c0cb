from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Báo cáo và văn bản")

    def ready(self) -> None:
        from inspections.papers.querysets import StoredFileQuerySet
        from inspections.papers.uploads.scanning import when_infected
        from inspections.values.checks import further_doubts
        from reports.documents.issue import background, steps  # noqa: F401  they register themselves
        from reports.documents.press import system_checks  # noqa: F401  registers itself
        from reports.documents.querysets import files_of_documents
        from reports.histories import KINDS, SCOPES
        from reports.submissions import acts, checks  # noqa: F401  they register themselves
        from reports.submissions.files import files_of_reports, tell_sender
        from reports.submissions.following import arrivals, bulk, corrections, handover, notices  # noqa: F401  and so do they, after the acts
        from workflow.history import kinds, scopes

        _follow_openings()
        _register_panels()
        for kind in KINDS:
            kinds.register(kind)
        StoredFileQuerySet.upper_ways.add(files_of_documents)
        StoredFileQuerySet.upper_ways.add(files_of_reports)
        when_infected.append(tell_sender)
        further_doubts.append(corrections.reason_wanted)
        for model, scope in SCOPES.items():
            scopes.register(model, scope)


def _follow_openings() -> None:
    """Enter reports into the book after what opens their rounds, which is registered before."""
    from reports.documents.registers import incoming  # noqa: F401  registers itself


def _register_panels() -> None:
    from ground import panels
    from ground.panels import ListPage
    from inspections.models import Campaign, Inspection
    from reports.documents.panels import campaign_panel, certificates_link, inspection_panel, outgoing_link
    from reports.submissions.panels import campaign_reports

    panels.register(Inspection, inspection_panel)
    panels.register(Campaign, campaign_reports)
    panels.register(Campaign, campaign_panel)
    for incoming in ("paper_list", "arrival_list"):
        panels.register(ListPage(incoming), outgoing_link)
    panels.register(ListPage("account_list"), certificates_link)
