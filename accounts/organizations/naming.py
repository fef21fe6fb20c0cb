"""Names of many bodies, each as at its own day, and where they lie, without a query for each; used by lists."""

import re
from collections.abc import Iterable
from datetime import date

from accounts.organizations.models import Organization, OrganizationName
from ground.text import fold
from localities.models import LocalitySpell

_KIND = re.compile(
    r"^(?:(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Đảng ủy|Đảng uỷ|Tỉnh ủy|Tỉnh uỷ|Ban Thường vụ|Sở|xã|phường|thị trấn|"
    r"thị xã|huyện|quận|tỉnh|thành phố|đặc khu) )+",
    re.IGNORECASE,
)
_ABOVE = re.compile(r",| (?:tỉnh|thành phố|huyện|thị xã|quận) ", re.IGNORECASE)


def bare_place(full_name: str) -> str:
    """Return what tells a body from others: "UBND xã An Phú" → "An Phú", "Sở Nội vụ tỉnh X" → "Nội vụ"."""
    return _ABOVE.split(_KIND.sub("", full_name.strip()), maxsplit=1)[0].strip()


def places_of_bodies(bodies: Iterable[Organization], day: date) -> dict[int, str]:
    """Return by body the places that its name doesn't say, by which it is told from like-named ones: "Huyện Mộc Châu,
    Tỉnh Sơn La"; of a body without a place those of the one above it. In two queries; `names` and `parent` are read.
    """
    bodies = list(bodies)
    place_of = {body.pk: body.locality_id or (body.parent.locality_id if body.parent_id else None) for body in bodies}
    upwards = LocalitySpell.objects.names_upwards(filter(None, place_of.values()), day)
    return {body.pk: _unsaid(upwards.get(place_of[body.pk], []), body.full_name_at(day)) for body in bodies}


def _unsaid(places: list[str], name: str) -> str:
    return ", ".join(place for place in places if fold(place) not in fold(name))


class BodyNames:
    """The full names of some bodies through time, fetched once and without the rest of their rows."""

    def __init__(self, organizations: list[Organization]) -> None:
        self.codes = {each.pk: each.short_code for each in organizations}
        self.spells: dict[int, list[tuple]] = {}
        pks = [*self.codes, 0]  # so that a page costs the same whether it names any body or none
        rows = OrganizationName.objects.filter(organization__in=pks).order_by("starts_on")
        for body, *spell in rows.values_list("organization", "full_name", "starts_on", "ends_on"):
            self.spells.setdefault(body, []).append(spell)

    def at(self, organization_id: int, day: date) -> str:
        """Return the body's name as at `day`, like Organization.full_name_at: else its latest name, else its code."""
        spells = self.spells.get(organization_id, [])
        then = (name for name, starts_on, ends_on in spells if starts_on <= day < ends_on)
        return next(then, spells[-1][0] if spells else self.codes[organization_id])
