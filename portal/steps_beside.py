"""The buttons of steps and the history, which stand beside a campaign or an inspection on its page."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.models import Campaign, Inspection
from inspections.recommendations.states import ROLE_LABELS
from portal.readiness import before_opening
from workflow.history.kinds import History, history_of
from workflow.records.models import Record
from workflow.steps.acts import Offer, OfferedStep, open_steps
from workflow.steps.offered import NextSteps


@dataclass(frozen=True)
class PlanBeside:
    """Where the campaign is set up, and what is not ready before it opens."""

    url: str
    points: list


@dataclass(frozen=True)
class StepsBeside:
    """What stands beside a record, its steps for readers inside alone; `ended_on`: since when its body is gone."""

    is_inside: bool
    next_steps: NextSteps
    ended_on: date | None
    history: History
    plan: PlanBeside | None


def steps_beside(record: Record, user: User, today: date) -> StepsBeside:
    """Return the history, and for users inside the steps as offers and whether the body has ended."""
    is_inside = _is_inside(record, user, today)
    campaign = record if isinstance(record, Campaign) else record.campaign
    has_ended = campaign.acting_body(today) is None
    offers = offers_of(record, user) if is_inside else []
    if has_ended:  # only the successor's step
        offers = [offer for offer in offers if offer.may]
    return StepsBeside(
        is_inside=is_inside,
        next_steps=NextSteps.of(offers),
        ended_on=campaign.inspecting_organization.closed_on if has_ended else None,
        history=history_of(record, user, is_inside),
        plan=plan_beside(record, offers, user, today) if isinstance(record, Campaign) else None,
    )


def plan_beside(campaign: Campaign, offers: list[OfferedStep], user: User, today: date) -> PlanBeside | None:
    """Return the address of the campaign's plan and what is missing, for users who may change it; else None."""
    if not campaign.may_be_changed_by(user, today):
        return None
    missing = next((offer.missing for offer in offers if offer.step.name == "open" and offer.may), None)
    return PlanBeside(reverse("campaign_plan", args=[campaign.code]), before_opening(campaign, missing))


def _is_inside(record: Record, user: User, today: date) -> bool:
    if isinstance(record, Campaign):
        return record.inspecting_organization_id in user.reach.board  # what `inside` asks, without a query
    return record.is_inside(user, today)


def offers_of(record: Record, user: User) -> list[OfferedStep]:
    return [
        OfferedStep(offer, step_url(record, offer.step.name), who_words(offer)) for offer in open_steps(record, user)
    ]


def who_words(offer: Offer) -> str:
    """Return who takes the step: "Người thực hiện: trưởng đoàn, thư ký Đoàn (bạn có quyền)"."""
    who = ", ".join(str(ROLE_LABELS[hat]) for hat in offer.step.who)
    return (_("Người thực hiện: %s (bạn có quyền).") if offer.may else _("Người thực hiện: %s.")) % who


def step_url(record: Record, name: str) -> str:
    if isinstance(record, Campaign):
        return reverse("campaign_step", args=[record.code, name])
    if isinstance(record, Inspection):
        return reverse("inspection_step", args=[record.reference, name])
    return reverse("assignment_step", args=[record.pk, name])
