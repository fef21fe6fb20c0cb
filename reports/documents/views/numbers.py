"""Pages of the registers: their numbers, those of papers outside the portal, cancelled ones."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organization
from ground.listing import ListQuery, chips_of, controls_of
from inspections.criteria.pages import sent
from reports.documents.forms import CancelNumberForm, OutsideNumberForm
from reports.documents.listings import NUMBERS
from reports.documents.registers.acts import cancel_number, record_outside, register_at
from reports.documents.registers.book import MOST_LINES, books_of, gaps, run_in_words
from reports.documents.registers.models import NumberRegister, TakenNumber
from reports.documents.registers.naming import register_name
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page
from workflow.records.pages import FormPage

FORM = "inspections/criteria/form.html"
COLUMNS_OF_THE_BOOK = ["n", "printed", "register", "dated_on", "about", "signer", "recipients", "archive", "use"]
writing = require_http_methods(["GET", "HEAD", "POST"])


@require_http_methods(LISTED)
def number_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, NUMBERS)


@require_safe
def number_book(request: HttpRequest) -> HttpResponse:
    """Show the office's book of one year or term, with all lines of what is filtered, to read and to print; without a
    year or term lead to the newest.
    """
    query = ListQuery(NUMBERS, request.GET, request.user)
    newest = next(iter(query.options["series"]), None)
    if newest is not None and "series" not in query.chosen:
        return redirect(f"{request.path}{query.link(series=newest)}")
    rows = query.narrowed(NUMBERS.rows(request.user)).prefetch_related("register__organization__names")
    found = list(rows.order_by("register__organization", "register__series", "register__kind", "register", "n"))
    is_whole = not query.words and set(query.chosen) <= {"series", "register"}
    context = {
        "section": "papers",
        "listing": NUMBERS,
        "query": query,
        "controls": controls_of(query),
        "chips": [chip for chip in chips_of(query) if not is_whole],
        "books": books_of(found[:MOST_LINES], timezone.localdate(), is_whole and len(found) <= MOST_LINES),
        "left_out": max(len(found) - MOST_LINES, 0),
        "export": query.link(export="xlsx", sort="n", col=COLUMNS_OF_THE_BOOK),
    }
    return render(request, "documents/screens/number_book.html", context)


@dataclass(frozen=True)
class RegisterRow:
    register: NumberRegister
    name: str
    body_name: str
    outside: int
    cancelled: int
    reserved: int
    gaps: str  # "4–6, 9"; "" where every number up to the last is taken


@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """Show the registers of the user's inspecting bodies with how many of their numbers went where."""
    rows = NumberRegister.objects.filter(organization__in=request.user.reach.board)
    counts = {use: Count("taken", Q(taken__use=use)) for use in ("outside", "cancelled", "reserved")}
    rows = (
        rows.annotate(**counts, count=Count("taken"))
        .select_related("organization")
        .prefetch_related("organization__names")
    )
    rows, today = rows.order_by("-series", "kind", "pk"), timezone.localdate()
    missing = _gaps_in([row for row in rows if row.count < row.last])
    shown = [
        RegisterRow(
            register=row,
            name=register_name(row.kind),
            body_name=row.organization.full_name_at(today),
            outside=row.outside,
            cancelled=row.cancelled,
            reserved=row.reserved,
            gaps=missing.get(row.pk, ""),
        )
        for row in rows
    ]
    context = {"section": "papers", "rows": shown, "may_write": bool(request.user.reach.board)}
    return render(request, "documents/screens/registers.html", context)


def _gaps_in(registers: list[NumberRegister]) -> dict[int, str]:
    """Return the numbers that nothing has taken, in words, by register."""
    taken = defaultdict(list)
    for register, n in TakenNumber.objects.filter(register__in=registers).values_list("register", "n"):
        taken[register].append(n)
    found = {each.pk: gaps(taken[each.pk], each.last) for each in registers}
    return {pk: ", ".join(run_in_words(run) for run in runs) for pk, runs in found.items()}


@writing
def number_outside(request: HttpRequest) -> HttpResponse:
    """Record the number of a paper that was made outside the portal; the form is empty for the next one after it."""
    if not request.user.reach.board:
        raise PermissionDenied
    form = OutsideNumberForm(sent(request), user=request.user)

    def save(form):
        typed = form.cleaned_data
        register = register_at(typed["organization"], typed["kind"], typed["dated_on"])
        record_outside(register, typed["n"], typed["printed"], typed["dated_on"], typed["about"], request.user)
        messages.success(request, _("Đã ghi số %s.") % typed["printed"])
        return f"{reverse('number_list')}?register={register.pk}"

    return form_page(request, form, save, _page(_("Ghi số văn bản ngoài cổng"), _("Ghi số")))


@writing
def number_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a number that no issued paper has, with a reason."""
    rows = TakenNumber.objects.visible_to(request.user).select_related("register", "document")
    taken = get_object_or_404(rows, pk=pk)
    page = _page(_("Hủy số %s") % taken.printed, _("Hủy số"), _("Số đã hủy không cấp lại cho văn bản nào."))

    def cancel(form):
        cancel_number(taken, form.cleaned_data["reason"], request.user)
        messages.success(request, _("Đã hủy số %s.") % taken.printed)
        return f"{reverse('number_list')}?register={taken.register_id}"

    return form_page(request, CancelNumberForm(sent(request)), cancel, page)


def _page(title: str, button: str, lead: str = "") -> FormPage:
    return FormPage(
        section="papers",
        title=title,
        back=reverse("register_list"),
        back_words=_("Sổ số văn bản"),
        button=button,
        lead=lead,
        template=FORM,
    )


def bodies_of(request: HttpRequest) -> list[Organization]:
    """Return the inspecting bodies in whose name the user leads or works and that still issue papers, with names."""
    rows = Organization.objects.filter(pk__in=request.user.reach.board).prefetch_related("names__signer")
    today = timezone.localdate()
    return [body for body in rows.order_by("pk") if not body.is_closed_at(today)]
