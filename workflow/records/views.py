"""Requests of the forms' scripts: suggestions of a picker, discarding a saved draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from ground.inputs import search_words
from ground.text import fold, key_in, nfc
from workflow.records.models import SavedDraft
from workflow.records.pickers import LIMIT, PickField, link_to_add


def pick_page(request: HttpRequest, field: PickField) -> HttpResponse:
    """Return the suggestions of a picker (workflow.records.pickers), as its script requests them:
    ?q=words&on=date&work=campaign.
    """
    field.limit_to(request.user)
    field.day, field.work = _day_in(request.GET.get("on", "")), key_in(request.GET.get("work", ""))
    search = search_words(nfc(request.GET.get("q", "")))
    options = field.options(search.words, LIMIT) if fold(search.words) and not search.note else []
    shown = {"options": options, "words": search.words, "is_too_long": bool(search.note)}
    shown["add_link"] = link_to_add(field.added_at, search.words)
    return render(request, "workflow/records/_pick_options.html", shown)


def _day_in(typed: str):
    try:
        return parse_date(typed)
    except ValueError:  # well written, but no day of the calendar
        return None


@require_POST
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SavedDraft.objects.visible_to(request.user), pk=pk)
    row.delete()
    return redirect(f"{row.path}?{row.query}" if row.query else row.path)
