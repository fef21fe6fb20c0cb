"""Row scope of the work. Everything hangs on two questions about an inspection:

who stands inside (the inspecting body and the delegation: drafts and internal remarks too), and
who looks from outside (the inspected body, bodies it is shared with, viewers: only what is agreed or published).
"""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from inspections.states import (
    ASSIGNMENT_STEPS,
    CAMPAIGN_STEPS,
    CONCLUDED,
    INSPECTION_STEPS,
    MINUTES_AGREED,
    REPORT_ASKED,
    TOLD,
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


# --- The two questions, told as conditions -------------------------------------------------------------------------
# `to` leads from the asked rows to the inspection ("inspection__"), or to the row that hangs on one ("finding__").
# For those who reach many they are conditions on the very row, and none that an index could be led by: a page of a
# long list is then read in its order and no further. Those who reach few are led to these.
def _sees_few(user) -> bool:
    return not user.reach.board and not user.reach.viewer


class ScopedQuerySet(models.QuerySet):
    """`ways(user)`: conditions, each of which is a way to see a row."""

    def visible_to(self, user):
        ways = self.ways(user)
        if not _sees_few(user):
            return self.filter(reduce(or_, ways))
        # One by one, for each by itself leads to its rows; joined by OR they lead nowhere.
        first, *others = (self.model._default_manager.filter(way).order_by().values("pk") for way in ways)
        return self.filter(pk__in=first.union(*others))

    def ways(self, user) -> list[Q]:
        raise NotImplementedError


def _inside(user, to: str = "") -> Q:
    """Of the user's Board, or of a delegation the user is a member of today."""
    if to and _sees_few(user):
        return Q(**{f"{to}in": _rows("Inspection").inside(user)})
    member = _now_member(user, f"{to}delegation")
    if not user.reach.board:  # what a user has no hat for is not even asked: the long conditions cost by themselves
        return member
    return Q(**{f"{to}campaign__inspecting_organization__in": user.reach.board}) | member


def _outside(user, to: str = "", states: list = TOLD) -> Q:
    """What the inspected side, bodies shared with and viewers may know of, where it is in one of `states`."""
    if to and _sees_few(user):
        return Q(**{f"{to}in": _rows("Inspection").outside(user).filter(state__in=states)})
    ways = [_of_unit(user, to)] if user.reach.unit else []
    if user.reach.board:
        ways.append(Q(**{f"{to}campaign__in": _shared_with(user.reach.board)}))
    if user.reach.viewer:
        own = Q(**{f"{to}campaign__inspecting_organization__in": user.reach.viewer})
        shared = Q(**{f"{to}campaign__in": _shared_with(user.reach.viewer)})
        ways.append((own | shared) & Q(**{f"{to}state__in": CONCLUDED}))
    if not ways:
        return Q(pk__in=[])
    told = Q(**{f"{to}state__in": states}) & ~Q(**{f"{to}campaign__state": CampaignState.DRAFT})
    return told & reduce(or_, ways)


def _of_unit(user, to: str = "") -> Q:
    """Of bodies in whose name the user writes or speaks."""
    return (
        Q(**{f"{to}subject_organization__in": user.reach.unit})
        | Q(**{f"{to}reporting_organization__in": user.reach.unit})
        | Q(**{f"{to}presenting_organization__in": user.reach.unit})
    )


def _shared_with(organizations):
    return _rows("CampaignShare").filter(organization__in=organizations).values("campaign")


def _inside_whole_campaign(user, to: str = "") -> Q:
    """Remarks without an inspection: for the Board and its delegations."""
    delegated = _rows("Inspection").filter(_now_member(user, "delegation")).values("campaign")
    board = Q(**{f"{to}campaign__inspecting_organization__in": user.reach.board})
    campaigns = board | Q(**{f"{to}campaign__in": delegated})
    return campaigns & Q(**{f"{to}inspection__isnull": True})


def _finding_ways(user, to: str = "") -> list[Q]:
    return [_inside(user, f"{to}inspection__"), *_beside_inside(user, to)]


def _beside_inside(user, to: str = "") -> list[Q]:
    """Remarks about a whole campaign, and what the outside may know of an inspection's."""
    open_ones = _outside(user, f"{to}inspection__", MINUTES_AGREED) & Q(**{f"{to}is_internal": False})
    return [_inside_whole_campaign(user, to), open_ones]


def _recommendation_ways(user, to: str = "") -> list[Q]:
    agreed = _outside(user, f"{to}inspection__", MINUTES_AGREED)
    return [_inside(user, f"{to}inspection__"), _inside_whole_campaign(user, to), agreed]


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
        own = Q(pk__in=_rows("Inspection").filter(_now_member(user, "delegation")).values("campaign"))
        inside = own | Q(inspecting_organization__in=user.reach.board) if user.reach.board else own
        told = self._told(user)
        return self.filter(reduce(or_, told) & ~Q(state=CampaignState.DRAFT) | inside if told else inside)

    def _told(self, user) -> list[Q]:
        """What a user has no hat for is not even asked."""
        reach, inspections, ways = user.reach, _rows("Inspection"), []
        if reach.unit:
            ways.append(Q(pk__in=inspections.filter(_of_unit(user), state__in=TOLD).values("campaign")))
        if reach.viewer:
            concluded = Exists(inspections.filter(campaign=OuterRef("pk"), state__in=CONCLUDED))
            ways.append(Q(inspecting_organization__in=reach.viewer) & concluded)
        if reach.board or reach.viewer:
            ways.append(Q(pk__in=_shared_with(reach.board | reach.viewer)))
        return ways

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


class InspectionQuerySet(ScopedQuerySet, StatefulQuerySet, SearchableQuerySet):
    def inside(self, user):
        """Inspections of the user's Board and of delegations the user is a member of today."""
        return self.filter(_inside(user))

    def outside(self, user):
        """What the inspected side, bodies shared with and viewers may know of; never what is only planned."""
        return self.filter(_outside(user))

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

    def ways(self, user):
        return [_inside(user), _outside(user)]


class OfInspectionQuerySet(ScopedQuerySet):
    """Rows that everyone who sees the inspection sees: its sessions."""

    def ways(self, user):
        return [_inside(user, "inspection__"), _outside(user, "inspection__")]


def _stands_as(user, hat: str) -> Q:
    """Inspections before which the user stands in one hat."""
    if hat in ("leader", "staff"):
        return Q(campaign__inspecting_organization__in=getattr(user.reach, hat))
    return _now_member(user, "delegation", role=hat)


class MeasuredValueQuerySet(ScopedQuerySet):
    def current(self):
        return self.filter(superseded_by__isnull=True)

    def ways(self, user):
        """Inside all; outside what the unit itself reported, and the other sides' figures once minutes are agreed."""
        told = Q(side="reported") | Q(inspection__state__in=MINUTES_AGREED)
        return [_inside(user, "inspection__"), _outside(user, "inspection__") & told]


class FindingQuerySet(ScopedQuerySet, SearchableQuerySet):
    def ways(self, user):
        return _finding_ways(user)

    def shortcomings_before(self, inspection):
        """What the same body, or one that it succeeded, was told in campaigns of earlier years."""
        body = inspection.subject_organization_id
        same = Q(inspection__subject_organization=body) | Q(inspection__subject_organization__successions__new=body)
        return self.filter(same, kind="shortcoming", campaign__year__lt=inspection.campaign.year).distinct()


class CauseQuerySet(ScopedQuerySet):
    def ways(self, user):
        return _finding_ways(user, "finding__")


class RecommendationQuerySet(ScopedQuerySet, SearchableQuerySet):
    def ways(self, user):
        return _recommendation_ways(user)


class AssignmentQuerySet(ScopedQuerySet, StatefulQuerySet):
    def ways(self, user):
        """A recommendation's readers, and within other people's recommendations one's own share of the work."""
        own = Q(owner_organization__in=user.reach.unit, recommendation__inspection__state__in=CONCLUDED)
        own &= ~Q(recommendation__campaign__state=CampaignState.DRAFT)
        return [*_recommendation_ways(user, "recommendation__"), own]

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

    def by_owners(self, user):
        """What this user answered on the side that carries the recommendation out: who did can't verify it."""
        return self.filter(actor=user.pk, kind__in=self.model.OWNERS_KINDS)


class PaperLinkQuerySet(ScopedQuerySet):
    def ways(self, user):
        """Inside: links of what one stands inside of. Outside: of one's inspections, no internal paper, no draft."""
        told = Q(paper__is_internal=False) & self._published()
        whole_campaign, open_ones = _beside_inside(user, "finding__")
        inside = [_inside(user, "inspection__"), _inside(user, "finding__inspection__")]
        if user.reach.board:
            inside.append(Q(campaign__inspecting_organization__in=user.reach.board))
        outside = [_outside(user, "inspection__"), whole_campaign, open_ones]
        if not _sees_few(user):  # they are joined anyway: what is asked of each of them is asked once
            outside = [reduce(or_, outside)]
        return [*inside, *(way & told for way in outside)]

    def _published(self) -> Q:
        """A result is for the outside once the conclusion is out, however early its paper was attached."""
        return ~Q(role="result") | Q(inspection__state__in=CONCLUDED) | Q(finding__inspection__state__in=CONCLUDED)

    def notices(self):
        """Conclusion notices that can be published: with number and date, not internal; the newest first."""
        told = {"paper__paper_type": "TB", "paper__dated_on__isnull": False, "paper__is_internal": False}
        return self.filter(role="result", **told).exclude(paper__number="").order_by("-pk")

    def reports(self):
        """Self-reports that came in; the newest, which counts, first."""
        return self.filter(role="submitted", paper__paper_type="BC").order_by("-pk")


class OfficialPaperQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        links = _rows("PaperLink").visible_to(user)
        if _sees_few(user):
            return self.filter(pk__in=links.values("paper"))
        return self.filter(Q(kept_by__in=user.reach.board) | Exists(links.filter(paper=OuterRef("pk"))))

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
