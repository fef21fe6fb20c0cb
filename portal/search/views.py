from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.search.groups import found, words_of


@require_safe
def search_show(request: HttpRequest) -> HttpResponse:
    search = words_of(request.GET.get("q", ""))
    shown = {"searched": search.words, "note": search.note, "groups": found(request.user, search.words)}
    return render(request, "portal/search/search.html", shown)
