"""Whose history the pages of the work tell: what hangs on a record, and what of it readers outside are told.

Decision 1: inside everything. Outside, as in the pages: steps but those of the inner drafting; and what was written
into the record only from the day both sides agreed the minutes, never of what was internal at the time.
"""

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models import Value as V
from django.db.models.functions import Cast, Coalesce, Concat, Left

from inspections.models import (
    Assignment,
    Campaign,
    CampaignShare,
    Cause,
    CriteriaSet,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
    SetCriterion,
)
from inspections.states import ASSIGNMENT_STEPS, CAMPAIGN_STEPS, INSPECTION_STEPS
from workflow.history import Kind
from workflow.models import Event
from workflow.states import CHANGED, CREATED, IMPORTED

WORDS = 80
PUBLIC_STEPS = sorted(
    step.name
    for table in (CAMPAIGN_STEPS, INSPECTION_STEPS, ASSIGNMENT_STEPS)
    for step in table.values()
    if not step.is_internal
)


def _seen(rows, user, is_inside):
    return rows if is_inside else rows.visible_to(user)


def _text(name="text"):
    return Left(name, WORDS)


def _joined(*parts):
    return Concat(*parts, output_field=CharField())


def of_inspection(inspection, user, is_inside) -> list[tuple]:
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


def of_campaign(campaign, user, is_inside) -> list[tuple]:
    """Its inspections have histories of their own."""
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


def of_paper(paper, user, is_inside) -> list[tuple]:
    return [(PaperLink.objects.visible_to(user).filter(paper=paper), V(""))]


def of_criteria_set(criteria_set, user, is_inside) -> list[tuple]:
    rows = SetCriterion.objects.filter(criteria_set=criteria_set)
    return [(rows, _joined("number", V(" "), _text("label")))]


def stands_inside(record, user) -> bool:
    return type(record).objects.inside(user).filter(pk=record.pk).exists()


def keeps(paper, user) -> bool:
    return paper.kept_by_id in user.reach.board


def outside_campaign(campaign) -> Q:
    return Q(act__in=PUBLIC_STEPS)


def outside_inspection(inspection) -> Q:
    agreed = Event.objects.about(inspection).filter(act="record").order_by("-at").values("at")[:1]
    same = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id"), "pk__gte": OuterRef("pk")}
    hidden_once = Event.objects.filter(act=CHANGED, changes__has_key="is_internal", **same)
    written = Q(act__in=[CREATED, CHANGED, IMPORTED], at__gte=Subquery(agreed)) & ~Q(Exists(hidden_once))
    return Q(act__in=PUBLIC_STEPS) | written


def may_restore(record, user, today) -> bool:
    """Whose button it is; the act asks once more of the very row that comes back."""
    fills = getattr(record, "is_filled_by", record.may_be_changed_by)
    return record.may_be_changed_by(user, today) or fills(user, today)


def nobody_outside(record) -> Q:
    return Q(pk__in=[])


KINDS = [
    Kind("campaign", Campaign, of_campaign, stands_inside, outside_campaign, may_restore),
    Kind("inspection", Inspection, of_inspection, stands_inside, outside_inspection, may_restore),
    Kind("paper", OfficialPaper, of_paper, keeps, nobody_outside),
    Kind("criteria-set", CriteriaSet, of_criteria_set),
]
