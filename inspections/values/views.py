from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from inspections.criteria.pages import sent
from inspections.inspections.entry import (
    FormInPlace,
    delete_link,
    delete_row,
    form_in_place,
    inspection_to_write,
    row_to_write,
    writing,
)
from inspections.values.acts import as_typed_before, record
from inspections.values.forms import ValueForm
from inspections.values.models import MeasuredValue
from inspections.values.querysets import MeasuredValueQuerySet


@writing
def value_add(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    inspection = inspection_to_write(request, reference=reference)
    criterion = get_object_or_404(inspection.campaign.criteria_set.criteria, pk=pk)
    value = MeasuredValue(inspection=inspection, set_criterion=criterion, **as_typed_before(inspection, criterion))
    return _value_page(request, value, _("Nhập số liệu"))


@writing
def value_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _value_page(request, row_to_write(request, _values(), pk), _("Sửa số"))


@writing
def value_delete(request: HttpRequest, pk: int) -> HttpResponse:
    value = row_to_write(request, _values(), pk)
    title = _("Xóa số của chỉ tiêu %s") % value.set_criterion.number
    return delete_row(request, value, value.inspection, title, f"criterion-{value.set_criterion_id}")


def _values() -> MeasuredValueQuerySet:
    return MeasuredValue.objects.current().select_related("set_criterion")


def _value_page(request: HttpRequest, value: MeasuredValue, title: str) -> HttpResponse:
    inspection, criterion = value.inspection, value.set_criterion
    form = ValueForm(sent(request), user=request.user, instance=value)

    def save(form: ValueForm) -> MeasuredValue:
        revision, reason = form.cleaned_data["revision"], form.confirming_reason
        return record(value, request.user, revision=revision, replaces=form.replaces, reason=reason)

    shown = FormInPlace(
        title=f"{title}: {criterion.number} {criterion.label}",
        row=f"criterion-{criterion.pk}",
        place="rows",
        columns=6,
        fields="inspections/values/_value_fields.html",
        then="next",
        remove=delete_link(value),
    )
    return form_in_place(request, inspection, form, save, shown)
