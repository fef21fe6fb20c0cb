"""Pages of the book of incoming papers."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ground.listing import ListQuery, chips_of, controls_of
from ground.text import key_in
from inspections.papers.arrivals.acts import cancel_arrival, enter
from inspections.papers.arrivals.forms import ArrivalForm, ArrivalLineForm, CancelArrivalForm
from inspections.papers.arrivals.listings import ARRIVALS, note_of, type_and_title
from inspections.papers.arrivals.models import Arrival
from inspections.papers.models import OfficialPaper
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page, record_page
from workflow.records.pages import FormPage

FORM = "inspections/criteria/form.html"
MOST_LINES = 3000  # of a book that is printed at once
writing = require_http_methods(["GET", "HEAD", "POST"])


@require_http_methods(LISTED)
def arrival_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, ARRIVALS)


@dataclass(frozen=True)
class Line:
    arrival: Arrival
    title: str
    note: str


@dataclass(frozen=True)
class Book:
    body_name: str
    year: int
    lines: list[Line]


@require_safe
def arrival_book(request: HttpRequest) -> HttpResponse:
    """Show all lines of one year, to read and to print; without a year lead to the newest."""
    query = ListQuery(ARRIVALS, request.GET, request.user)
    newest = next(iter(query.options["year"]), None)
    if newest is not None and "year" not in query.chosen:
        return redirect(f"{request.path}{query.link(year=newest)}")
    rows = query.narrowed(ARRIVALS.rows(request.user)).order_by("organization", "-year", "n")
    found = list(rows.prefetch_related("organization__names")[: MOST_LINES + 1])
    context = {
        "section": "papers",
        "listing": ARRIVALS,
        "query": query,
        "controls": controls_of(query),
        "chips": chips_of(query) if query.words else [],
        "books": _books(found[:MOST_LINES]),
        "is_cut": len(found) > MOST_LINES,
        "may_write": bool(request.user.reach.board),
    }
    return render(request, "inspections/papers/arrivals/book.html", context)


def _books(rows: list[Arrival]) -> list[Book]:
    """Return a book for each body and year; the rows come in this order."""
    today, books = timezone.localdate(), []
    for (body, year), lines in groupby(rows, lambda row: (row.organization, row.year)):
        shown = [Line(row, type_and_title(row), note_of(row)) for row in lines]
        books.append(Book(body.full_name_at(today), year, shown))
    return books


@writing
def arrival_new(request: HttpRequest) -> HttpResponse:
    """Enter a paper into the book: ?paper= names one that the portal has."""
    if not request.user.reach.board:
        raise PermissionDenied
    key = key_in(request.GET.get("paper", ""))
    known = OfficialPaper.objects.visible_to(request.user).filter(pk=key).first() if key else None
    form = ArrivalForm(_sent(request), user=request.user, initial={"known": known.pk} if known else {})

    def save(form):
        names = ("organization", "arrived_on", "received_by", "note")
        typed = {name: form.cleaned_data[name] for name in names}
        made = enter(form.paper(), actor=request.user, **typed)
        messages.success(request, _("Đã vào sổ văn bản đến, số đến %s.") % made)
        return f"{reverse('arrival_list')}?year={made.year}"

    return form_page(request, form, save, _page(_("Vào sổ văn bản đến"), _("Vào sổ")))


@writing
def arrival_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    arrival = _found(request, pk)
    if not arrival.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    form = ArrivalLineForm(_sent(request), instance=arrival, user=request.user)
    lead = _("Số đến, ngày đến giữ nguyên. Vào sổ nhầm thì hủy số đến kèm lý do.")
    return record_page(request, form, _page(_("Sửa số đến %s") % arrival, _("Lưu"), lead, arrival))


@writing
def arrival_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    arrival = _found(request, pk)

    def cancel(form):
        cancel_arrival(arrival, form.cleaned_data["reason"], request.user)
        messages.success(request, _("Đã hủy số đến %s.") % arrival)
        return f"{reverse('arrival_list')}?year={arrival.year}"

    page = _page(_("Hủy số đến %s") % arrival, _("Hủy số"), _("Số đến đã hủy không cấp lại."))
    return form_page(request, CancelArrivalForm(_sent(request)), cancel, page)


def _found(request: HttpRequest, pk: int) -> Arrival:
    return get_object_or_404(Arrival.objects.visible_to(request.user), pk=pk)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True, kw_only=True)
class ArrivalPage(FormPage):
    arrival: Arrival | None = None


def _page(title: str, button: str, lead: str = "", arrival: Arrival | None = None) -> ArrivalPage:
    return ArrivalPage(
        section="papers",
        title=title,
        back=reverse("arrival_list"),
        back_words=_("Văn bản đến theo số"),
        button=button,
        lead=lead,
        template="inspections/papers/arrivals/edit.html" if arrival else FORM,
        arrival=arrival,
    )
