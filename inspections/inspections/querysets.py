"""The two conditions about an inspection from which all scopes of the work are built.

Inside: the inspecting body and the delegation, who see drafts and internal remarks too. Outside: the inspected body,
bodies with a share, viewers, who see only what is agreed or published.
"""

from functools import reduce
from operator import or_
from typing import Self

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from accounts.people.models import User
from inspections.campaigns.querysets import is_running, shared_with
from inspections.campaigns.states import CampaignState
from inspections.delegations.models import DelegationMember
from inspections.delegations.querysets import led_by_none_of, now_member
from inspections.inspections.states import (
    BEFORE_CONCLUSION,
    CONCLUDED,
    FROM_NOTICE_ON,
    INSPECTION_STEPS,
    WRITTEN_OUT,
)
from inspections.scope import ScopedQuerySet, built_once, prepared, sees_few
from workflow.records.querysets import SearchableQuerySet, StatefulQuerySet
from workflow.steps.states import expected_states


# `to` is the path from the filtered rows to the inspection ("inspection__"), or to a dependant of one ("finding__").
# For users who see many rows they are conditions on the row itself that can't use an index, so that the list's order
# index drives the query, which stops after one page. For users who see few rows each condition can use an index.
def _inspection_rows():
    from inspections.inspections.models import Inspection  # which names its queryset here

    return Inspection._default_manager


def seen_inside(user: User, to: str = "") -> Q:
    """Return the condition for inspections of the user's inspecting bodies, or of a delegation the user is a member of
    today.

    `to`: the path to the inspection with "__" at its end; "" on the table itself.
    """
    if to and sees_few(user):
        rows = prepared(user, "inside", lambda: _inspection_rows().inside(user).values("pk"))
        return Q(**{f"{to}in": rows})
    member = now_member(user, f"{to}delegation")
    if not user.reach.board:  # conditions for roles the user doesn't have are left out, because long ones are slow
        return member
    return Q(**{f"{to}campaign__inspecting_organization__in": user.reach.board}) | member


def seen_outside(user: User, to: str = "", states: list = FROM_NOTICE_ON) -> Q:
    """Return the condition for inspections in one of `states` that the user may see as inspected body, by a share or as
    viewer.

    `to`: as in `seen_inside`.
    """
    if to and sees_few(user):
        seen = _inspection_rows().outside
        rows = prepared(user, ("outside", *states), lambda: seen(user).filter(state__in=states).values("pk"))
        return Q(**{f"{to}in": rows})
    ways = [of_unit(user, to)] if user.reach.unit else []
    if user.reach.board:
        ways.append(Q(**{f"{to}campaign__in": shared_with(user, user.reach.board)}))
    if user.reach.viewer:
        own = Q(**{f"{to}campaign__inspecting_organization__in": user.reach.viewer})
        shared = Q(**{f"{to}campaign__in": shared_with(user, user.reach.viewer)})
        ways.append((own | shared) & is_published(to))
    if not ways:
        return Q(pk__in=[])
    in_states = Q(**{f"{to}state__in": states}) & ~Q(**{f"{to}campaign__state": CampaignState.DRAFT})
    return in_states & reduce(or_, ways)


def is_published(to: str = "") -> Q:
    """Return the condition for inspections whose conclusion those outside may see: concluded, and not withheld."""
    return Q(**{f"{to}state__in": CONCLUDED, f"{to}is_withheld": False})


def withheld_from(user: User) -> Q:
    """Return the condition for inspections whose conclusion is issued and not published, where the user is outside."""
    return Q(is_withheld=True, state__in=CONCLUDED) & ~seen_inside(user)


def of_unit(user: User, to: str = "") -> Q:
    """Return the condition for inspections of the bodies in whose name the user writes or speaks."""
    return (
        Q(**{f"{to}subject_organization__in": user.reach.unit})
        | Q(**{f"{to}reporting_organization__in": user.reach.unit})
        | Q(**{f"{to}presenting_organization__in": user.reach.unit})
    )


def inside_whole_campaign(user: User, to: str = "") -> Q:
    """Return the condition for remarks without an inspection, visible to the Board and its delegations."""
    delegated = _inspection_rows().filter(now_member(user, "delegation")).values("campaign")
    board = Q(**{f"{to}campaign__inspecting_organization__in": user.reach.board})
    campaigns = board | Q(**{f"{to}campaign__in": delegated})
    return campaigns & Q(**{f"{to}inspection__isnull": True})


class InspectionQuerySet(ScopedQuerySet, StatefulQuerySet, SearchableQuerySet):
    @built_once
    def inside(self, user: User) -> Self:
        """Return the inspections of the user's Board and of delegations the user is a member of today."""
        return self.filter(seen_inside(user))

    @built_once
    def outside(self, user: User) -> Self:
        """Return the inspections that the user may see as inspected body, by a share or as viewer; never those only
        planned.
        """
        return self.filter(seen_outside(user))

    def unfinished(self) -> Self:
        """Return the inspections that are neither concluded nor cancelled."""
        return self.exclude(state__in=WRITTEN_OUT)

    def with_roles(self) -> Self:
        """Loads what `roles_of` reads, so that a list asks no more for each row."""
        bodies = ["campaign__inspecting_organization", "campaign__taken_over_by"]
        return self.select_related(*bodies, "delegation").prefetch_related("delegation__members")

    def with_shown_state(self, user: User, is_inside: bool = False) -> Self:
        """Adds `shown_state`, the state as the user may read it: while a conclusion is withheld, those outside read the
        state before it. `is_inside`: the user is inside all of the rows, which spares the database the question.
        """
        if is_inside:
            return self.annotate(shown_state=F("state"))
        before = When(withheld_from(user), then=Value(BEFORE_CONCLUSION))
        return self.annotate(shown_state=Case(before, default=F("state"), output_field=CharField()))

    def with_days(self) -> Self:
        """Adds the first and the last day of the sessions, None without a dated one: `days` and `day` read them."""
        return self.annotate(first_day=session_day(Min), last_day=session_day(Max))

    def waiting_for(self, user: User) -> Self:
        """Return running inspections with an expected step that the user may take."""
        mine = Q(pk__in=[])
        for role, states in expected_states(INSPECTION_STEPS).items():
            mine |= has_role(user, role) & Q(state__in=states)
        return self.filter(mine & is_running("campaign__"))

    def ways(self, user: User) -> list[Q]:
        return [seen_inside(user), seen_outside(user)]


class OfInspectionQuerySet(ScopedQuerySet):
    """Rows visible to everyone who sees the inspection: its sessions."""

    def ways(self, user: User) -> list[Q]:
        return [seen_inside(user, "inspection__"), seen_outside(user, "inspection__")]


def has_role(user: User, role: str) -> Q:
    """Return the condition for inspections in which the user has this role."""
    if role in ("leader", "staff"):
        return Q(campaign__inspecting_organization__in=getattr(user.reach, role))
    own = now_member(user, "delegation", role=role)
    return own | _in_place_of_head(user) if role == "head" else own


def _in_place_of_head(user: User) -> Q:
    """Return the condition for inspections in which the user stands in for the head, like `roles_of`: as deputy of a
    delegation without one, as staff where there is no deputy either.
    """
    without_head, unled = Q(delegation__in=led_by_none_of("head")), Q(delegation__in=led_by_none_of("head", "deputy"))
    deputy = now_member(user, "delegation", role="deputy") & without_head
    if not user.reach.staff:
        return deputy
    return deputy | Q(campaign__inspecting_organization__in=user.reach.staff) & (unled | Q(delegation__isnull=True))


def session_day(which: type[Min] | type[Max]) -> Subquery:
    """Return a subquery for the first (Min) or last (Max) day of an inspection's sessions; NULL without a dated one."""
    from inspections.inspections.models import Session  # which names its queryset here

    return only(which("held_on"), Session.objects.filter(inspection=OuterRef("pk")), "inspection")


def only(aggregate: Aggregate, rows: QuerySet, above: str) -> Subquery:
    """Return a subquery that aggregates the rows of one inspection, so that the outer query needs no GROUP BY."""
    return Subquery(rows.order_by().values(above).annotate(only=aggregate).values("only"))


# --- By what of its inspections a campaign is seen: registered in InspectionsConfig.ready ----------------------------
def campaigns_delegated(user: User) -> list[Q]:
    """Return the condition for campaigns with an inspection by a delegation that the user is a member of today."""
    return [Q(pk__in=_inspection_rows().filter(now_member(user, "delegation")).values("campaign"))]


def campaigns_notified(user: User) -> list[Q]:
    """Return the conditions for campaigns that the inspected side and viewers may see; none for roles the user
    doesn't have.
    """
    reach, ways = user.reach, []
    if reach.unit:
        ways.append(Q(pk__in=_inspection_rows().filter(of_unit(user), state__in=FROM_NOTICE_ON).values("campaign")))
    if reach.viewer:
        concluded = Exists(_inspection_rows().filter(is_published(), campaign=OuterRef("pk")))
        ways.append(Q(inspecting_organization__in=reach.viewer) & concluded)
    return ways


# --- Whom and what forms offer: registered in InspectionsConfig.ready ------------------------------------------------
def people_of_work(user: User) -> list[Q]:
    """Return the conditions for people whom a member of a delegation may name: the members of its campaign's
    delegations, who speaks for an inspected body, and who works there. [] for others.
    """
    rows = _inspection_rows().filter(now_member(user, "delegation"), is_running("campaign__")).order_by()
    bodies = ("subject_organization", "reporting_organization", "presenting_organization")
    return [
        Q(pk__in=DelegationMember.objects.filter(delegation__campaign__in=rows.values("campaign")).values("person")),
        Q(pk__in=rows.values("presenting_person")),
        *(Q(organization__in=rows.values(body)) for body in bodies),
    ]


def places_inspected(user: User, campaign: int) -> QuerySet:
    """Return the places of the subjects of a campaign on whose inspecting side the user is."""
    rows = _inspection_rows().inside(user).filter(campaign=campaign, subject_organization__locality__isnull=False)
    return rows.order_by().values("subject_organization__locality")
