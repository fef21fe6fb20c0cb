"""Home, campaigns and a campaign's inspections: rows through their scope, in a fixed number of queries."""

from datetime import date

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _

from inspections.models import Assignment, Campaign, Inspection, PaperLink, Session
from inspections.progress import ORDER, STANDS_AT, next_step, report_due, stage_labels, stages
from inspections.states import AssignmentState, InspectionState
from workflow.steps import own_steps

TASKS_SHOWN = 20
CAMPAIGNS_SHOWN = 5
SESSIONS_SHOWN = 6
DONE_WITH = [AssignmentState.VERIFIED, AssignmentState.TRANSFERRED, AssignmentState.CARRIED_OVER]


def with_progress(inspections):
    """Adds what `progress` reads: sessions, whether the report is in, the nearest open due date; and dated names."""
    submitted = PaperLink.objects.filter(inspection=OuterRef("pk"), role=PaperLink.Role.SUBMITTED)
    assigned = "recommendations__assignments"
    return (
        inspections.select_related("campaign", "delegation", "subject_organization")
        .prefetch_related("subject_organization__names", "sessions")
        .annotate(
            has_report=Exists(submitted),
            next_due_on=Min(f"{assigned}__due_on", filter=~Q(**{f"{assigned}__state__in": DONE_WITH})),
        )
    )


def told(inspection: Inspection, today: date) -> Inspection:
    """The row with what lists print of it: days, the subject's name then, stages, the next step."""
    inspection.days = sorted(session.held_on for session in inspection.sessions.all() if session.held_on)
    inspection.day = inspection.days[-1] if inspection.days else min(today, date(inspection.campaign.year, 12, 31))
    inspection.subject_name = inspection.subject_organization.full_name_at(inspection.day)
    inspection.stages = stages(inspection, today)
    inspection.next_label, inspection.next_on = next_step(inspection)
    return inspection


def counts_by_campaign(inspections) -> dict[int, list[dict]]:
    """By campaign: rows of state, has_report and n; one query for all campaigns."""
    submitted = PaperLink.objects.filter(inspection=OuterRef("pk"), role=PaperLink.Role.SUBMITTED)
    rows = inspections.annotate(has_report=Exists(submitted)).order_by()
    by_campaign = {}
    for row in rows.values("campaign", "state", "has_report").annotate(n=Count("pk")):
        by_campaign.setdefault(row["campaign"], []).append(row)
    return by_campaign


def bars(counts: list[dict]) -> list[dict]:
    """For each stage how many inspections have it behind them; cancelled ones don't count."""
    live = [row for row in counts if row["state"] != InspectionState.CANCELLED]
    total = sum(row["n"] for row in live)
    return [
        {
            "key": key,
            "label": label,
            "total": total,
            "count": sum(row["n"] for row in live if _is_behind(key, row["state"], row["has_report"])),
        }
        for key, label in stage_labels().items()
    ]


def _is_behind(key: str, state: str, has_report: bool) -> bool:
    if key == "report":
        return has_report
    return state == InspectionState.CLOSED or ORDER.index(key) < ORDER.index(STANDS_AT[state])


# --- Home --------------------------------------------------------------------------------------------------------
def home_page(user, today: date) -> dict:
    tasks = tasks_of(user, today)
    return {
        "tasks": tasks,
        "late": sum(1 for task in tasks if task["due_on"] and task["due_on"] < today),
        "campaigns": campaigns_with_bars(Campaign.objects.visible_to(user).running(), user),
        "sessions": sessions_of(user, today),
        "today": today,
    }


def tasks_of(user, today: date) -> list[dict]:
    """What this user must do now, read off the tables of steps; the earliest due first."""
    tasks = [
        *campaign_tasks(user, today),
        *inspection_tasks(user, today),
        *report_tasks(user, today),
        *assignment_tasks(user, today),
    ]
    return sorted(tasks, key=lambda task: task["due_on"] or date.max)


def campaign_tasks(user, today: date) -> list[dict]:
    campaigns = Campaign.objects.waiting_for(user).select_related("inspecting_organization")[:TASKS_SHOWN]
    return [
        _task(step.label, campaign.theme, campaign, campaign.starts_on)
        for campaign in campaigns
        for step in own_steps(campaign, user, today)
    ]


def inspection_tasks(user, today: date) -> list[dict]:
    rows = _by_last_session(with_progress(Inspection.objects.waiting_for(user)).with_hats())
    inspections = [told(row, today) for row in rows]
    return [
        _task(step.label, inspection.subject_name, inspection, inspection.next_on)
        for inspection in inspections
        for step in own_steps(inspection, user, today)
    ]


def report_tasks(user, today: date) -> list[dict]:
    """Self-reports that the user's body has still to hand in."""
    rows = _by_last_session(with_progress(Inspection.objects.report_due_from(user)))
    inspections = [told(row, today) for row in rows]
    words = _("Gửi báo cáo tự kiểm tra")
    return [_task(words, inspection.subject_name, inspection, report_due(inspection)) for inspection in inspections]


def assignment_tasks(user, today: date) -> list[dict]:
    rows = Assignment.objects.waiting_for(user).with_hats().order_by(F("due_on").asc(nulls_last=True), "pk")
    return [
        _task(step.label, row.recommendation.text, row, row.due_on)
        for row in rows[:TASKS_SHOWN]
        for step in own_steps(row, user, today)
    ]


def _by_last_session(inspections):
    last_day_first = F("last_day").asc(nulls_last=True)
    return inspections.annotate(last_day=Max("sessions__held_on")).order_by(last_day_first, "pk")[:TASKS_SHOWN]


def _task(label, what: str, record, due_on: date | None) -> dict:
    note = getattr(record, "reference", "") or str(record)
    return {
        "due_on": due_on,
        "title": f"{label}: {what}",
        "url": record.get_absolute_url(),
        "note": f"{note} · {record.get_state_display()}",
    }


def sessions_of(user, today: date) -> list[Session]:
    """The next sessions, or where none is planned the latest ones."""
    rows = (
        Session.objects.visible_to(user)
        .filter(held_on__isnull=False)
        .select_related("inspection__subject_organization")
        .prefetch_related("inspection__subject_organization__names")
    )
    coming = list(rows.filter(held_on__gte=today).order_by("held_on", "pk")[:SESSIONS_SHOWN])
    sessions = coming or list(rows.order_by("-held_on", "-pk")[:SESSIONS_SHOWN])
    for session in sessions:
        session.subject_name = session.inspection.subject_organization.full_name_at(session.held_on)
        session.is_today = session.held_on == today
    return sessions


# --- Campaigns ---------------------------------------------------------------------------------------------------
def campaigns_with_bars(campaigns, user) -> list[Campaign]:
    """The first campaigns with the progress of what the user sees of each."""
    rows = list(campaigns.select_related("inspecting_organization").prefetch_related("inspecting_organization__names"))
    return add_bars(rows[:CAMPAIGNS_SHOWN], user)


def add_bars(campaigns: list[Campaign], user) -> list[Campaign]:
    """Adds how many inspections the user sees of each campaign, how many are cancelled, and the bars of the rest."""
    counts = counts_by_campaign(Inspection.objects.visible_to(user).filter(campaign__in=campaigns))
    for campaign in campaigns:
        own = counts.get(campaign.pk, [])
        campaign.total = sum(row["n"] for row in own)
        campaign.cancelled = sum(row["n"] for row in own if row["state"] == InspectionState.CANCELLED)
        campaign.bars = bars(own)
        campaign.board_name = campaign.inspecting_organization.full_name_at(campaign.day)
    return campaigns
