"""Filters shared by several lists."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ground.listing import Filter
from inspections.campaigns.models import Campaign

YES = "yes"


def of_campaign(path: str = "campaign") -> Filter:
    def campaigns(user):
        return Campaign.objects.visible_to(user).order_by("-year", "code").values_list("code", "theme")

    return Filter("campaign", _("Đợt"), campaigns, lambda rows, code: rows.filter(**{f"{path}__code": code}))


def only(name: str, label: str, words: str, condition: Q) -> Filter:
    """Return a filter with a single choice."""
    return Filter(name, label, lambda user: [(YES, words)], lambda rows, value: rows.filter(condition))
