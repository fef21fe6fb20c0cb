from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ground.panels import panels_for
from ground.text import key_in, short_date
from ground.web import page_of
from localities.changes.links import name_links
from localities.changes.models import ChangeLink
from localities.places.forms import RegisterForm
from localities.places.listings import PLACES
from localities.places.models import Locality, LocalitySpell
from localities.places.pickers import PlacePick
from localities.places.querysets import LocalitySpellQuerySet
from localities.places.register import day_near, hang_names, names_for, register_counts, spell_near
from localities.places.states import Level
from workflow.history.kinds import history_of
from workflow.history.lists import LISTED, list_page
from workflow.records.views import pick_page

UNITS_PER_PAGE = 100  # all provinces, all units of a district; only the largest provinces of today need a second


@require_safe
def locality_list(request: HttpRequest) -> HttpResponse:
    """Show the tree of places as at a day, one opened place at a time; with search words, the places found instead."""
    form = RegisterForm(request.GET)
    spells = LocalitySpell.objects.visible_to(request.user)
    context = {"form": form, "day": form.day, "section": "localities"}
    if form.words:
        return render(request, "localities/places/search.html", context | found(request, form, spells))
    if request.GET.get("under"):
        return render(request, "localities/places/opened.html", context | opened(request, form.day, spells))
    counts = spells.as_at(form.day).count_by_level()
    provinces = spells.as_at(form.day).filter(level=Level.PROVINCE)
    context["levels"] = [(Level(level).label, count) for level, count in counts.items()]
    context["page"] = units_page(request, provinces, form.day)
    return render(request, "localities/places/tree.html", context)


@require_safe
def locality_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, PlacePick())


def found(request: HttpRequest, form: RegisterForm, spells: LocalitySpellQuerySet) -> dict:
    """Return the context of found places; without a date spells of all times are searched, so that former districts
    are found.
    """
    rows = spells.search(form.words)
    rows = rows.as_at(form.asked_day) if form.asked_day else rows
    page = page_of(rows.best_first(form.words), request.GET.get("page"))
    page.object_list = hang_names(list(page.object_list), form.day)
    return {"page": page, "is_of_all_times": form.asked_day is None, "crumbs": crumbs_to([], form.day)}


def opened(request: HttpRequest, day: date, spells: LocalitySpellQuerySet) -> dict:
    """Return the context of the units directly under the place of `?under=`; without `page` when the place didn't
    exist on `day`.
    """
    pk = key_in(request.GET["under"])
    if pk is None:
        raise Http404
    spell = spells.as_at(day).filter(locality=pk).select_related("locality").first()
    if spell is None:
        locality = get_object_or_404(Locality.objects.visible_to(request.user).with_last_name(), pk=pk)
        return {"under": locality.pk, "title": str(locality), "crumbs": crumbs_to([], day)}
    locality = spell.locality
    [spell] = hang_names([spell], day)
    context = {"under": locality.pk, "title": spell.name, "crumbs": crumbs_to(spell.above, day)}
    units = units_page(request, spells.as_at(day).filter(parent=locality), day)
    return context | {"page": units, "counts": register_counts(locality, day)}


def units_page(request: HttpRequest, units: LocalitySpellQuerySet, day: date) -> Page:
    """Return a page of units, each with `below`: the number of units directly under it."""
    page = page_of(units, request.GET.get("page"), UNITS_PER_PAGE)
    page.object_list = list(page.object_list)
    parents = [unit.locality_id for unit in page.object_list if unit.level < Level.COMMUNE]
    counts = LocalitySpell.objects.count_by_parent(parents, day) if parents else {}
    for unit in page.object_list:
        unit.below = counts.get(unit.locality_id, 0)
    page.has_units_below = bool(parents)
    return page


def crumbs_to(above: list[LocalitySpell], day: date) -> list[tuple[str, str]]:
    """Return (address, text) of each place from the whole country down to the last of `above`, opened in the tree of
    `day`.
    """
    tree = reverse("localities:tree")
    steps = [({}, _("Địa bàn")), *[({"under": each.locality_id}, each.name) for each in above]]
    return [(f"{tree}?{urlencode({**under, 'date': short_date(day)})}", words) for under, words in steps]


@require_safe
def locality_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a place: its spells, the places above and below it on a day, the places it was made of and became."""
    form = RegisterForm(request.GET)
    rows = LocalitySpell.objects.visible_to(request.user).filter(locality=pk)
    spells = list(rows.select_related("locality").order_by("valid_from"))
    if not spells:
        raise Http404  # a place without a spell is treated like a missing one
    spell = spell_near(spells, form.day)
    locality = spell.locality
    links = list(ChangeLink.objects.visible_to(request.user).recorded().told_by(spell).newest_first())
    names = names_for(spells, links)
    day = day_near(spell, form.day)
    for each in spells:
        each.above = names.above(each, day)
    context = {"form": form, "section": "localities", "locality": locality, "spell": spell, "spells": spells}
    context |= {"day": day, "asked": form.day, "crumbs": crumbs_to(spell.above, day)}
    context |= name_links(locality, links, names)
    context["panels"] = panels_for(request, locality)
    context["history"] = history_of(locality, request.user)
    return render(request, "localities/places/show.html", context | children(request, locality, day))


def children(request: HttpRequest, locality: Locality, day: date) -> dict:
    if locality.level == Level.COMMUNE:
        return {}
    units = LocalitySpell.objects.visible_to(request.user).as_at(day).filter(parent=locality)
    return {"page": units_page(request, units, day), "counts": register_counts(locality, day)}


@require_http_methods(LISTED)
def place_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PLACES)
