from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from ground.text import key_in
from localities.changes.pages import found_page, opened_page, place_page, units_of_page
from localities.places.forms import RegisterForm
from localities.places.listings import PLACES
from localities.places.models import LocalitySpell
from localities.places.pickers import PlacePick
from localities.places.states import Level
from workflow.history.lists import LISTED, list_page
from workflow.records.views import pick_page


@require_safe
def locality_list(request: HttpRequest) -> HttpResponse:
    """Show the tree of places as at a day, one opened place at a time; with search words, the places found instead."""
    form = RegisterForm(request.GET)
    spells = LocalitySpell.objects.visible_to(request.user)
    context = {"form": form, "day": form.day, "section": "localities"}
    if form.words:
        context["found"] = found_page(request, form, spells)
        return render(request, "localities/places/search.html", context)
    if request.GET.get("under"):
        context["opened"] = opened_page(request, _key_of_place(request.GET["under"]), form.day, spells)
        return render(request, "localities/places/opened.html", context)
    counts = spells.as_at(form.day).count_by_level()
    provinces = spells.as_at(form.day).filter(level=Level.PROVINCE)
    context["levels"] = [(Level(level).label, count) for level, count in counts.items()]
    context["units"] = units_of_page(request, provinces, form.day)
    return render(request, "localities/places/tree.html", context)


def _key_of_place(text: str) -> int:
    key = key_in(text)
    if key is None:
        raise Http404
    return key


@require_safe
def locality_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, PlacePick())


@require_safe
def locality_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a place: its spells, the places above and below it on a day, the places it was made of and became."""
    form = RegisterForm(request.GET)
    rows = LocalitySpell.objects.visible_to(request.user).filter(locality=pk)
    spells = list(rows.select_related("locality").order_by("valid_from"))
    if not spells:
        raise Http404  # an identity without a spell can't be told from one that doesn't exist
    page = place_page(request, spells, form.day)
    return render(request, "localities/places/show.html", {"form": form, "section": "localities", **vars(page)})


@require_http_methods(LISTED)
def place_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PLACES)
