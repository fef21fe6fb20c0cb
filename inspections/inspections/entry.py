"""Forms in place on an inspection's page: a fragment for htmx, a page of its own without script."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Manager, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.inspections.acts import write
from inspections.inspections.checks import why_read_only
from inspections.inspections.models import Inspection
from inspections.inspections.states import WRITERS
from workflow.history.views import delete_page, form_page, show_form
from workflow.records.forms import RecordForm
from workflow.records.models import Record
from workflow.records.pages import FormOutcome, FormPage

writing = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class FormInPlace:
    """A form on the inspection's page: its heading, and the element it replaces.

    `row`: that element's id; `place`: "rows" of a table of so many `columns`, an "item" of a list or a "block";
    `fields`: the template of its fields, which may read `shown.more`; `lead`: under the title, "" for the inspection's
    name; `then`: "next" where the focus goes to the next row after saving; `remove`: address of the deletion, "" for
    none; `is_live`: may be written after the conclusion too, until the inspection is closed.
    """

    title: str
    row: str
    place: str
    columns: int = 0
    fields: str = "inspections/inspections/_plain_fields.html"
    more: Any = None
    lead: str = ""
    then: str = "same"
    remove: str = ""
    is_live: bool = False


def inspection_to_write(request: HttpRequest, **which) -> Inspection:
    """Find the inspection with the name of its subject and what `roles_of` reads, in three queries.

    404 for who doesn't see it, 403 for who sees it and writes nothing in it.
    """
    rows = Inspection.objects.visible_to(request.user).with_roles().with_days()
    rows = rows.select_related("subject_organization__locality").prefetch_related("subject_organization__names")
    inspection = get_object_or_404(rows, **which)
    if not inspection.roles_of(request.user, timezone.localdate()) & WRITERS:
        raise PermissionDenied
    return inspection


def row_to_write(request: HttpRequest, rows: Manager | QuerySet, pk: int, above: str = "") -> Record:
    """Find a row of an inspection that the user writes in; `above` is the key of what holds its inspection."""
    row = get_object_or_404(rows.visible_to(request.user).select_related(f"{above}__inspection".lstrip("_")), pk=pk)
    holder = getattr(row, above) if above else row
    holder.inspection = inspection_to_write(request, pk=holder.inspection_id)
    return row


def writes(request: HttpRequest, record: Record, inspection: Inspection | None = None) -> Callable:
    """Return the act that saves the form's record, new or changed."""

    def save(form):
        return write(record, inspection or record.inspection, request.user, form.cleaned_data["revision"])

    return save


def delete_link(record: Record) -> str:
    """Return the address of the record's deletion, "" for a new one."""
    return reverse(f"{record._meta.model_name}_delete", args=[record.pk]) if record.pk else ""


def delete_row(request: HttpRequest, record: Record, inspection: Inspection, title: str, row: str) -> HttpResponse:
    """Show the page that deletes a row; it leads back to the element `row` of the inspection's page."""
    back = _address(inspection, row)
    page = FormPage(section="campaigns", title=title, back=back, back_words=inspection.reference)
    return delete_page(request, record, inspection, page)


def form_in_place(
    request: HttpRequest, inspection: Inspection, form: RecordForm, act: Callable, shown: FormInPlace
) -> HttpResponse:
    """Show the form on GET, perform `act(form)` on POST; answer 409 where the inspection is read-only."""
    form.auto_id = f"{shown.row}-%s"  # several forms may be open on one page
    page = _page(request, inspection, shown)
    refusal = why_read_only(inspection, is_live=shown.is_live)
    if refusal:
        page = replace(page, template="inspections/inspections/read_only.html")
        return show_form(request, form, page, FormOutcome(refusal), status=409)

    def save(form):
        act(form)
        return page.back

    return form_page(request, form, save, page)


@dataclass(frozen=True, kw_only=True)
class EntryPage(FormPage):
    """A form on the inspection's page, or the page of its own that it has without script."""

    shown: FormInPlace


def _page(request: HttpRequest, inspection: Inspection, shown: FormInPlace) -> EntryPage:
    subject = inspection.subject_organization.full_name_at(inspection.day)
    return EntryPage(
        section="campaigns",
        title=shown.title,
        lead=shown.lead or f"{inspection.reference} · {subject}",
        back=_address(inspection, shown.row),
        back_words=inspection.reference,
        button=_("Lưu"),
        template=f"inspections/inspections/{'in_place' if request.htmx else 'form'}.html",
        shown=shown,
    )


def _address(inspection, row: str) -> str:
    return f"{inspection.get_absolute_url()}#{row}"
