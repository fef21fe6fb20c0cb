"""Effects of a campaign's steps."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, OrganizationSuccession
from accounts.people.models import User
from inspections.campaigns.models import Campaign
from workflow.history.models import Event
from workflow.records.refusals import StepRefused
from workflow.steps.acts import then, withheld


@then(Campaign, "open")
def freeze_criteria(campaign: Campaign, event: Event) -> None:
    """Freeze the campaign's criteria set when the first campaign that uses it opens."""
    if campaign.criteria_set.frozen_at is None:
        campaign.criteria_set.frozen_at = event.at
        campaign.criteria_set.save(update_fields=["frozen_at", "changed_at"])


@withheld(Campaign, "take_over")
def take_over_where_nobody_acts(campaign: Campaign) -> dict[str, str]:
    """Withhold "take_over" while the inspecting body, or the one that took the campaign over, still exists."""
    if campaign.acting_body(timezone.localdate()) is None:
        return {}
    return {"take_over": _("Cơ quan kiểm tra, hoặc cơ quan đã tiếp quản, đang hoạt động.")}


@then(Campaign, "take_over")
def hand_over(campaign: Campaign, event: Event) -> None:
    """Write which body took the campaign over: the heir that the actor leads. Raises StepRefused."""
    today = timezone.localdate(event.at)
    closed = campaign.inspecting_organization
    heirs = OrganizationSuccession.objects.living_heirs_of([closed], today)[closed.pk]
    led = [heir for heir in heirs if event.actor is None or heir.pk in _led_by(event.actor, today)]
    if not led or led == [closed]:
        raise StepRefused([_("Danh mục chưa ghi cơ quan bạn lãnh đạo là cơ quan kế thừa toàn bộ cơ quan kiểm tra.")])
    campaign.taken_over_by = led[0]
    campaign.save(update_fields=["taken_over_by", "changed_at"])


def _led_by(user: User, today: date) -> set[int]:
    own = Membership.objects.at(today).filter(user=user, role=Membership.Role.LEADER)
    return set(own.values_list("organization", flat=True))
