from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground.inputs import excerpt
from ground.limits import LONG_TEXT
from ground.text import key_in, nfc
from inspections.criteria.pages import sent
from inspections.findings.acts import next_finding
from inspections.findings.forms import CauseForm, FindingForm
from inspections.findings.listings import FINDINGS
from inspections.findings.models import Cause, Finding
from inspections.inspections.entry import (
    FormInPlace,
    delete_link,
    delete_row,
    form_in_place,
    inspection_to_write,
    row_to_write,
    writes,
    writing,
)
from inspections.values.placeholders import Piece, placeholders_for
from workflow.history.lists import LISTED, list_page


@require_http_methods(LISTED)
def finding_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, FINDINGS)


@writing
def finding_add(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    inspection = inspection_to_write(request, reference=reference)
    if kind not in Finding.Kind.values:
        raise Http404
    title = _("Thêm ưu điểm") if kind == Finding.Kind.STRENGTH else _("Thêm hạn chế")
    return _finding_page(request, next_finding(inspection, kind), title, f"new-{kind}", "block")


@writing
def finding_edit(request: HttpRequest, pk: int) -> HttpResponse:
    finding = row_to_write(request, Finding.objects.exclude(inspection=None), pk)
    title = _("Sửa ưu điểm") if finding.kind == Finding.Kind.STRENGTH else _("Sửa hạn chế")
    return _finding_page(request, finding, title, f"finding-{finding.pk}", "item")


@writing
def finding_delete(request: HttpRequest, pk: int) -> HttpResponse:
    finding = row_to_write(request, Finding.objects.exclude(inspection=None), pk)
    return delete_row(request, finding, finding.inspection, _("Xóa nhận xét"), f"finding-{pk}")


@dataclass(frozen=True)
class TextPreview:
    """A finding's text as it will read, the values it may tell, and the address that renders what is being typed."""

    offered: list[tuple[str, str]]
    pieces: list[Piece]
    address: str


def _finding_page(request, finding, title, row, place):
    placeholders = placeholders_for(finding.inspection, request.user)
    more = TextPreview(
        offered=placeholders.offered(),
        pieces=placeholders.pieces(finding.text),
        address=reverse("finding_preview", args=[finding.inspection.reference]),
    )
    fields = "inspections/findings/_finding_fields.html"
    shown = FormInPlace(title, row, place, fields=fields, more=more, remove=delete_link(finding))
    initial = {"repeats": key_in(request.GET["repeats"])} if "repeats" in request.GET else {}  # as it was suggested
    form = FindingForm(sent(request), user=request.user, instance=finding, initial=initial)
    return form_in_place(request, finding.inspection, form, writes(request, finding), shown)


@require_POST
def finding_preview(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how a text that is being typed will read; nothing is written."""
    inspection = inspection_to_write(request, reference=reference)
    pieces = placeholders_for(inspection, request.user).pieces(excerpt(nfc(request.POST.get("text", "")), LONG_TEXT))
    return render(request, "inspections/findings/_preview.html", {"pieces": pieces})


@writing
def cause_add(request: HttpRequest, reference: str) -> HttpResponse:
    inspection = inspection_to_write(request, reference=reference)
    shortcomings = inspection.findings.filter(kind=Finding.Kind.SHORTCOMING).order_by("causes__pk", "position")
    first = shortcomings.filter(causes=None).first() or shortcomings.first()
    return _cause_page(request, inspection, Cause(finding=first), _("Thêm nguyên nhân"), "new-cause", "block")


@writing
def cause_edit(request: HttpRequest, pk: int) -> HttpResponse:
    cause = row_to_write(request, Cause.objects.exclude(finding__inspection=None), pk, "finding")
    return _cause_page(request, cause.finding.inspection, cause, _("Sửa nguyên nhân"), f"cause-{pk}", "item")


@writing
def cause_delete(request: HttpRequest, pk: int) -> HttpResponse:
    cause = row_to_write(request, Cause.objects.exclude(finding__inspection=None), pk, "finding")
    return delete_row(request, cause, cause.finding.inspection, _("Xóa nguyên nhân"), f"cause-{pk}")


def _cause_page(request, inspection, cause, title, row, place):
    shown = FormInPlace(title, row, place, remove=delete_link(cause))
    form = CauseForm(sent(request), user=request.user, instance=cause, inspection=inspection)
    return form_in_place(request, inspection, form, writes(request, cause, inspection), shown)
