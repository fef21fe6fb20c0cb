"""Search over everything the user may see: a few rows of each kind, and the link to the kind's whole list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Organization, Person
from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from ground.inputs import SearchWords, search_words
from ground.text import nfc
from inspections.models import Campaign, Finding, Inspection, OfficialPaper, Recommendation
from localities.models import LocalitySpell
from localities.places.register import Names

SHOWN = 5


@dataclass(frozen=True)
class FoundRow:
    """A record that was found: where it leads, what it is called, and a note that tells it from others."""

    url: str
    title: str
    note: str


@dataclass(frozen=True)
class Group:
    """The first rows of one kind, each with url, title and note; `url` is the kind's list with the same words."""

    title: str
    url: str
    goes_on: bool
    rows: list[FoundRow]


@dataclass(frozen=True)
class FoundNames:
    """The names of what was found, as at `today`; always two queries, whatever it is."""

    bodies: BodyNames
    places: Names
    today: date

    @classmethod
    def of(cls, rows: list[Model], today: date) -> Self:
        """Fetch the names for all rows at once."""
        bodies = [row for row in rows if isinstance(row, Organization)]
        bodies += [row.subject_organization for row in rows if isinstance(row, Inspection)]
        spells = [row for row in rows if isinstance(row, LocalitySpell)]
        places = Names({0, *(pk for spell in spells for pk in spell.ancestor_ids)})
        return cls(BodyNames(bodies), places, today)


@dataclass(frozen=True)
class Kind:
    list_name: str
    title: Callable  # read when the page is drawn, in its language
    rows: Callable  # (user, words) → queryset, the best or the newest first
    found_row: Callable[[Any, FoundNames], FoundRow]


def words_of(typed: str) -> SearchWords:
    """Return the search words in the form in which texts are stored."""
    return search_words(nfc(typed))


def found(user: User, words: str) -> list[Group]:
    """Return the kinds of which something was found, in their fixed order; one query a kind and two for names."""
    if not words:
        return []
    hits = [(kind, list(kind.rows(user, words)[: SHOWN + 1])) for kind in KINDS]
    names = FoundNames.of([row for _kind, rows in hits for row in rows], timezone.localdate())
    return [_group(kind, rows, words, names) for kind, rows in hits if rows]


def _group(kind: Kind, rows: list, words: str, names: FoundNames) -> Group:
    url = f"{reverse(kind.list_name)}?{urlencode({'q': words})}"
    return Group(str(kind.title()), url, len(rows) > SHOWN, [kind.found_row(row, names) for row in rows[:SHOWN]])


# --- Rows --------------------------------------------------------------------------------------------------------
def _campaigns(user, words):
    return Campaign.objects.visible_to(user).search(words).order_by("-year", "code")


def _inspections(user, words):
    rows = Inspection.objects.visible_to(user).search(words).with_shown_state(user)
    return rows.select_related("campaign", "subject_organization").order_by("-pk")


def _findings(user, words):
    rows = Finding.objects.visible_to(user).search(words)
    return rows.select_related("campaign", "inspection").order_by("-pk")


def _recommendations(user, words):
    rows = Recommendation.objects.visible_to(user).search(words)
    return rows.select_related("campaign", "inspection").order_by("-pk")


def _organizations(user, words):
    return Organization.objects.visible_to(user).search(words).order_by("sort_key", "pk")


def _people(user, words):
    return Person.objects.visible_to(user).search(words).order_by("sort_key", "pk")


def _places(user, words):
    return LocalitySpell.objects.visible_to(user).search(words).best_first(words)


def _papers(user, words):
    return OfficialPaper.objects.visible_to(user).search(words).select_related("file").order_by("-pk")


# --- As they are shown -------------------------------------------------------------------------------------------
def _campaign(row: Campaign, names: FoundNames) -> FoundRow:
    return FoundRow(row.get_absolute_url(), row.theme, f"{row.code} · {row.get_state_display()}")


def _inspection(row: Inspection, names: FoundNames) -> FoundRow:
    title = names.bodies.at(row.subject_organization_id, names.today)
    note = f"{row.reference} · {row.campaign.theme} · {row.shown_label}"
    return FoundRow(row.get_absolute_url(), title, note)


def _finding(row: Finding, names: FoundNames) -> FoundRow:
    note = f"{row.get_kind_display().capitalize()} · {_above(row)}"
    return FoundRow(_address(row, "findings"), row.text, note)


def _recommendation(row: Recommendation, names: FoundNames) -> FoundRow:
    return FoundRow(_address(row, "recommendations"), row.text, _above(row))


def _address(row: Finding | Recommendation, anchor: str) -> str:
    return f"{row.inspection.get_absolute_url()}#{anchor}" if row.inspection else row.campaign.get_absolute_url()


def _above(row: Finding | Recommendation) -> str:
    return row.inspection.reference if row.inspection else row.campaign.theme


def _organization(row: Organization, names: FoundNames) -> FoundRow:
    title = names.bodies.at(row.pk, row.closed_on or names.today)
    return FoundRow(row.get_absolute_url(), title, f"{row.get_kind_display().capitalize()} · {row.short_code}")


def _person(row: Person, names: FoundNames) -> FoundRow:
    return FoundRow(reverse("person_show", args=[row.pk]), row.full_name, row.position)


def _place(row: LocalitySpell, names: FoundNames) -> FoundRow:
    above = ", ".join(each.name for each in reversed(names.places.above(row, names.today)) if each)
    note = " · ".join(filter(None, [above, row.official_code, row.validity]))
    return FoundRow(reverse("localities:show", args=[row.locality_id]), row.name, note)


def _paper(row: OfficialPaper, names: FoundNames) -> FoundRow:
    note = " · ".join(filter(None, [row.number, row.dated_on and f"{row.dated_on:%d/%m/%Y}", row.issuer]))
    return FoundRow(row.download_url, f"{row.get_paper_type_display()}: {row.title}", note)


KINDS = [
    Kind("campaign_list", lambda: _("Đợt kiểm tra"), _campaigns, _campaign),
    Kind("inspection_list", lambda: pgettext("plural", "Cuộc kiểm tra"), _inspections, _inspection),
    Kind("finding_list", lambda: _("Ưu điểm, hạn chế"), _findings, _finding),
    Kind("recommendation_list", lambda: _("Đề nghị, kiến nghị"), _recommendations, _recommendation),
    Kind("organization_list", lambda: _("Cơ quan, đơn vị"), _organizations, _organization),
    Kind("person_list", lambda: _("Danh bạ cán bộ"), _people, _person),
    Kind("localities:list", lambda: _("Địa bàn"), _places, _place),
    Kind("paper_list", lambda: _("Văn bản"), _papers, _paper),
]
