"""Forms in place: a fragment of the inspection's page for htmx, a page of its own without script."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ground.inputs import excerpt
from ground.limits import LONG_TEXT
from ground.text import nfc
from inspections.findings.acts import next_finding
from inspections.findings.forms import CauseForm, FindingForm
from inspections.inspections.acts import write
from inspections.inspections.checks import why_read_only
from inspections.inspections.states import WRITERS
from inspections.inspections.units import units_of
from inspections.models import Assignment, Cause, Finding, Inspection, MeasuredValue, Recommendation
from inspections.recommendations.acts import assign, recommend
from inspections.recommendations.forms import AssignmentForm, NewRecommendationForm, RecommendationForm
from inspections.values.acts import replace_value
from inspections.values.earlier import as_typed_before, earlier_values, told_of
from inspections.values.forms import ValueForm
from portal.inspections.page import filled, with_bodies
from workflow.history.views import delete_page, form_page

writing = require_http_methods(["GET", "HEAD", "POST"])


# --- Values ----------------------------------------------------------------------------------------------------------
@writing
def value_add(request, reference, pk):
    inspection = _to_write(request, reference=reference)
    asked = get_object_or_404(inspection.campaign.criteria_set.criteria, pk=pk)
    value = MeasuredValue(inspection=inspection, set_criterion=asked, **as_typed_before(inspection, asked))
    return _value_page(request, value, _("Ghi số"))


@writing
def value_edit(request, pk):
    value = _row(request, MeasuredValue.objects.current().select_related("set_criterion"), pk)
    return _value_page(request, value, _("Sửa số"))


@writing
def value_delete(request, pk):
    value = _row(request, MeasuredValue.objects.current().select_related("set_criterion"), pk)
    title = _("Xóa số của chỉ tiêu %s") % value.set_criterion.number
    return _delete_page(request, value, value.inspection, title, f"criterion-{value.set_criterion_id}")


def _value_page(request, value, title):
    inspection, asked = value.inspection, value.set_criterion
    form = ValueForm(
        _sent(request),
        user=request.user,
        instance=value,
        units=units_of(inspection),
        day=inspection.day,
        earlier_of=earlier_values(value, request.user),
    )

    def save(form):
        if form.replaces:
            return replace_value(form.replaces, value, request.user, form.given_reason)
        return write(value, inspection, request.user, form.cleaned_data["revision"], form.given_reason)

    page = {"fields": "value", "place": "rows", "columns": 6, "row": f"criterion-{asked.pk}", "asked": asked}
    page |= {"title": f"{title}: {asked.number} {asked.label}", "then": "next", "remove": _delete_link(value)}
    return _in_place(request, inspection, form, save, page)


# --- Findings and their causes ---------------------------------------------------------------------------------------
@writing
def finding_add(request, reference, kind):
    inspection = _to_write(request, reference=reference)
    if kind not in Finding.Kind.values:
        raise Http404
    title = _("Thêm ưu điểm") if kind == Finding.Kind.STRENGTH else _("Thêm hạn chế")
    return _finding_page(request, next_finding(inspection, kind), title, f"new-{kind}", "block")


@writing
def finding_edit(request, pk):
    finding = _row(request, Finding.objects.exclude(inspection=None), pk)
    title = _("Sửa ưu điểm") if finding.kind == Finding.Kind.STRENGTH else _("Sửa hạn chế")
    return _finding_page(request, finding, title, f"finding-{finding.pk}", "item")


@writing
def finding_delete(request, pk):
    finding = _row(request, Finding.objects.exclude(inspection=None), pk)
    return _delete_page(request, finding, finding.inspection, _("Xóa nhận xét"), f"finding-{pk}")


def _finding_page(request, finding, title, row, place):
    told_here = told_of(finding.inspection, request.user)
    page = {
        **{"title": title, "row": row, "place": place, "fields": "finding", "remove": _delete_link(finding)},
        **{"offered": told_here.offered(), "pieces": told_here.pieces(finding.text)},
        "told_address": reverse("finding_told", args=[finding.inspection.reference]),
    }
    form = FindingForm(_sent(request), user=request.user, instance=finding)
    return _in_place(request, finding.inspection, form, _writes(request, finding), page)


@require_POST
def finding_told(request, reference):
    """How a text that is being typed will read; nothing is written."""
    inspection = _to_write(request, reference=reference)
    pieces = told_of(inspection, request.user).pieces(excerpt(nfc(request.POST.get("text", "")), LONG_TEXT))
    return render(request, "portal/entry/_told.html", {"pieces": pieces})


@writing
def cause_add(request, reference):
    inspection = _to_write(request, reference=reference)
    shortcomings = inspection.findings.filter(kind=Finding.Kind.SHORTCOMING).order_by("causes__pk", "position")
    first = shortcomings.filter(causes=None).first() or shortcomings.first()
    return _cause_page(request, inspection, Cause(finding=first), _("Thêm nguyên nhân"), "new-cause", "block")


@writing
def cause_edit(request, pk):
    cause = _row(request, Cause.objects.exclude(finding__inspection=None), pk, "finding__")
    return _cause_page(request, cause.finding.inspection, cause, _("Sửa nguyên nhân"), f"cause-{pk}", "item")


@writing
def cause_delete(request, pk):
    cause = _row(request, Cause.objects.exclude(finding__inspection=None), pk, "finding__")
    return _delete_page(request, cause, cause.finding.inspection, _("Xóa nguyên nhân"), f"cause-{pk}")


def _cause_page(request, inspection, cause, title, row, place):
    page = {"title": title, "row": row, "place": place, "remove": _delete_link(cause)}
    form = CauseForm(_sent(request), user=request.user, instance=cause, inspection=inspection)
    return _in_place(request, inspection, form, _writes(request, cause, inspection), page)


# --- Recommendations and who carries them out ------------------------------------------------------------------------
@writing
def recommendation_add(request, reference):
    inspection = _to_write(request, reference=reference)
    last = inspection.recommendations.order_by("position", "pk").last()
    asked = Recommendation(
        campaign=inspection.campaign,
        inspection=inspection,
        author_organization=inspection.campaign.inspecting_organization,
        position=last.position + 1 if last else 1,
    )
    form = NewRecommendationForm(_sent(request), user=request.user, instance=asked)

    def save(form):
        return recommend(asked, form.owner_given if form.has_owner else None, request.user)

    page = {"title": _("Thêm đề nghị"), "row": "new-recommendation", "place": "block"}
    return _in_place(request, inspection, form, save, page)


@writing
def recommendation_edit(request, pk):
    asked = _row(request, Recommendation.objects.exclude(inspection=None), pk)
    form = RecommendationForm(_sent(request), user=request.user, instance=asked)
    page = {"title": _("Sửa đề nghị"), "row": f"recommendation-{pk}", "remove": _delete_link(asked)}
    return _in_place(request, asked.inspection, form, _writes(request, asked), {**page, **ROWS_OF_ASKED})


@writing
def recommendation_delete(request, pk):
    asked = _row(request, Recommendation.objects.exclude(inspection=None), pk)
    return _delete_page(request, asked, asked.inspection, _("Xóa đề nghị"), f"recommendation-{pk}")


@writing
def assignment_add(request, pk):
    """Also after the conclusion, until the inspection is closed: then the work begins to be followed."""
    asked = _row(request, Recommendation.objects.exclude(inspection=None), pk)
    assignment = Assignment(recommendation=asked)
    save = partial(_assign, request, assignment)
    return _assignment_page(request, assignment, _("Thêm nơi thực hiện"), save, is_live=True)


@writing
def assignment_edit(request, pk):
    assignment = _row(request, Assignment.objects.exclude(recommendation__inspection=None), pk, "recommendation__")
    save = _writes(request, assignment, assignment.recommendation.inspection)
    return _assignment_page(request, assignment, _("Sửa nơi thực hiện"), save)


@writing
def assignment_delete(request, pk):
    assignment = _row(request, Assignment.objects.exclude(recommendation__inspection=None), pk, "recommendation__")
    asked = assignment.recommendation
    row = f"recommendation-{asked.pk}"
    return _delete_page(request, assignment, asked.inspection, _("Xóa nơi thực hiện"), row)


def _assignment_page(request, assignment, title, save, is_live=False):
    asked = assignment.recommendation
    form = AssignmentForm(_sent(request), user=request.user, instance=assignment, inspection=asked.inspection)
    page = {"title": title, "lead": asked.text, "row": f"recommendation-{asked.pk}", "is_live": is_live}
    page |= {"remove": _delete_link(assignment), **ROWS_OF_ASKED}
    return _in_place(request, asked.inspection, form, save, page)


def _assign(request, assignment, form):
    return assign(assignment, request.user)


# --- What all of them share ------------------------------------------------------------------------------------------
ROWS_OF_ASKED = {"place": "rows", "columns": 5}


def _to_write(request, **which) -> Inspection:
    """The inspection as its page has it; 404 for who doesn't see it, 403 for who sees it and writes nothing in it."""
    today = timezone.localdate()
    rows = with_bodies(Inspection.objects.visible_to(request.user))
    inspection = filled(get_object_or_404(rows, **which), today)
    if not inspection.hats_of(request.user, today) & WRITERS:
        raise PermissionDenied
    return inspection


def _row(request, rows, pk, above=""):
    """A row of an inspection that the user writes in; `above` leads to what holds its inspection."""
    row = get_object_or_404(rows.visible_to(request.user).select_related(f"{above}inspection"), pk=pk)
    holder = getattr(row, above.removesuffix("__")) if above else row
    holder.inspection = _to_write(request, pk=holder.inspection_id)
    return row


def _sent(request):
    return request.POST if request.method == "POST" else None


def _writes(request, record, inspection=None):
    """Saves the form's record, new or changed."""

    def save(form):
        return write(record, inspection or record.inspection, request.user, form.cleaned_data["revision"])

    return save


def _back(inspection, row: str) -> str:
    return f"{inspection.get_absolute_url()}#{row}"


def _delete_link(record) -> str:
    return reverse(f"{record._meta.model_name}_delete", args=[record.pk]) if record.pk else ""


def _delete_page(request, record, inspection, title, row):
    page = {"title": title, "back": _back(inspection, row), "back_words": inspection.reference, "section": "campaigns"}
    return delete_page(request, record, inspection, page)


def _in_place(request, inspection, form, act, page):
    """`page`: title; row: the id of the element on the inspection's page whose place the form takes; place: whether
    that is rows of a table, an item of a list or a block; fields: which template of fields, where not the plain one.
    """
    page = {
        "section": "campaigns",
        "lead": f"{inspection.reference} · {inspection.subject_name}",
        "back": _back(inspection, page["row"]),
        "back_words": inspection.reference,
        "button": _("Lưu"),
        "then": "same",
        "template": f"portal/entry/{'in_place' if request.htmx else 'page'}.html",
        **page,
        "fields": f"portal/entry/_{page.get('fields', 'plain')}_fields.html",
    }
    form.auto_id = f"{page['row']}-%s"  # several forms may be open on one page
    refusal = why_read_only(inspection, is_live=page.get("is_live", False))
    if refusal:
        return render(request, "portal/entry/read_only.html", {**page, "refusal": refusal}, status=409)

    def save(form):
        act(form)
        return page["back"]

    return form_page(request, form, save, page)
