"""Scope of self-reports: the unit sees its own; those who inspect see only rounds that they have opened."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.people.models import User
from inspections.campaigns.querysets import is_running, is_there
from inspections.inspections.states import REPORT_EXPECTED
from inspections.models import Inspection
from inspections.scope import built_once
from reports.submissions.states import WITH_THE_UNIT, DossierState
from workflow.models import AccessLog
from workflow.records.models import Record
from workflow.records.querysets import StatefulQuerySet


def _round_rows():
    from reports.submissions.models import Round  # which names its queryset here

    return Round._default_manager


def _dossier_rows():
    from reports.submissions.models import Dossier  # which names its queryset here

    return Dossier._default_manager


UNOPENED = Q(state=DossierState.REQUESTED, is_opened=False)  # of rows `with_opened`


def _is_own(user: User) -> Q:
    unit = user.reach.unit
    theirs = Q(reporting_organization__in=unit) | Q(inspection__subject_organization__in=unit)
    return theirs & Q(inspection__in=Inspection.objects.outside(user))


def _is_inside(user: User) -> Q:
    return Q(inspection__in=Inspection.objects.inside(user))


class DossierQuerySet(StatefulQuerySet):
    @built_once
    def own(self, user: User) -> Self:
        """Return the reports of bodies in whose name the user writes, or which the report is about, as far as they
        know of the inspection.
        """
        return self.filter(_is_own(user))

    @built_once
    def inside(self, user: User) -> Self:
        return self.filter(_is_inside(user))

    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the reports whose state, days and rounds' receipts the user may see, whatever they hold.

        By conditions on the row: SQLite goes through a list of the reports' own ids once for each inspection.
        """
        return self.filter(_is_inside(user) | _is_own(user))

    def awaited(self) -> Self:
        """Return the reports that lie with a body that is there and may send them, in campaigns that run."""
        runs = is_running("inspection__campaign__") & is_there("reporting_organization")
        return self.filter(runs, state__in=WITH_THE_UNIT, inspection__state__in=REPORT_EXPECTED)

    def with_opened(self) -> Self:
        """Annotate `is_opened`: whether one of the unit's people has opened the report to be written (access log)."""
        visits = AccessLog.objects.filter(
            kind=AccessLog.Kind.OPENED,
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
        )
        return self.annotate(is_opened=Exists(visits))

    def for_pages(self) -> Self:
        """Load what the report's pages say of it and ask about roles."""
        above = "inspection"
        return self.select_related(
            f"{above}__campaign__inspecting_organization", f"{above}__campaign__taken_over_by", f"{above}__delegation",
            f"{above}__subject_organization__locality", "reporting_organization",
        )  # fmt: skip

    def for_saving(self) -> Self:
        """Load no more than a save asks: who may write the report, and where its page is. While people write, a save
        comes every few seconds from each.
        """
        campaign, of_campaign = "inspection__campaign", ("state", "inspecting_organization", "taken_over_by")
        bodies = ["reporting_organization", f"{campaign}__inspecting_organization", f"{campaign}__taken_over_by"]
        return self.select_related(*bodies).only(
            "inspection", "reporting_organization", "state", "confirmed_at",
            "inspection__reference", "inspection__campaign",
            *(f"{campaign}__{name}" for name in of_campaign), *(f"{body}__closed_on" for body in bodies),
        )  # fmt: skip


class SectionTextQuerySet(models.QuerySet):
    """Texts as they are being written: the unit's own."""

    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(dossier__in=_dossier_rows().own(user))


class DraftValueQuerySet(SectionTextQuerySet):
    """Values as they are being written: the unit's own."""


class RoundQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the unit's own rounds, and for those who inspect the ones that one of them has opened."""
        dossiers = _dossier_rows()
        is_opened = Q(opened_at__isnull=False, dossier__in=dossiers.inside(user))
        return self.filter(Q(dossier__in=dossiers.own(user)) | is_opened)

    def not_withdrawn(self) -> Self:
        return self.filter(withdrawn_at=None)


class OfRoundQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(round__in=_round_rows().visible_to(user))


class SubmissionFileQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the files of own reports, and for those who inspect the ones of rounds that were opened."""
        own = Q(dossier__in=_dossier_rows().own(user))
        opened = self.model.rounds.through.objects.filter(round__in=_round_rows().visible_to(user))
        return self.filter(own | Q(pk__in=opened.values("submissionattachment")))

    def current(self) -> Self:
        """Return those that belong to the report as it stands now."""
        return self.filter(removed_at=None)

    def in_use(self) -> Self:
        """Return those that belong to the report now, or to a round of it."""
        return self.filter(Q(removed_at=None) | Q(rounds__isnull=False)).distinct()

    def of_campaign(self, campaign: Record) -> Self:
        return self.filter(dossier__inspection__campaign=campaign).in_use()

    def with_versions(self) -> Self:
        """Annotate `version`: which file of its name it is in its part, those that were taken out counted."""
        in_part = ("dossier", "section", "part", "file__original_name")
        same = self.model._default_manager.annotate(of_criterion=Coalesce("set_criterion_id", 0)).filter(
            of_criterion=Coalesce(OuterRef("set_criterion_id"), 0),
            pk__lte=OuterRef("pk"),
            **{name: OuterRef(name) for name in in_part},
        )
        counted = same.order_by().values("dossier").annotate(n=Count("pk")).values("n")
        return self.annotate(version=Subquery(counted))

    def for_names(self) -> Self:
        """Load what the files' names are made of."""
        above = "dossier__inspection"
        rows = self.select_related("file", "set_criterion", f"{above}__campaign", f"{above}__subject_organization")
        return rows.prefetch_related(f"{above}__subject_organization__names", f"{above}__sessions")
