"""The levels and tier systems of places, and the dates their records depend on."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

BEFORE_RECORDS = date.min  # valid_from of a place that existed before the lists begin
FOREVER = date.max  # ends_on of a place that still exists
RECORDS_BEGIN = date(2019, 1, 1)  # the official lists say nothing about earlier days
# The words before a place's own name.
UNIT_WORDS = ("tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu")
TWO_TIERS_FROM = date(2025, 7, 1)  # districts end (Resolution 203/2025/QH15, Law 72/2025/QH15)


class Level(models.IntegerChoices):
    """The level of a place in both tier systems; the two-tier lists number them 1, 2 for province, commune."""

    PROVINCE = 1, _("cấp tỉnh")
    DISTRICT = 2, _("cấp huyện")
    COMMUNE = 3, _("cấp xã")


class TierSystem(models.TextChoices):
    THREE = "three", _("ba cấp")
    TWO = "two", _("hai cấp")


def tier_system_at(day: date) -> str:
    return TierSystem.TWO if day >= TWO_TIERS_FROM else TierSystem.THREE
