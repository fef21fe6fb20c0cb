from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = _("Kiểm tra")

    def ready(self) -> None:
        """Import modules that register themselves, and register with lower rooms what upper ones know."""
        from inspections.attachments import checks as attachments  # noqa: F401
        from inspections.attachments.infected import tell_sender
        from inspections.campaigns import acts as campaign_acts  # noqa: F401
        from inspections.campaigns import checks as campaigns  # noqa: F401
        from inspections.findings import checks as findings  # noqa: F401
        from inspections.inspections import checks as inspections  # noqa: F401
        from inspections.papers.uploads.scanning import mend_waiting, when_infected
        from inspections.recommendations import acts as recommendation_acts  # noqa: F401
        from inspections.recommendations import checks as recommendations  # noqa: F401
        from inspections.recommendations import ladder  # noqa: F401
        from workflow.jobs import clock

        when_infected.append(tell_sender)
        clock.menders.append(mend_waiting)
        self._register_ways()
        self._register_checks()
        self._register_choices()

    def _register_ways(self) -> None:
        """Register by what of upper rooms the rows of lower ones are seen."""
        from inspections.attachments.ways import (
            decisions_on_delegations,
            files_attached,
            papers_linked,
            papers_of_inspection,
        )
        from inspections.campaigns.querysets import CampaignQuerySet
        from inspections.inspections.querysets import campaigns_delegated, campaigns_notified
        from inspections.papers.querysets import OfficialPaperQuerySet, StoredFileQuerySet

        CampaignQuerySet.ways_inside.add(campaigns_delegated)
        CampaignQuerySet.ways_outside.add(campaigns_notified)
        OfficialPaperQuerySet.upper_ways.add(papers_linked)
        OfficialPaperQuerySet.upper_ways.add(decisions_on_delegations)
        OfficialPaperQuerySet.inspection_ways.add(papers_of_inspection)
        StoredFileQuerySet.upper_ways.add(files_attached)

    def _register_checks(self) -> None:
        """Register what lower rooms and the reader of sheets check by functions of upper rooms."""
        from ground.sheets import files
        from inspections.criteria.checks import declaration_checks
        from inspections.papers.uploads import pending
        from inspections.papers.uploads.judge import refuse_secret_table
        from inspections.values.types import faults_of
        from workflow.records.drafts import sweepers

        declaration_checks.append(faults_of)
        sweepers.append(pending.sweep)
        files.register_content_check(refuse_secret_table)

    def _register_choices(self) -> None:
        """Register whom a delegation may name in forms, and where a campaign's work is."""
        from accounts.organizations.querysets import OrganizationQuerySet
        from accounts.people.querysets import PersonQuerySet
        from inspections.delegations.querysets import is_delegated
        from inspections.inspections.querysets import people_of_work, places_inspected
        from workflow.records.pickers import register_places_of_work

        OrganizationQuerySet.name_any.append(is_delegated)
        PersonQuerySet.ways_to_name.append(people_of_work)
        register_places_of_work(places_inspected)
