"""Forms in place: a fragment of the inspection's page for htmx, a page of its own without script."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.checks import why_read_only
from inspections.entry.acts import replace_value, write
from inspections.entry.forms import ValueForm
from inspections.entry.values import as_typed_before, earlier_values
from inspections.lists import told, with_progress
from inspections.models import Inspection, MeasuredValue
from inspections.reading import units_of
from inspections.states import WRITERS
from workflow.views import delete_page, form_page

ABOVE = ["inspection__campaign__inspecting_organization", "inspection__delegation"]  # what its writers are read from
writing = require_http_methods(["GET", "HEAD", "POST"])


# --- Values --------------------------------------------------------------------------------------------------------
@writing
def value_add(request, reference, pk):
    inspection = _to_write(request, reference=reference)
    asked = get_object_or_404(inspection.campaign.criteria_set.criteria, pk=pk)
    value = MeasuredValue(inspection=inspection, set_criterion=asked, **as_typed_before(inspection, asked))
    return _value_page(request, value, _("Ghi số"))


@writing
def value_edit(request, pk):
    rows = MeasuredValue.objects.visible_to(request.user).current().select_related("set_criterion")
    value = get_object_or_404(rows, pk=pk)
    value.inspection = _to_write(request, pk=value.inspection_id)
    return _value_page(request, value, _("Sửa số"))


@writing
def value_delete(request, pk):
    rows = MeasuredValue.objects.visible_to(request.user).current().select_related("set_criterion", *ABOVE)
    value = get_object_or_404(rows, pk=pk)
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
            replace_value(form.replaces, form.instance, request.user, form.given_reason)
        else:
            write(form.instance, inspection, request.user, form.cleaned_data["revision"], form.given_reason)
        return _back(inspection, row)

    row = f"criterion-{asked.pk}"
    page = {"title": f"{title}: {asked.number} {asked.label}", "row": row, "asked": asked}
    page["remove"] = reverse("value_delete", args=[value.pk]) if value.pk else ""
    return _in_place(request, inspection, form, save, {**page, "part": "value"})


# --- What all of them share ------------------------------------------------------------------------------------------
def _to_write(request, **which) -> Inspection:
    """The inspection as its page has it; 404 for who doesn't see it, 403 for who sees it and writes nothing in it."""
    rows = with_progress(Inspection.objects.visible_to(request.user)).select_related(
        "campaign__inspecting_organization", "campaign__criteria_set", "subject_organization__locality"
    )
    today = timezone.localdate()
    inspection = told(get_object_or_404(rows, **which), today)
    if not inspection.hats_of(request.user, today) & WRITERS:
        raise PermissionDenied
    return inspection


def _delete_page(request, record, inspection, title, row):
    page = {"title": title, "back": _back(inspection, row), "back_words": inspection.reference, "section": "campaigns"}
    return delete_page(request, record, inspection, page)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _back(inspection, row: str) -> str:
    return f"{inspection.get_absolute_url()}#{row}"


def _in_place(request, inspection, form, act, page):
    """`page`: title, row (the id of the element on the inspection's page that the form takes the place of), part."""
    context = {
        "section": "campaigns",
        "lead": f"{inspection.reference} · {inspection.subject_name}",
        "back": _back(inspection, page["row"]),
        "back_words": inspection.reference,
        "button": _("Lưu"),
        "inspection": inspection,
        "action": request.path,
        "template": f"inspections/entry/{page['part']}{'_row' if request.htmx else ''}.html",
        **page,
    }
    refusal = why_read_only(inspection)
    if refusal:
        return render(request, "inspections/entry/read_only.html", {**context, "refusal": refusal}, status=409)
    return form_page(request, form, act, context)
