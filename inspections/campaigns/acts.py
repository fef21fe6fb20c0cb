"""Effects of a campaign's steps."""

from inspections.campaigns.models import Campaign
from workflow.history.models import Event
from workflow.steps.acts import then


@then(Campaign, "open")
def freeze_criteria(campaign: Campaign, event: Event) -> None:
    """Freeze the campaign's criteria set when the first campaign that uses it opens."""
    if campaign.criteria_set.frozen_at is None:
        campaign.criteria_set.frozen_at = event.at
        campaign.criteria_set.save(update_fields=["frozen_at", "changed_at"])
