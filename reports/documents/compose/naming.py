"""How a paper names bodies and places: as at its day, and one that has ended by then as on its last day."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, OrganizationName, OrganizationSuccession
from ground.text import month_in_document
from localities.models import Locality, LocalitySpell
from reports.documents.compose.kinds import FactsMissing

OF_A_PLACE = (Organization.Kind.PEOPLES_COMMITTEE, Organization.Kind.PARTY_COMMITTEE)
_REMARK = re.compile(r"\s*\([^()]*\)$")  # "(trước 01/7/2025)" keeps two like-named bodies apart on screens


class Names:
    """The names in force on one day. Spells of places are queried once each; bodies should have `names` prefetched."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._spells: dict[tuple[int, date], LocalitySpell | None] = {}

    def of(self, body: Organization) -> OrganizationName:
        """Return the body's name that day, else the nearest one; raises FactsMissing for a body without any."""
        day = self.day_of(body)
        names = sorted(body.names.all(), key=lambda name: name.starts_on)
        if not names:
            refusal = _("{body} chưa có tên nào trong danh mục, nên chưa lập được văn bản.")
            raise FactsMissing(format_lazy(refusal, body=body.short_code))
        begun = [name for name in names if name.starts_on <= day]
        return begun[-1] if begun else names[0]

    def is_named(self, body: Organization) -> bool:
        """Tell whether the body existed under a name that day."""
        return body.name_at(self.day) is not None and not body.is_closed_at(self.day)

    def full(self, body: Organization) -> str:
        """Return "Ban Dân vận Tỉnh ủy Sơn La"."""
        return _REMARK.sub("", self.of(body).full_name)

    def within(self, body: Organization) -> str:
        """Return "Ban Dân vận Tỉnh ủy", "Sở Nội vụ": in papers of its own province a body is named without it."""
        place = self.place(body.locality, body)
        if place and body.kind not in OF_A_PLACE and self.full(body).endswith(f" {place}"):
            return self.full(body).removesuffix(f" {place}")
        return self.without_place(self.full(body), body)

    def without_place(self, text: str, body: Organization) -> str:
        """Return "Tỉnh ủy" for "Tỉnh ủy Sơn La", where that is the body's place."""
        spell = self._spell(body.locality, self.day_of(body))
        return text.removesuffix(f" {_bare_name(spell)}") if spell else text

    def place(self, locality: Locality | None, body: Organization | None = None) -> str:
        """Return "huyện Mộc Châu", as on the body's last day where it ended; "" when the place wasn't there."""
        spell = self._spell(locality, self.day_of(body) if body else self.day)
        return lower_first(spell.name) if spell else ""

    def where(self, body: Organization) -> str:
        """Return "tại huyện Mộc Châu" for the body of a place, "tại Sở Nội vụ" for any other."""
        place = self.place(body.locality, body) if body.kind in OF_A_PLACE else ""
        return f"tại {place or self.within(body)}"

    def day_of(self, body: Organization) -> date:
        """Return the day as at which the body is named: the paper's, or the body's last one before it."""
        closed_on: date | None = body.closed_on
        if closed_on is not None and closed_on <= self.day:
            return closed_on - timedelta(days=1)
        return self.day

    def read_places(self, localities: Iterable[Locality | None]) -> None:
        """Query the names of many places that day at once."""
        wanted = {place.pk for place in localities if place is not None and (place.pk, self.day) not in self._spells}
        if wanted:
            self._spells |= dict.fromkeys(((pk, self.day) for pk in wanted), None)
            for spell in LocalitySpell.objects.as_at(self.day).filter(locality__in=wanted):
                self._spells[spell.locality_id, self.day] = spell

    def _spell(self, locality: Locality | None, day: date) -> LocalitySpell | None:
        if locality is None:
            return None
        key = (locality.pk, day)
        if key not in self._spells:
            self._spells[key] = locality.spell_at(day)
        return self._spells[key]


def issuer_at(body: Organization, day: date) -> Organization:
    """Return the body that issues in its place on `day`: itself, or who took over all of it. A body that has ended
    issues nothing; without a recorded successor it is returned itself, and `is_named` tells.
    """
    seen = {body.pk}
    while body.is_closed_at(day):
        taken = OrganizationSuccession.objects.whole_by(day).after(body.pk).select_related("new__locality")
        succession = taken.prefetch_related("new__names__signer").order_by("effective_on", "pk").first()
        if succession is None or succession.new_id in seen:
            return body
        body = succession.new
        seen.add(body.pk)
    return body


def _bare_name(spell: LocalitySpell) -> str:
    """Return "Sơn La" for "Tỉnh Sơn La"; in "Thành phố Huế" the type has two words."""
    unit_type = spell.unit_type.removesuffix(" trực thuộc trung ương")
    return spell.name[len(unit_type) :].strip()


# --- Words and dates within a sentence -----------------------------------------------------------------------------
def lower_first(text: str) -> str:
    """Return the text within a sentence: "huyện Mộc Châu"; "UBND xã …" keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def day_in_text(day: date) -> str:
    """Return 30/10/2019, 12/9/2019, 05/02/2019, padded like `ground.text.document_date`."""
    return f"{day.day:02d}/{month_in_document(day.month)}/{day.year}"


def days_in_text(days: list[date]) -> str:
    """Return "ngày 30/10/2019", or "các ngày 28/10/2019, 30/10/2019"; "" for none."""
    text = ", ".join(map(day_in_text, days))
    if not days:
        return ""
    return f"các ngày {text}" if len(days) > 1 else f"ngày {text}"


def sentence(text: str) -> str:
    """Return the text ended as a sentence."""
    text = text.strip()
    return text if text.endswith((".", "…", ":", ";")) else f"{text}."


def numbered(lines: list[str]) -> list[str]:
    """Return "(1) …", "(2) …"; a single line has no number."""
    return [f"({n}) {line}" for n, line in enumerate(lines, start=1)] if len(lines) > 1 else lines
