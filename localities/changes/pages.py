"""What the pages of places show: places found, a place opened in the tree, the units under it."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ground.panels import panels_for
from ground.text import short_date
from ground.web import page_of
from localities.changes.links import LinksOfPlace, links_of_place
from localities.changes.models import ChangeLink
from localities.places.forms import RegisterForm
from localities.places.models import Locality, LocalitySpell
from localities.places.querysets import LocalitySpellQuerySet
from localities.places.register import (
    PlacedSpell,
    day_near,
    names_for,
    place_spells,
    register_counts,
    spell_near,
)
from localities.places.states import Level
from workflow.history.kinds import History, history_of

UNITS_PER_PAGE = 100  # all provinces, all units of a district; only the largest provinces of today need a second

Crumbs = list[tuple[str, str]]  # pairs of an address and its words


@dataclass(frozen=True)
class UnitRow:
    """A unit of a page with the number of units directly under it."""

    spell: LocalitySpell
    below: int


@dataclass(frozen=True)
class Units:
    """A page of units in their order; `has_units_below`: units of this level may have units under them."""

    page: Page
    rows: list[UnitRow]
    has_units_below: bool


@dataclass(frozen=True)
class FoundPage:
    """Places found by words; `is_of_all_times`: no date was chosen."""

    page: Page
    rows: list[PlacedSpell]
    is_of_all_times: bool
    crumbs: Crumbs


@dataclass(frozen=True)
class OpenedPage:
    """A place opened in the tree; `units` None where it didn't exist on the day; `counts`: all units by unit type."""

    under: int
    title: str
    crumbs: Crumbs
    units: Units | None = None
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PlacePage:
    """One place as at `day`, the nearest to what was `requested_day` on which it existed.

    `spells`: all of it in time; `units`: None for a commune; `counts`: all units under it by unit type.
    """

    locality: Locality
    spell: LocalitySpell
    spells: list[PlacedSpell]
    day: date
    requested_day: date
    crumbs: Crumbs
    links: LinksOfPlace
    panels: list[str]
    history: History
    units: Units | None
    counts: dict[str, int]


def found_page(request: HttpRequest, form: RegisterForm, spells: LocalitySpellQuerySet) -> FoundPage:
    """Search `spells`; without a date of all times: who looks for a former district should find it."""
    rows = spells.search(form.words)
    rows = rows.as_at(form.requested_day) if form.requested_day else rows
    page = page_of(rows.best_first(form.words), request.GET.get("page"))
    placed = place_spells(list(page.object_list), form.day)
    return FoundPage(page, placed, is_of_all_times=form.requested_day is None, crumbs=crumbs_to([], form.day))


def opened_page(request: HttpRequest, pk: int, day: date, spells: LocalitySpellQuerySet) -> OpenedPage:
    """Open the place of that key in the tree of `day`; 404 for one that the reader doesn't see."""
    spell = spells.as_at(day).filter(locality=pk).select_related("locality").first()
    if spell is None:
        locality = get_object_or_404(Locality.objects.visible_to(request.user).with_last_name(), pk=pk)
        return OpenedPage(locality.pk, str(locality), crumbs_to([], day))
    locality = spell.locality
    [placed] = place_spells([spell], day)
    return OpenedPage(
        under=locality.pk,
        title=spell.name,
        crumbs=crumbs_to(placed.above, day),
        units=units_of_page(request, spells.as_at(day).filter(parent=locality), day),
        counts=register_counts(locality, day),
    )


def place_page(request: HttpRequest, spells: list[LocalitySpell], requested_day: date) -> PlacePage:
    """Put the page of a place together from all its spells in time."""
    spell, user = spell_near(spells, requested_day), request.user
    locality, day = spell.locality, day_near(spell, requested_day)
    links = list(ChangeLink.objects.visible_to(user).recorded().about_spell(spell).newest_first())
    names = names_for(spells, links)
    has_units = locality.level < Level.COMMUNE
    below = LocalitySpell.objects.visible_to(user).as_at(day).filter(parent=locality)
    return PlacePage(
        locality=locality,
        spell=spell,
        spells=[PlacedSpell(each, names.above(each, day)) for each in spells],
        day=day,
        requested_day=requested_day,
        crumbs=crumbs_to(names.above(spell, day), day),
        links=links_of_place(locality, links, names),
        panels=panels_for(request, locality),
        history=history_of(locality, user),
        units=units_of_page(request, below, day) if has_units else None,
        counts=register_counts(locality, day) if has_units else {},
    )


def units_of_page(request: HttpRequest, spells: LocalitySpellQuerySet, day: date) -> Units:
    """Return the page of `spells` that the address asks for."""
    page = page_of(spells, request.GET.get("page"), UNITS_PER_PAGE)
    shown = list(page.object_list)
    parents = [spell.locality_id for spell in shown if spell.level < Level.COMMUNE]
    counts = LocalitySpell.objects.count_by_parent(parents, day) if parents else {}
    rows = [UnitRow(spell, counts.get(spell.locality_id, 0)) for spell in shown]
    return Units(page, rows, has_units_below=bool(parents))


def crumbs_to(above: list[LocalitySpell], day: date) -> Crumbs:
    """Lead from the whole country down to the last of `above`, each opened in the tree of `day`."""
    tree = reverse("localities:tree")
    steps = [({}, _("Địa bàn")), *[({"under": each.locality_id}, each.name) for each in above]]
    return [(f"{tree}?{urlencode({**under, 'date': short_date(day)})}", words) for under, words in steps]
