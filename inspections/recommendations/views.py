from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.criteria.pages import sent
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
from inspections.inspections.models import Inspection
from inspections.recommendations.acts import assign, recommend
from inspections.recommendations.forms import AssignmentForm, NewRecommendationForm, RecommendationForm
from inspections.recommendations.listings import RECOMMENDATIONS
from inspections.recommendations.models import Assignment, Recommendation
from inspections.recommendations.states import UPWARD
from workflow.history.lists import LISTED, list_page

COLUMNS = 5  # of the tables of recommendations on the inspection's page
FIELDS = "inspections/recommendations/_fields.html"


@require_http_methods(LISTED)
def recommendation_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, RECOMMENDATIONS)


@writing
def recommendation_add(request: HttpRequest, reference: str) -> HttpResponse:
    inspection = inspection_to_write(request, reference=reference)
    recommendation = _new_in(inspection, request)
    form = NewRecommendationForm(sent(request), user=request.user, instance=recommendation)

    def save(form):
        return recommend(recommendation, form.owner_values if form.has_owner else None, request.user)

    title, row = _("Thêm đề nghị"), "new-recommendation"
    if recommendation.is_upward:
        title, row = _("Thêm kiến nghị"), "new-petition"
    return form_in_place(request, inspection, form, save, FormInPlace(title, row, "block", fields=FIELDS))


def _new_in(inspection: Inspection, request: HttpRequest) -> Recommendation:
    """Return a recommendation in the direction that the address or the form names: with its author and place."""
    direction = request.POST.get("direction") or request.GET.get("direction")
    is_upward = direction in UPWARD
    last = inspection.recommendations.filter(direction__in=UPWARD) if is_upward else inspection.recommendations
    last = last.order_by("position", "pk").last()
    board, unit = inspection.campaign.inspecting_organization, inspection.reporting_organization
    return Recommendation(
        campaign=inspection.campaign,
        inspection=inspection,
        direction=direction if is_upward else Recommendation.Direction.RECOMMEND,
        author_organization=unit if is_upward else board,
        position=last.position + 1 if last else 1,
    )


@writing
def recommendation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    recommendation = row_to_write(request, _recommendations(), pk)
    form = RecommendationForm(sent(request), user=request.user, instance=recommendation)
    remove = delete_link(recommendation)
    shown = FormInPlace(_("Sửa đề nghị"), f"recommendation-{pk}", "rows", COLUMNS, fields=FIELDS, remove=remove)
    return form_in_place(request, recommendation.inspection, form, writes(request, recommendation), shown)


@writing
def recommendation_delete(request: HttpRequest, pk: int) -> HttpResponse:
    recommendation = row_to_write(request, _recommendations(), pk)
    row = f"recommendation-{pk}"
    return delete_row(request, recommendation, recommendation.inspection, _("Xóa đề nghị"), row)


def _recommendations():
    return Recommendation.objects.exclude(inspection=None)


@writing
def assignment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an assignment, also after the conclusion until the inspection is closed; it is followed up then."""
    assignment = Assignment(recommendation=row_to_write(request, _recommendations(), pk))
    save = partial(_assign, request, assignment)
    return _assignment_page(request, assignment, _("Thêm đơn vị thực hiện"), save, is_live=True)


@writing
def assignment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = row_to_write(request, _assignments(), pk, "recommendation")
    save = writes(request, assignment, assignment.recommendation.inspection)
    return _assignment_page(request, assignment, _("Sửa đơn vị thực hiện"), save)


@writing
def assignment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = row_to_write(request, _assignments(), pk, "recommendation")
    recommendation = assignment.recommendation
    row = f"recommendation-{recommendation.pk}"
    return delete_row(request, assignment, recommendation.inspection, _("Xóa đơn vị thực hiện"), row)


def _assignments():
    return Assignment.objects.exclude(recommendation__inspection=None)


def _assignment_page(request, assignment, title, save, is_live=False):
    recommendation = assignment.recommendation
    inspection = recommendation.inspection
    form = AssignmentForm(sent(request), user=request.user, instance=assignment, inspection=inspection)
    shown = FormInPlace(
        title=title,
        row=f"recommendation-{recommendation.pk}",
        place="rows",
        columns=COLUMNS,
        fields=FIELDS,
        lead=recommendation.text,
        remove=delete_link(assignment),
        is_live=is_live,
    )
    return form_in_place(request, inspection, form, save, shown)


def _assign(request, assignment, form):
    return assign(assignment, request.user)
