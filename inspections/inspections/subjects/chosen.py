"""Finds the bodies chosen for inspection, and judges for each whether an inspection would be created.

The number of queries is the same for one body as for all of them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import Organization, OrganizationName
from accounts.organizations.committees import party_committee, peoples_committee
from accounts.organizations.naming import places_of_bodies
from accounts.people.models import User
from ground.text import fold, match_key, with_same_tones
from inspections.campaigns.models import Campaign
from inspections.delegations.members import members_of
from inspections.delegations.models import Delegation
from localities.models import Locality, LocalitySpell

NEW, THERE, REFUSED = "new", "there", "refused"
MISSING = "missing"  # the body is registered together with its inspection
DEPARTMENTS = "department"
Kind = Organization.Kind


@dataclass(frozen=True)
class CommitteesOf:
    """The committees of one kind at the places of a level, and how one is made that isn't registered."""

    level: int
    kind: str
    make: Callable[[LocalitySpell], OrganizationName]


COMMITTEES = {
    "commune": CommitteesOf(Locality.Level.COMMUNE, Kind.PEOPLES_COMMITTEE, peoples_committee),
    "district": CommitteesOf(Locality.Level.DISTRICT, Kind.PEOPLES_COMMITTEE, peoples_committee),
    "commune_party": CommitteesOf(Locality.Level.COMMUNE, Kind.PARTY_COMMITTEE, party_committee),
    "district_party": CommitteesOf(Locality.Level.DISTRICT, Kind.PARTY_COMMITTEE, party_committee),
}


@dataclass(frozen=True)
class Row:
    """One line of the preview; `body` None where none was found for the typed name. `place`: by which it is told from
    like-named bodies; `missing`: the unsaved name of a body that isn't registered yet, with the body.
    """

    label: str
    body: Organization | None = None
    verdict: str = NEW
    why: str = ""
    place: str = ""
    missing: OrganizationName | None = None

    @property
    def key(self) -> str:
        """Return by what the row is known again when the answer to the preview comes."""
        if self.missing:
            return self.missing.organization.short_code
        return str(self.body.pk) if self.body else self.label


def chosen(cleaned: dict, campaign: Campaign, user: User) -> list[Row]:
    """Return the rows for all bodies chosen in a SubjectsForm, each body once, in the order in which they are named."""
    day, rows = campaign.day, []
    if cleaned["level"]:
        rows += below(cleaned["place"], cleaned["level"], campaign, user)
    if cleaned["body"]:
        rows.append(Row(cleaned["body"].full_name_at(day), cleaned["body"]))
    if cleaned["pasted"]:
        rows += listed(cleaned["pasted"], campaign, user)
    once = {row.key: row for row in rows}
    return list(once.values())


def below(place: Locality, level: str, campaign: Campaign, user: User) -> list[Row]:
    """Return the rows of one kind below a place on the campaign's day: the committees of its units, or its
    departments.
    """
    day = campaign.day
    bodies = Organization.objects.visible_to(user).there_at(day)
    if level == DEPARTMENTS:
        own = bodies.filter(Q(locality=place) | Q(parent__locality=place), kind=Kind.DEPARTMENT)
        return _sorted_by_name(own, day)
    of = COMMITTEES[level]
    spells = LocalitySpell.objects.under(place, day).filter(level=of.level).order_by("sort_key")
    rows = bodies.filter(kind=of.kind, locality__in=spells.order_by().values("locality")).prefetch_related("names")
    committees = {body.locality_id: body for body in rows}
    return [_row_of_place(spell, committees.get(spell.locality_id), of, campaign) for spell in spells]


def _sorted_by_name(bodies, day) -> list[Row]:
    rows = [Row(body.full_name_at(day), body) for body in bodies.prefetch_related("names")]
    return sorted(rows, key=lambda row: fold(row.label))


def _row_of_place(spell: LocalitySpell, body: Organization | None, of: CommitteesOf, campaign: Campaign) -> Row:
    """Return the row of a place's committee; one that isn't registered can be, inside the Board's own place."""
    if body is not None:
        return Row(body.full_name_at(campaign.day), body)
    missing = of.make(spell)
    own = campaign.inspecting_organization.locality_id
    if own is None or f"/{own}/" not in spell.path:
        why = _("Danh mục chưa có cơ quan này, mà địa bàn ngoài phạm vi của bạn. Nhờ quản trị hệ thống thêm.")
        return Row(missing.full_name, verdict=REFUSED, why=why)
    return Row(missing.full_name, verdict=MISSING, why=_("Danh mục chưa có; lập cùng cuộc kiểm tra."), missing=missing)


# --- A pasted list -----------------------------------------------------------------------------------------------
def listed(lines: list[str], campaign: Campaign, user: User) -> list[Row]:
    """Return the rows for lines of codes or names in the inspecting body's province, or of short codes anywhere."""
    known = _known_by(lines, campaign, user)
    day = campaign.day
    found = {
        line: with_same_tones([*known.get(match_key(line), {}).values()], lambda body: body.full_name_at(day), line)
        for line in lines
    }
    several = [body for bodies in found.values() if len(bodies) > 1 for body in bodies]
    places = _places_of(several, day)
    return [_row_of_line(line, found[line], places, day) for line in lines]


def _row_of_line(line: str, found: list[Organization], places: dict[int, str], day) -> Row:
    if len(found) == 1:
        return Row(found[0].full_name_at(day), found[0])
    alike = sorted(found, key=lambda body: body.short_code)
    words = [", ".join(filter(None, [body.full_name_at(day), places[body.pk]])) for body in alike]
    named = (f"{name} ({body.short_code})" for name, body in zip(words, alike, strict=True))
    several = _("Trùng nhiều cơ quan: %s. Ghi mã ngắn.") % "; ".join(named)
    return Row(line, verdict=REFUSED, why=several if found else _("Không tìm thấy mã hoặc tên này."))


def _known_by(lines, campaign, user) -> dict[str, dict]:
    """Return {folded code or name: {id: body}}."""
    day, place = campaign.day, campaign.inspecting_organization.locality
    codes = [line for line in lines if line.isascii()]
    meant = Q(short_code__in=codes)
    if place:
        inside = LocalitySpell.objects.under(place, day).order_by().values("locality")
        meant |= Q(locality__in=inside) | Q(locality=place) | Q(locality=None, parent__locality=place)
    bodies = list(Organization.objects.visible_to(user).there_at(day).filter(meant).prefetch_related("names"))
    known = defaultdict(dict)
    for body in bodies:
        for word in (body.short_code, body.full_name_at(day), body.name_at(day).name):
            known[match_key(word)][body.pk] = body
    committees = {body.locality_id: body for body in bodies if body.kind == Kind.PEOPLES_COMMITTEE}
    for spell in LocalitySpell.objects.as_at(day).filter(locality__in=committees):
        body = committees[spell.locality_id]
        for word in (spell.official_code, spell.name, spell.bare_name):
            known[match_key(word)][body.pk] = body
    return known


# --- What would come of it ---------------------------------------------------------------------------------------
def judge(rows: list[Row], campaign: Campaign, kind: str, delegation: Delegation | None) -> list[Row]:
    """Return the rows that name a body with its verdict and why; the others as they are."""
    there = {(body, what): reference for body, what, reference in _there(campaign)}
    members = members_of(delegation)
    places = _places_of([row.body for row in rows if row.body], campaign.day)
    placed = [replace(row, place=places[row.body.pk]) if row.body else row for row in rows]
    return [_judged(row, campaign, there.get((row.body.pk, kind)), members) if row.body else row for row in placed]


def _places_of(bodies: list[Organization], day: date) -> dict[int, str]:
    prefetch_related_objects(bodies, "parent")
    return places_of_bodies(bodies, day)


def _there(campaign):
    return campaign.inspections.order_by().values_list("subject_organization", "kind", "reference")


def _judged(row: Row, campaign: Campaign, reference: str | None, members: list) -> Row:
    verdict, why = _verdict(row.body, campaign, reference, members)
    return replace(row, verdict=verdict, why=why)


def _verdict(body, campaign, reference, members) -> tuple[str, str]:
    if reference:
        return THERE, _("Đã có: %s.") % reference
    if body.pk == campaign.inspecting_organization_id:
        return REFUSED, _("Đây chính là cơ quan kiểm tra.")
    own = [m.name for m in members if body.pk in m.bodies]
    if own:
        return REFUSED, _("Đoàn có người của đơn vị này: %s.") % ", ".join(own)
    return NEW, ""
