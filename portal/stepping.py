"""The steps and the history beside a campaign or an inspection."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.models import Campaign, Inspection
from inspections.recommendations.states import HAT_WORDS
from portal.readiness import before_opening
from workflow.history.kinds import history_of
from workflow.records.models import Record
from workflow.steps.acts import open_steps


def steps_beside(record: Record, user: User, today: date) -> dict:
    """For readers inside the steps as offers and whether the body has ended; for all of them the history."""
    is_inside = _is_inside(record, user, today)
    body = record.inspecting_organization if isinstance(record, Campaign) else record.campaign.inspecting_organization
    offers = offers_of(record, user) if is_inside else []
    return {
        "is_inside": is_inside,
        "offers": offers,
        "ended_on": body.closed_on if body.is_closed_at(today) else None,
        "history": history_of(record, user, is_inside),
        "plan": plan_beside(record, offers, user, today) if isinstance(record, Campaign) else None,
    }


def plan_beside(campaign: Campaign, offers: list, user: User, today: date) -> dict | None:
    """Where the campaign is set up and what is not ready, for those who may; else None."""
    if not campaign.may_be_changed_by(user, today):
        return None
    asked = next((offer.missing for offer in offers if offer.step.name == "open" and offer.may), None)
    return {"url": reverse("campaign_plan", args=[campaign.code]), "points": before_opening(campaign, asked)}


def _is_inside(record, user, today: date) -> bool:
    if isinstance(record, Campaign):
        return record.inspecting_organization_id in user.reach.board  # what `inside` asks, without a query
    return record.is_inside(user, today)


def offers_of(record: Record, user: User) -> list:
    offers = open_steps(record, user)
    for offer in offers:
        offer.url = step_url(record, offer.step.name)
        offer.who_words = who_words(offer)
    return offers


def who_words(offer) -> str:
    """ "Trưởng đoàn, thư ký Đoàn. Bạn làm được." """
    who = ", ".join(str(HAT_WORDS[hat]) for hat in offer.step.who)
    who = f"{who[:1].upper()}{who[1:]}."
    return " ".join([who, _("Bạn làm được.")]) if offer.may else who


def step_url(record: Record, name: str) -> str:
    if isinstance(record, Campaign):
        return reverse("campaign_step", args=[record.code, name])
    if isinstance(record, Inspection):
        return reverse("inspection_step", args=[record.reference, name])
    return reverse("assignment_step", args=[record.pk, name])
