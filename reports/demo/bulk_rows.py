"""One commune's inspection of one year with all its dependants, as unsaved rows: chosen at random, the same on every
run. The contents are invented; numbers and states are realistic.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from random import Random

from ground.text import fold, sort_key
from inspections.criteria.models import SetCriterion
from inspections.inspections.states import CONCLUDED, MINUTES_AGREED
from inspections.inspections.states import InspectionState as S
from inspections.models import (
    Answer,
    Assignment,
    Cause,
    Finding,
    Inspection,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
)
from inspections.recommendations.states import AssignmentState as A
from inspections.values.types import figure_columns, type_of
from reports.demo.advance import ANSWERS, CHAIN, DAYS_FROM_SESSION, REASONS, at
from reports.demo.load import facts_of
from reports.submissions.acts import hash_of
from reports.submissions.models import Dossier, Round
from reports.submissions.states import DossierState
from workflow.models import Event
from workflow.records.models import Record
from workflow.steps.states import SAME

WORDS = facts_of("bulk.json")
folded = cache(fold)  # of these words
VALUES, FINDINGS = 20, 5
VERIFIED = 4  # values that the delegation verified too
WAYS = {  # the steps to each state, in the order of work
    S.PLANNED: [],
    S.NOTIFIED: CHAIN[:1],
    S.IN_SESSION: CHAIN[:2],
    S.RECORDED: CHAIN[:3],
    S.DRAFTING: CHAIN[:4],
    S.FOR_DECISION: CHAIN[:5],
    S.CONCLUDED: CHAIN,
    S.FOLLOWED_UP: [*CHAIN, "follow"],
    S.CLOSED: [*CHAIN, "follow", "close"],
    S.POSTPONED: ["notify", "postpone"],
    S.CANCELLED: ["cancel"],
}
DAYS = {**DAYS_FROM_SESSION, "conclude": 20, "follow": 20}
REPORTED = ["open", "send", "read", "accept"]  # the steps of a self-report that came in,
REPORTED_BEFORE = timedelta(days=6)  # before the session
ASSIGNED = {  # how far a recommendation is, by the state of its inspection
    S.CONCLUDED: [A.OPEN],
    S.FOLLOWED_UP: [A.OPEN, A.ACCEPTED, A.ANSWERED, A.RETURNED, A.VERIFIED],
    S.CLOSED: [A.VERIFIED],
}
OWNERS_WAYS = {**ANSWERS, A.OPEN: [], A.ANSWERED: ["accept", "answer"], A.RETURNED: ["accept", "answer", "return"]}
NO_ANSWERS = {"body": "", "subject": "", "sections": [], "values": [], "files": []}  # its figures are poured in apart


@dataclass
class Rows:
    """The rows of a batch of inspections, in the order in which they can be written."""

    inspections: list = field(default_factory=list)
    histories: list = field(default_factory=list)  # of the inspections
    papers: list = field(default_factory=list)
    links: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    values: list = field(default_factory=list)  # tuples of what `value_rows` makes of them
    findings: list = field(default_factory=list)
    causes: list = field(default_factory=list)
    recommendations: list = field(default_factory=list)
    assignments: list = field(default_factory=list)
    assignment_histories: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    dossiers: list = field(default_factory=list)
    dossier_histories: list = field(default_factory=list)
    rounds: list = field(default_factory=list)


@dataclass
class Body:
    """One commune's People's Committee, with what the rows need of it."""

    organization: object
    name: str
    code: str  # of the commune
    speaker: object


@dataclass
class Year:
    """One campaign, with what the rows need of it: its states come in order, the earlier the session the further the
    work.
    """

    campaign: object
    delegations: list
    criteria: list
    states: list[tuple[str, float]]  # and the share of the year's inspections in each
    actors: dict
    chance: Random

    def state_at(self, share: float) -> str:
        for state, part in self.states:
            share -= part
            if share < 0:
                return state
        return self.states[-1][0]


def add_inspection(rows: Rows, year: Year, body: Body) -> None:
    chance, campaign = year.chance, year.campaign
    share = chance.random()
    held_on = campaign.starts_on + (campaign.ends_on - campaign.starts_on) * share
    state = chance.choices([year.state_at(share), S.POSTPONED, S.CANCELLED], [95, 2, 3])[0]
    if campaign.state == "closed" and state == S.POSTPONED:
        state = S.CLOSED
    made = Inspection(
        campaign=campaign, delegation=chance.choice(year.delegations), subject_organization=body.organization,
        reporting_organization=body.organization, presenting_organization=body.organization,
        presenting_person=body.speaker, reference=f"{campaign.code}-{body.code}", state=state,
    )  # fmt: skip
    made.search_text = made.folded_words()
    rows.inspections.append(made)
    rows.histories.append(history_of(made, held_on, year.actors))
    add_sessions(rows, year, body, made, held_on)
    report = add_papers(rows, body, made, held_on)
    add_dossier(rows, year, made, held_on, is_sent=report is not None)
    add_values(rows, year, made, report)
    add_findings(rows, year, made)
    if state in CONCLUDED:
        add_recommendation(rows, year, body, made, held_on)


# --- History -----------------------------------------------------------------------------------------------------
def history_of(record: Record, day: date, actors: dict, way: list[str] | None = None) -> list[Event]:
    """Return unsaved events for the way to the record's state, derived from its table of steps."""
    events, state = [], record._meta.get_field("state").default
    for name in WAYS[record.state] if way is None else way:
        step = record.STEPS[name]
        to = state if step.to == SAME else step.to
        actor = next((actors[role] for role in step.who if role in actors), None)
        moment = at(day + timedelta(days=DAYS.get(name, 0)))
        events.append(
            Event(at=moment, actor=actor, act=name, from_state=state, to_state=to, reason=REASONS.get(name, ""))
        )
        state = to
    return events


# --- Sessions and papers -----------------------------------------------------------------------------------------
def add_sessions(rows: Rows, year: Year, body: Body, inspection: Inspection, held_on: date) -> None:
    if inspection.state in (S.POSTPONED, S.CANCELLED):
        return
    rows.sessions.append(
        Session(inspection=inspection, held_on=held_on, part_of_day="afternoon", place=f"Trụ sở {body.name}")
    )
    if year.chance.random() < 0.4:
        place = body.organization.locality_id
        rows.sessions.append(
            Session(inspection=inspection, kind="visit", held_on=held_on, part_of_day="morning", locality_id=place)
        )


def add_papers(rows: Rows, body: Body, inspection: Inspection, held_on: date) -> OfficialPaper | None:
    """Add the body's report, and the notice of a conclusion; return the report, None before the sessions."""
    if inspection.state not in [S.IN_SESSION, *MINUTES_AGREED]:
        return None
    board, n = inspection.campaign.inspecting_organization, len(rows.papers)
    report = _paper(rows, inspection, "submitted", "BC", f"{n}/BC-UBND", body.name, "Báo cáo tự kiểm tra", board)
    report.dated_on = held_on - timedelta(days=6)
    if inspection.state in CONCLUDED:
        notice = _paper(rows, inspection, "result", "TB", f"{n}-TB/BTGDVTU", "Ban", "Kết luận kiểm tra", board)
        notice.dated_on = held_on + timedelta(days=20)
    return report


def _paper(rows, inspection, role, kind, number, issuer, title, keeper) -> OfficialPaper:
    title = f"{title} dân vận chính quyền năm {inspection.campaign.year}, {inspection.reference}"
    paper = OfficialPaper(kept_by=keeper, paper_type=kind, number=number, issuer=issuer, title=title)
    paper.search_text, paper.sort_key = paper.folded_words(), sort_key(title)
    rows.papers.append(paper)
    rows.links.append(PaperLink(paper=paper, role=role, inspection=inspection))
    return paper


def add_dossier(rows: Rows, year: Year, inspection: Inspection, held_on: date, is_sent: bool) -> None:
    """Add the self-report that was asked for with the notice: accepted where it came in, else not begun."""
    if "notify" not in WAYS[inspection.state]:
        return
    made = Dossier(
        inspection=inspection, reporting_organization=inspection.reporting_organization,
        due_on=held_on - timedelta(days=inspection.campaign.report_days),
        state=DossierState.ACCEPTED if is_sent else DossierState.REQUESTED,
    )  # fmt: skip
    came_in, officer = held_on - REPORTED_BEFORE, year.actors["owner"]
    way = history_of(made, came_in, {**year.actors, "officer": officer}, REPORTED if is_sent else [])
    rows.dossiers.append(made)
    rows.dossier_histories.append(way)
    if is_sent:
        opened = {"opened_at": at(came_in), "opened_by": year.actors["staff"]}
        sent = {"submitted_at": at(came_in), "submitted_by": officer, "sha256": hash_of(NO_ANSWERS)}
        rows.rounds.append(Round(dossier=made, n=1, facts=NO_ANSWERS, due_on=made.due_on, **sent, **opened))


# --- Values ------------------------------------------------------------------------------------------------------
def add_values(rows: Rows, year: Year, inspection: Inspection, report: OfficialPaper | None) -> None:
    reported = year.criteria[: VALUES - VERIFIED]
    for side, paper, criteria in (("reported", report, reported), ("verified", None, reported[:VERIFIED])):
        rows.values += [(inspection, each.pk, side, paper, figures(each, year.chance)) for each in criteria]


VALUE_FIELDS = [
    *("inspection", "about_organization", "set_criterion", "side", "source_paper", "revision"),
    *("created_at", "changed_at", "period_start", "period_end", "precision", "period_key"),
    *("printed", "numerator", "denominator", "number", "choice", "yes_no", "is_estimate"),
    *("part", "period_text", "frequency_text", "source_page"),
]


def value_rows(values: list[tuple], year: int, now: datetime) -> Iterator[tuple]:
    """Yield rows of values in the order of VALUE_FIELDS from what `add_values` collected, once inspections and
    papers have ids.
    """
    start, end = f"{year}-01-01", f"{year}-12-31"
    standing = [1, now, now, start, end, "year", f"{start}..{end}"]
    for inspection, criterion, side, paper, found in values:
        of = [inspection.pk, inspection.subject_organization_id, criterion, side, paper and paper.pk]
        figures = [found.get(name) for name in ("numerator", "denominator", "number")]
        judged = [found.get("choice", ""), found.get("yes_no"), found.get("is_estimate", False)]
        yield (*of, *standing, found["printed"], *figures, *judged, "", "", "", "")


def figures(criterion: SetCriterion, chance: Random) -> dict:
    """Return what a paper would print for such a criterion, with the figures in it."""
    typed = type_of(criterion).sample(criterion, chance)
    return {**typed, **_columns(criterion, typed["printed"])}


@lru_cache(maxsize=20_000)  # there are a few hundred prints for millions of values
def _columns(criterion: SetCriterion, printed: str) -> dict:
    return figure_columns(criterion, printed, {})


# --- Findings and recommendations ----------------------------------------------------------------------------------
def add_findings(rows: Rows, year: Year, inspection: Inspection) -> None:
    chance = year.chance
    texts = [("strength", text) for text in chance.sample(WORDS["strengths"], FINDINGS - 2)]
    texts += [("shortcoming", text) for text in chance.sample(WORDS["shortcomings"], 2)]
    for position, (kind, text) in enumerate(texts, start=1):
        criterion = chance.choice(year.criteria)
        is_graver = kind == "shortcoming" and chance.random() < 0.1
        made = Finding(
            campaign=year.campaign, inspection=inspection, criterion_id=criterion.criterion_id, kind=kind,
            severity="fault" if is_graver else "", position=position, text=text, is_internal=chance.random() < 0.05,
        )  # fmt: skip
        made.search_text = made.folded_words()
        made.search_text = folded(text)
        rows.findings.append(made)
        if kind == "shortcoming":
            why, cause = chance.choice(WORDS["causes"])
            rows.causes.append(Cause(finding=made, kind=why, text=cause))


def add_recommendation(rows: Rows, year: Year, body: Body, inspection: Inspection, held_on: date) -> None:
    campaign, chance = year.campaign, year.chance
    recommendation = Recommendation(
        campaign=campaign, inspection=inspection, author_organization=campaign.inspecting_organization,
        text=chance.choice(WORDS["recommendations"]),
    )  # fmt: skip
    recommendation.search_text = folded(recommendation.text)
    made = Assignment(
        recommendation=recommendation, owner_organization=body.organization, owner_as_printed=body.name,
        due_on=held_on + timedelta(days=80), state=chance.choice(ASSIGNED[inspection.state]),
    )  # fmt: skip
    recommendation.search_text = recommendation.folded_words()
    way = OWNERS_WAYS[made.state]
    rows.recommendations.append(recommendation)
    rows.assignments.append(made)
    rows.assignment_histories.append(history_of(made, held_on + timedelta(days=40), year.actors, way))
    if "answer" in way:
        rows.answers.append(_answer(made, "progress", year.actors["owner"]))
    if "verify" in way:
        rows.answers.append(_answer(made, "verification", year.actors["staff"]))


def _answer(assignment: Assignment, kind: str, actor) -> Answer:
    return Answer(assignment=assignment, kind=kind, text=WORDS["answers"][kind], actor=actor)
