"""Pages of the registers: their numbers, those of papers outside the portal, cancelled ones."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organization
from inspections.criteria.pages import sent
from reports.documents.forms import CancelNumberForm, OutsideNumberForm
from reports.documents.listings import NUMBERS
from reports.documents.registers.acts import cancel_number, record_outside, register_at
from reports.documents.registers.models import NumberRegister, TakenNumber
from reports.documents.registers.naming import register_name
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page
from workflow.records.pages import FormPage

FORM = "inspections/criteria/form.html"
writing = require_http_methods(["GET", "HEAD", "POST"])


@require_http_methods(LISTED)
def number_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, NUMBERS)


@dataclass(frozen=True)
class RegisterRow:
    register: NumberRegister
    name: str
    body_name: str
    outside: int
    cancelled: int
    reserved: int


@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """Show the registers of the user's inspecting bodies with how many of their numbers went where."""
    rows = NumberRegister.objects.filter(organization__in=request.user.reach.board)
    counts = {use: Count("taken", Q(taken__use=use)) for use in ("outside", "cancelled", "reserved")}
    rows = rows.annotate(**counts).select_related("organization").prefetch_related("organization__names")
    today = timezone.localdate()
    shown = [
        RegisterRow(
            register=row,
            name=register_name(row.kind),
            body_name=row.organization.full_name_at(today),
            outside=row.outside,
            cancelled=row.cancelled,
            reserved=row.reserved,
        )
        for row in rows.order_by("-series", "kind", "pk")
    ]
    context = {"section": "papers", "rows": shown, "may_write": bool(request.user.reach.board)}
    return render(request, "documents/screens/registers.html", context)


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
