"""Histories of the work: dependants of each record, and which events users outside may see.

Decision 1: users inside see all events. Others see what the pages show: steps except those of the internal drafting,
and other events only from the day both sides agreed the minutes, never about what was internal at the time.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models import Value as V
from django.db.models.functions import Cast, Coalesce, Concat, Left

from accounts.people.models import User
from inspections.inspections.states import CONCLUDED
from inspections.models import (
    Answer,
    Arrival,
    Assignment,
    Campaign,
    CampaignShare,
    Cause,
    CriteriaSet,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    InspectionAttachment,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
    SetCriterion,
)
from workflow.history.kinds import Kind
from workflow.history.scopes import EventScope
from workflow.history.states import CHANGED, CREATED, IMPORTED
from workflow.models import Event
from workflow.records.models import Record

WORDS = 80


def _seen(rows, user, is_inside):
    return rows if is_inside else rows.visible_to(user)


def _text(name="text"):
    return Left(name, WORDS)


def _joined(*parts):
    return Concat(*parts, output_field=CharField())


def of_inspection(inspection: Inspection, user: User, is_inside: bool) -> list[tuple]:
    its = {
        Session: (Q(inspection=inspection), F("held_on")),
        MeasuredValue: (Q(inspection=inspection), _joined("set_criterion__number", V(" "), "printed")),
        Finding: (Q(inspection=inspection), _text()),
        Cause: (Q(finding__inspection=inspection), _text()),
        Recommendation: (Q(inspection=inspection), _text()),
        Assignment: (Q(recommendation__inspection=inspection), F("owner_as_printed")),
        **_papers(Q(inspection=inspection) | Q(finding__inspection=inspection)),
    }
    return [(_seen(model.objects.filter(which), user, is_inside), words) for model, (which, words) in its.items()]


def of_campaign(campaign: Campaign, user: User, is_inside: bool) -> list[tuple]:
    """Return the dependants of a campaign; its inspections have histories of their own."""
    general = Q(campaign=campaign, inspection__isnull=True)
    its = {
        Delegation: (Q(campaign=campaign), Coalesce(Cast("number", CharField()), V(""))),
        DelegationMember: (Q(delegation__campaign=campaign), F("person__full_name")),
        CampaignShare: (Q(campaign=campaign), F("organization__short_code")),
        Finding: (general, _text()),
        Recommendation: (general, _text()),
        Assignment: (
            Q(recommendation__campaign=campaign, recommendation__inspection__isnull=True),
            F("owner_as_printed"),
        ),
        **_papers(Q(campaign=campaign)),
    }
    return [(_seen(model.objects.filter(which), user, is_inside), words) for model, (which, words) in its.items()]


def _papers(linked: Q) -> dict:
    links = PaperLink.objects.filter(linked)
    return {
        PaperLink: (linked, _text("paper__title")),
        OfficialPaper: (Q(pk__in=links.values("paper")), _joined("number", V(" "), _text("title"))),
    }


def of_paper(paper: OfficialPaper, user: User, is_inside: bool) -> list[tuple]:
    """Return the paper's links, and its lines in the books of incoming papers of the user's bodies."""
    arrivals = Arrival.objects.visible_to(user).filter(paper=paper)
    return [(PaperLink.objects.visible_to(user).filter(paper=paper), V("")), (arrivals, Cast("n", CharField()))]


def of_criteria_set(criteria_set: CriteriaSet, user: User, is_inside: bool) -> list[tuple]:
    rows = SetCriterion.objects.filter(criteria_set=criteria_set)
    return [(rows, _joined("number", V(" "), _text("label")))]


def stands_inside(record: Record, user: User) -> bool:
    return type(record).objects.inside(user).filter(pk=record.pk).exists()


def keeps(paper: OfficialPaper, user: User) -> bool:
    return paper.kept_by_id in user.reach.board


# --- What the others are told ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Paths:
    """The paths from a row to its inspection and, for rows about a whole campaign, to that campaign."""

    inspections: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()


def _below(above: str) -> Paths:
    return Paths((f"{above}inspection",), (f"{above}campaign",))


PATHS = {
    Campaign: Paths((), ("pk",)),
    CampaignShare: Paths((), ("campaign",)),
    Delegation: Paths((), ("campaign",)),
    DelegationMember: Paths((), ("delegation__campaign",)),
    Inspection: Paths(("pk",)),
    Session: Paths(("inspection",)),
    MeasuredValue: Paths(("inspection",)),
    Finding: _below(""),
    Cause: _below("finding__"),
    Recommendation: _below(""),
    Assignment: _below("recommendation__"),
    Answer: _below("assignment__recommendation__"),
    PaperLink: Paths(("inspection", "finding__inspection"), ("campaign", "finding__campaign")),
    InspectionAttachment: Paths(
        ("value__inspection", "finding__inspection", "answer__assignment__recommendation__inspection"),
        ("finding__campaign", "answer__assignment__recommendation__campaign"),
    ),
}


def inside_of(model: type[Record], user: User) -> QuerySet:
    """Return the rows of `model` on whose inspecting side the user is."""
    inspections, campaigns = Inspection.objects.inside(user), Campaign.objects.inside(user)
    ways = [Q(**{f"{path}__in": inspections.order_by().values("pk")}) for path in PATHS[model].inspections]
    ways += [Q(**{f"{path}__in": campaigns.order_by().values("pk")}) for path in PATHS[model].campaigns]
    if model is PaperLink:  # a body's sources are the keeper's alone
        ways.append(Q(organization__isnull=False, paper__kept_by__in=user.reach.board))
    return model._default_manager.filter(reduce(or_, ways))


def visible_outside(model: type[Record]) -> Q:
    """Return the condition for events that users outside may see: steps except those of the internal drafting; other
    events since the minutes were agreed, never about rows that were internal.

    Rows without an inspection have no minutes: no other event of them is visible.
    """
    steps = Q(act__in=[step.name for step in getattr(model, "STEPS", {}).values() if not step.is_internal])
    if model is Inspection:  # a conclusion that is issued and not published yet
        withheld = Inspection.objects.filter(is_withheld=True).order_by().values("pk")
        steps &= ~((Q(from_state__in=CONCLUDED) | Q(to_state__in=CONCLUDED)) & Q(object_id__in=withheld))
    if not PATHS[model].inspections:
        return steps
    same = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id"), "pk__gte": OuterRef("pk")}
    hidden_once = Event.objects.filter(act=CHANGED, changes__has_key="is_internal", **same)
    written = Q(act__in=[CREATED, CHANGED, IMPORTED], at__gte=Subquery(_agreed_at(model))) & ~Q(Exists(hidden_once))
    return steps | written


def _agreed_at(model):
    """Return a subquery for the time when the minutes of the event's inspection were last agreed."""
    paths = PATHS[model].inspections
    above = model._default_manager.filter(pk=OuterRef(OuterRef("object_id"))).order_by()
    above = above.annotate(above=Coalesce(*paths) if len(paths) > 1 else F(*paths)).values("above")
    kind = ContentType.objects.get_for_model(Inspection)
    agreed = Event.objects.filter(content_type=kind, act="record", object_id=Subquery(above))
    return agreed.order_by("-at").values("at")[:1]


def papers_of_board(user: User) -> QuerySet[OfficialPaper]:
    return OfficialPaper.objects.filter(kept_by__in=user.reach.board)


def nothing() -> Q:
    return Q(pk__in=[])


SCOPES = {model: EventScope(partial(inside_of, model), partial(visible_outside, model)) for model in PATHS}
SCOPES[OfficialPaper] = EventScope(papers_of_board, nothing)
SCOPES[Arrival] = EventScope(Arrival.objects.visible_to, nothing)


def may_restore(record: Record, user: User, today: date) -> bool:
    """Tell whether the user is offered to restore the record; the act checks the restored row again."""
    fills = getattr(record, "is_filled_by", record.may_be_changed_by)
    return record.may_be_changed_by(user, today) or fills(user, today)


KINDS = [
    Kind("campaign", Campaign, of_campaign, stands_inside, may_restore),
    Kind("inspection", Inspection, of_inspection, stands_inside, may_restore),
    Kind("paper", OfficialPaper, of_paper, keeps),
    Kind("criteria-set", CriteriaSet, of_criteria_set),
]
