"""Row scope of the work. Everything hangs on two questions about an inspection:

who stands inside (the inspecting body and the delegation: drafts and internal remarks too), and
who looks from outside (the inspected body, bodies it is shared with, viewers: only what is agreed or published).
"""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from inspections.states import (
    ASSIGNMENT_STEPS,
    CAMPAIGN_STEPS,
    CONCLUDED,
    INSPECTION_STEPS,
    MINUTES_AGREED,
    REPORT_ASKED,
    UNTOLD,
    CampaignState,
)
from workflow.querysets import SearchableQuerySet, StatefulQuerySet
from workflow.states import expected_states


def _rows(name):
    return apps.get_model("inspections", name)._default_manager


def _may_see_catalogues(user) -> bool:
    return user.is_administrator or bool(user.reach.board)


def _now_member(user, prefix: str, **role) -> Q:
    """The user's person is a member of the delegation today; `prefix` leads to the delegation."""
    today = timezone.localdate()
    members = _rows("DelegationMember").filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today), person=user.person_id, ends_on__gt=today, **role
    )
    return Q(**{f"{prefix}__in": members.values("delegation")})


def _running(prefix: str = "") -> Q:
    """In an open campaign of a body that still is: what a body left behind when it ended is read, not worked on."""
    return _is_there(f"{prefix}inspecting_organization") & Q(**{f"{prefix}state": CampaignState.OPEN})


def _is_there(body: str) -> Q:
    return Q(**{f"{body}__closed_on__isnull": True}) | Q(**{f"{body}__closed_on__gt": timezone.localdate()})


class CatalogueQuerySet(models.QuerySet):
    """Criteria, sets, models of mobilisation: the trade's common words, for those who work with them."""

    def visible_to(self, user):
        return self.all() if _may_see_catalogues(user) else self.none()


class SearchableCatalogueQuerySet(CatalogueQuerySet, SearchableQuerySet):
    pass


class CampaignQuerySet(StatefulQuerySet, SearchableQuerySet):
    def inside(self, user):
        """Campaigns of the bodies in whose name the user leads or works."""
        return self.filter(inspecting_organization__in=user.reach.board)

    def visible_to(self, user):
        """Inside it or in its delegation; or one with an inspection seen or shared with the user: drafts never."""
        inspections = _rows("Inspection")
        own = inspections.inside(user).values("campaign")
        inside = Q(inspecting_organization__in=user.reach.board) | Q(pk__in=own)
        seen = inspections.outside(user).values("campaign")
        shared = _rows("CampaignShare").filter(organization__in=user.reach.board | user.reach.viewer)
        told = ~Q(state=CampaignState.DRAFT) & (Q(pk__in=seen) | Q(pk__in=shared.values("campaign")))
        return self.filter(inside | told)

    def running(self):
        return self.filter(_running())

    def waiting_for(self, user):
        """Campaigns with an expected step that is this user's to take."""
        mine = Q(inspecting_organization__in=user.reach.leader, state__in=expected_states(CAMPAIGN_STEPS)["leader"])
        return self.filter(mine)


class OfCampaignQuerySet(models.QuerySet):
    """Delegations and shares: for those inside the campaign, and a delegation for its own members."""

    def visible_to(self, user):
        own = Q(campaign__in=_rows("Campaign").inside(user))
        return self.filter(own | _now_member(user, "pk")) if self.model.__name__ == "Delegation" else self.filter(own)


class OfDelegationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(delegation__in=_rows("Delegation").visible_to(user))


class InspectionQuerySet(StatefulQuerySet, SearchableQuerySet):
    def inside(self, user):
        """Inspections of the user's Board and of delegations the user is a member of today."""
        board = Q(campaign__inspecting_organization__in=user.reach.board)
        return self.filter(board | _now_member(user, "delegation"))

    def outside(self, user):
        """What the inspected side, bodies shared with and viewers may know of; never what is only planned."""
        unit = (
            Q(subject_organization__in=user.reach.unit)
            | Q(reporting_organization__in=user.reach.unit)
            | Q(presenting_organization__in=user.reach.unit)
        )
        shares = _rows("CampaignShare")
        shared = Q(campaign__in=shares.filter(organization__in=user.reach.board).values("campaign"))
        shown = Q(campaign__inspecting_organization__in=user.reach.viewer) | Q(
            campaign__in=shares.filter(organization__in=user.reach.viewer).values("campaign")
        )
        told = self.exclude(state__in=UNTOLD).exclude(campaign__state=CampaignState.DRAFT)
        return told.filter(unit | shared | (shown & Q(state__in=CONCLUDED)))

    def with_hats(self):
        """Loads what `hats_of` reads, so that a list asks no more for each row."""
        return self.select_related("campaign__inspecting_organization", "delegation").prefetch_related(
            "delegation__members"
        )

    def waiting_for(self, user):
        """Running inspections with an expected step that is this user's to take."""
        mine = Q(pk__in=[])
        for hat, states in expected_states(INSPECTION_STEPS).items():
            mine |= _stands_as(user, hat) & Q(state__in=states)
        return self.filter(mine & _running("campaign__"))

    def report_due_from(self, user):
        """Running inspections whose self-report the user's body has still to hand in."""
        links = _rows("PaperLink").filter(role="submitted", inspection__isnull=False)
        mine = Q(reporting_organization__in=user.reach.unit, state__in=REPORT_ASKED)
        rows = self.filter(mine & _running("campaign__") & _is_there("reporting_organization"))
        return rows.exclude(pk__in=links.values("inspection"))

    def visible_to(self, user):
        inside, outside = self.model._default_manager.inside(user), self.model._default_manager.outside(user)
        return self.filter(Q(pk__in=inside.values("pk")) | Q(pk__in=outside.values("pk")))


class OfInspectionQuerySet(models.QuerySet):
    """Rows that everyone who sees the inspection sees: its sessions."""

    def visible_to(self, user):
        return self.filter(inspection__in=_rows("Inspection").visible_to(user))


def _stands_as(user, hat: str) -> Q:
    """Inspections before which the user stands in one hat."""
    if hat in ("leader", "staff"):
        return Q(campaign__inspecting_organization__in=getattr(user.reach, hat))
    return _now_member(user, "delegation", role=hat)


def _agreed(user):
    """Inspections seen from outside whose minutes both sides have agreed."""
    return _rows("Inspection").outside(user).filter(state__in=MINUTES_AGREED)


class MeasuredValueQuerySet(models.QuerySet):
    def current(self):
        return self.filter(superseded_by__isnull=True)

    def visible_to(self, user):
        """Inside all; outside what the unit itself reported, and the other sides' figures once minutes are agreed."""
        inspections = _rows("Inspection")
        return self.filter(
            Q(inspection__in=inspections.inside(user))
            | Q(inspection__in=inspections.outside(user), side="reported")
            | Q(inspection__in=_agreed(user))
        )


def _inside(user) -> Q:
    """Rows of an inspection, or of its whole campaign, that the user stands inside of."""
    inspections = _rows("Inspection").inside(user)
    campaigns = Q(campaign__in=_rows("Campaign").inside(user)) | Q(campaign__in=inspections.values("campaign"))
    return Q(inspection__in=inspections) | (campaigns & Q(inspection__isnull=True))


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Remarks about the whole campaign (no inspection) are for the Board and its delegations."""
        inside = _inside(user)
        return self.filter(inside | Q(inspection__in=_agreed(user), is_internal=False))


class CauseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(finding__in=_rows("Finding").visible_to(user))


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_inside(user) | Q(inspection__in=_agreed(user)))


class AssignmentQuerySet(StatefulQuerySet):
    def visible_to(self, user):
        """A recommendation's readers, and within other people's recommendations one's own share of the work."""
        own = Q(owner_organization__in=user.reach.unit, recommendation__inspection__state__in=CONCLUDED)
        own &= ~Q(recommendation__campaign__state=CampaignState.DRAFT)
        return self.filter(Q(recommendation__in=_rows("Recommendation").visible_to(user)) | own)

    def with_hats(self):
        """Loads what `hats_of` reads, so that a list asks no more for each row."""
        above = "recommendation__inspection"
        return self.select_related(
            "owner_organization",
            f"{above}__campaign__inspecting_organization",
            f"{above}__delegation",
            "recommendation__campaign__inspecting_organization",
        ).prefetch_related("answers", f"{above}__delegation__members")

    def waiting_for(self, user):
        """Assignments with an expected step that is this user's to take: as owner, or on the inspecting side."""
        inspections = _rows("Inspection").filter(_running("campaign__"))
        mine = Q(pk__in=[])
        for hat, states in expected_states(ASSIGNMENT_STEPS).items():
            side = (
                Q(owner_organization__in=user.reach.unit)
                if hat == "owner"
                else Q(recommendation__inspection__in=inspections.filter(_stands_as(user, hat)))
            )
            mine |= side & Q(state__in=states)
        live = Q(recommendation__inspection__in=inspections.filter(state__in=CONCLUDED))
        return self.visible_to(user).filter(mine & live)


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__in=_rows("Assignment").visible_to(user))


class PaperLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Inside: links of what one stands inside of. Outside: of one's inspections, no internal paper, no draft."""
        inspections = _rows("Inspection")
        inside = (
            Q(campaign__in=_rows("Campaign").inside(user))
            | Q(inspection__in=inspections.inside(user))
            | Q(finding__in=_rows("Finding").filter(inspection__in=inspections.inside(user)))
        )
        outside = Q(inspection__in=inspections.outside(user)) | Q(finding__in=_rows("Finding").visible_to(user))
        return self.filter(inside | (outside & Q(paper__is_internal=False) & self._published()))

    def _published(self) -> Q:
        """A result is for the outside once the conclusion is out, however early its paper was attached."""
        concluded = Q(inspection__state__in=CONCLUDED) | Q(finding__inspection__state__in=CONCLUDED)
        return ~Q(role="result") | concluded

    def notices(self):
        """Conclusion notices that can be published: with number and date, not internal; the newest first."""
        told = {"paper__paper_type": "TB", "paper__dated_on__isnull": False, "paper__is_internal": False}
        return self.filter(role="result", **told).exclude(paper__number="").order_by("-pk")

    def reports(self):
        """Self-reports that came in; the newest, which counts, first."""
        return self.filter(role="submitted", paper__paper_type="BC").order_by("-pk")


class OfficialPaperQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        linked = _rows("PaperLink").visible_to(user).values("paper")
        return self.filter(Q(kept_by__in=user.reach.board) | Q(pk__in=linked))

    def linked_to(self, inspection):
        """Papers of the inspection and of its campaign: what a value of it can be taken from."""
        links = _rows("PaperLink").filter(Q(inspection=inspection.pk) | Q(campaign=inspection.campaign_id))
        return self.filter(pk__in=links.values("paper"))


class OfAttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            Q(value__in=_rows("MeasuredValue").visible_to(user))
            | Q(finding__in=_rows("Finding").visible_to(user))
            | Q(answer__in=_rows("Answer").visible_to(user))
        )


class StoredFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A file has no scope of its own: it is seen through a paper or an attachment that is seen."""
        attached = _rows("InspectionAttachment").visible_to(user).values("file")
        return self.filter(Q(papers__in=_rows("OfficialPaper").visible_to(user)) | Q(pk__in=attached)).distinct()
