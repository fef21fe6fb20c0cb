"""Moves the demo's records to their states as in reality: step by step, on the right day, by the right person."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from inspections.inspections.states import InspectionState as S
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.states import AssignmentState as A
from reports.demo import papers
from reports.demo.dates import at
from reports.demo.self_reports import send_report
from workflow.steps.acts import take

CHAIN = ["notify", "start", "record", "draft", "submit", "conclude"]
WAYS = {  # the steps that lead to each state from the first one
    S.PLANNED: [],
    S.NOTIFIED: CHAIN[:1],
    S.IN_SESSION: CHAIN[:2],
    S.RECORDED: CHAIN[:3],
    S.DRAFTING: CHAIN[:4],
    S.FOR_DECISION: CHAIN[:5],
    S.CONCLUDED: CHAIN,
    S.FOLLOWED_UP: CHAIN,  # the portal follows by itself where somebody has to carry something out
    S.CLOSED: [*CHAIN, "close"],
    S.POSTPONED: ["notify", "postpone"],
    S.CANCELLED: ["cancel"],
}
DAYS_FROM_SESSION = {"notify": -14, "start": 0, "record": 0, "draft": 1, "submit": 8, "close": 90}
REASONS = {
    "postpone": "Đơn vị đề nghị lùi ngày vì trùng đợt tiếp xúc cử tri.",
    "cancel": "Đơn vị đã được đoàn khác kiểm tra cùng nội dung trong quý.",
}
ANSWERS = {A.ACCEPTED: ["accept"], A.VERIFIED: ["accept", "answer", "verify"]}


def advance(facts: dict, with_papers: bool) -> None:
    """Issue the campaign's papers, open it and move its inspections to the states in the file, with their papers."""
    if not with_papers:
        facts = without_papers(facts)
    campaign = Campaign.objects.get(code=facts["campaign"]["code"])
    actors = {row["username"]: User.objects.get(username=row["username"]) for row in facts.get("accounts", [])}
    if campaign.state == "draft":
        papers.issue_of_campaign(facts, actors)
        opened = at(campaign.starts_on) if campaign.starts_on else None
        take(campaign, "open", actors.get("ngoc"), now=opened)
    for row in facts["inspections"]:
        inspection = Inspection.objects.get(campaign=campaign, subject_organization__short_code=row["subject"])
        if inspection.state == S.PLANNED:
            walk(inspection, row, actors)
            papers.issue_others(inspection, row, actors)
    papers.forget_notices()


def without_papers(facts: dict) -> dict:
    """Return the facts for a machine on which no PDF can be made."""
    inspections = [{**row, "documents": []} for row in facts["inspections"]]
    return {**facts, "documents": [], "inspections": inspections}


def walk(inspection: Inspection, row: dict, actors: dict) -> None:
    """Take the steps of the row as the file's actors; without actors (a case taken from an article) as the portal,
    with that as the reason.
    """
    for name in WAYS[row["state"]]:
        if name == "close":
            carry_out(inspection, row, actors)
        if papers.issue_for_step(inspection, name, row, actors):
            inspection.refresh_from_db()
            continue
        now = day_of(inspection, row, name) if actors else None
        reason = REASONS.get(name, "") if actors else "Nạp từ bài báo ngày 30/10/2019."
        take(inspection, name, actor_of(inspection, name, actors), reason=reason, now=now)
        if name == "notify" and actors:
            send_report(inspection, actors)
    if row["state"] in (S.CONCLUDED, S.FOLLOWED_UP):
        carry_out(inspection, row, actors)


def actor_of(inspection: Inspection, name: str, actors: dict) -> User | None:
    if not actors:
        return None
    inner = {True: ("binh", "son"), False: ("ngoc", "minh")}[inspection.delegation.number == 1]
    people = {"start": inner[0], "record": inner[0], "draft": inner[1], "submit": inner[0]}
    return actors[people.get(name, "ngoc" if name in ("conclude", "cancel") else "minh")]


def day_of(inspection: Inspection, row: dict, name: str) -> datetime:
    if name == "conclude":
        return at(concluded_on(row))
    session = inspection.sessions.exclude(held_on=None).order_by("-held_on").first()
    held_on = session.held_on if session else inspection.campaign.starts_on + timedelta(days=30)
    return at(held_on + timedelta(days=DAYS_FROM_SESSION.get(name, 0)))


def concluded_on(row: dict) -> date:
    notices = [paper for paper in row.get("documents", []) if paper["kind"] == "conclusion-notice"]
    return date.fromisoformat(row.get("concluded_on") or notices[0]["issued_on"])


def carry_out(inspection: Inspection, row: dict, actors: dict) -> None:
    """Take the owners' steps; for bodies without an account in the cast the portal takes them."""
    after = day_of(inspection, row, "conclude") + timedelta(days=7)
    for assignment in Assignment.objects.filter(recommendation__inspection=inspection).with_roles():
        state = next(o["state"] for r in row["recommendations"] for o in r["owners"] if o.get("state"))
        for days, name in enumerate(ANSWERS.get(state, [])):
            now = after + timedelta(days=20 * days)
            actor = next((a for a in actors.values() if mine(assignment, name, a, now)), None)
            reason = "Đã thực hiện xong, có minh chứng kèm theo." if name == "answer" else ""
            take(assignment, name, actor, reason=reason, now=now)


def mine(assignment: Assignment, name: str, user: User, now: datetime) -> bool:
    return bool(assignment.roles_of(user, timezone.localdate(now)) & set(assignment.STEPS[name].who))
