"""Loading a campaign that is being planned, and the link back to its plan."""

from django.http import HttpRequest
from django.urls import reverse

from inspections.campaigns.models import Campaign
from inspections.criteria.pages import page_for, theirs_to_change
from workflow.records.pages import FormPage


def planned(request: HttpRequest, code: str) -> Campaign:
    """Return the campaign being planned; raise 404 or 403 for users who may not see or change it."""
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization", "criteria_set")
    return theirs_to_change(request, rows, code=code)


def plan_of(campaign: Campaign) -> str:
    return reverse("campaign_plan", args=[campaign.code])


def page_of_plan(title: str, campaign: Campaign, button: str = "", lead: str = "") -> FormPage:
    """Return the page of a form that the campaign's plan leads to."""
    return page_for(title, plan_of(campaign), campaign.theme, button, lead)
