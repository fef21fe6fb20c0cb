"""Campaigns and a campaign's inspections: rows through their scope, in a fixed number of queries."""

from datetime import date

from django.db.models import Count, Min, OuterRef, QuerySet

from accounts.people.models import User
from inspections.attachments.reports import with_report
from inspections.inspections.progress import ORDER, STANDS_AT, next_step, stage_labels, stages
from inspections.inspections.querysets import only
from inspections.inspections.states import InspectionState
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.states import AssignmentState

SOON_DAYS = 2  # so many days before it a deadline is shown as near
DONE_WITH = [AssignmentState.VERIFIED, AssignmentState.TRANSFERRED, AssignmentState.CARRIED_OVER]


def with_progress(inspections: QuerySet):
    """Adds what `progress` reads: days of sessions, whether the report is in, the nearest due date; and dated names."""
    given = Assignment.objects.filter(recommendation__inspection=OuterRef("pk")).exclude(state__in=DONE_WITH)
    rows = inspections.select_related("campaign", "delegation", "subject_organization")
    rows = rows.prefetch_related("subject_organization__names").with_days()
    return with_report(rows).annotate(next_due_on=only(Min("due_on"), given, "recommendation__inspection"))


def told(inspection: Inspection, today: date) -> Inspection:
    """The row with what lists print of it: its subject's name on its last day, stages, the next step."""
    inspection.subject_name = inspection.subject_organization.full_name_at(inspection.day)
    inspection.stages = stages(inspection, today)
    inspection.next_label, inspection.next_on = next_step(inspection)
    return inspection


def counts_by_campaign(inspections: QuerySet) -> dict[int, list[dict]]:
    """By campaign: rows of state, has_report and n; one query for all campaigns."""
    rows = with_report(inspections).order_by()
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


def add_bars(campaigns: list[Campaign], user: User) -> list[Campaign]:
    """Adds how many inspections the user sees of each campaign, how many are cancelled, and the bars of the rest."""
    counts = counts_by_campaign(Inspection.objects.visible_to(user).filter(campaign__in=campaigns))
    for campaign in campaigns:
        own = counts.get(campaign.pk, [])
        campaign.total = sum(row["n"] for row in own)
        campaign.cancelled = sum(row["n"] for row in own if row["state"] == InspectionState.CANCELLED)
        campaign.bars = bars(own)
        campaign.board_name = campaign.inspecting_organization.full_name_at(campaign.day)
    return campaigns
