from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organization
from ground.panels import ListPage, panels_for
from ground.web import page_of
from inspections.criteria.acts import add_criterion, change_criterion, copy_set
from inspections.criteria.forms import CriteriaSetForm, SetCriterionForm, own_bodies, points_text
from inspections.criteria.models import CriteriaSet, SetCriterion
from inspections.criteria.pages import page_for, places_in, sent, theirs_to_change
from inspections.criteria.pickers import CriterionPick
from workflow.history.kinds import History, history_of
from workflow.history.order import put_in_order
from workflow.history.views import delete_page, form_page, record_page
from workflow.records.views import pick_page


@require_safe
def criterion_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, CriterionPick())


@require_safe
def criteria_set_list(request: HttpRequest) -> HttpResponse:
    if not (request.user.is_administrator or request.user.reach.board):
        raise PermissionDenied
    rows = CriteriaSet.objects.visible_to(request.user).annotate(size=Count("criteria")).select_related("owner")
    page = page_of(
        rows.prefetch_related("owner__names").order_by("-year", "owner", "-version"), request.GET.get("page")
    )
    today = timezone.localdate()
    context = {
        "section": "campaigns",
        "page": page,
        "rows": [(criteria_set, criteria_set.owner.full_name_at(today)) for criteria_set in page],
        "panels": panels_for(request, ListPage("criteria_set_list")),
    }
    return render(request, "inspections/criteria/criteria_sets.html", context)


@dataclass(frozen=True)
class CriteriaGroup:
    """Criteria of one group that follow each other; `words`: how many, and the sum of their points if there are any."""

    name: str
    words: str


@dataclass(frozen=True)
class PointedCriterion:
    """A criterion of the set with its points in words, "" without points; `group`: of the first one in a group."""

    criterion: SetCriterion
    points: str
    group: CriteriaGroup | None


@dataclass(frozen=True)
class CriteriaSetPage:
    """A set with its criteria in order; `points`: of all of them together, in words."""

    criteria_set: CriteriaSet
    criteria: list[PointedCriterion]
    owner_name: str
    may: bool
    may_copy: bool
    points: str
    history: History


@require_safe
def criteria_set_show(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CriteriaSet.objects.visible_to(request.user).select_related("owner").prefetch_related("owner__names")
    criteria_set = get_object_or_404(rows, pk=pk)
    criteria = list(criteria_set.criteria.select_related("criterion").order_by("order", "pk"))
    page = CriteriaSetPage(
        criteria_set=criteria_set,
        criteria=_in_groups(criteria),
        owner_name=criteria_set.owner.full_name_at(timezone.localdate()),
        may=criteria_set.may_be_changed_by(request.user, timezone.localdate()),
        may_copy=criteria_set.owner_id in request.user.reach.board,
        points=points_text(sum(row.max_quarter_points for row in criteria)),
        history=history_of(criteria_set, request.user),
    )
    return render(request, "inspections/criteria/criteria_set.html", {"section": "campaigns", **vars(page)})


def _in_groups(criteria: list[SetCriterion]) -> list[PointedCriterion]:
    rows, has_groups = [], any(row.group for row in criteria)
    for name, group in groupby(criteria, attrgetter("group")):
        members = list(group)
        head = _group_head(name or _("Chỉ tiêu khác"), members) if has_groups else None
        for row in members:
            rows.append(PointedCriterion(row, points_text(row.max_quarter_points), head))
            head = None
    return rows


def _group_head(name: str, members: list[SetCriterion]) -> CriteriaGroup:
    counted = ngettext("%d chỉ tiêu", "%d chỉ tiêu", len(members)) % len(members)
    points = points_text(sum(row.max_quarter_points for row in members))
    return CriteriaGroup(name, " · ".join(filter(None, [counted, _("%s điểm") % points if points else ""])))


@require_http_methods(["GET", "HEAD", "POST"])
def criteria_set_new(request: HttpRequest) -> HttpResponse:
    if not own_bodies(Organization.objects, request.user).exists():
        raise PermissionDenied
    form = CriteriaSetForm(sent(request), user=request.user, initial={"year": timezone.localdate().year})
    page = page_for(_("Lập bộ chỉ tiêu"), reverse("criteria_set_list"), _("Bộ chỉ tiêu"), button=_("Lập bộ chỉ tiêu"))

    def save(form):
        return _address(copy_set(CriteriaSet(), form.instance, request.user))

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def criteria_set_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a criteria set to a new version or to the next year; frozen ones may be copied too."""
    old = get_object_or_404(CriteriaSet.objects.visible_to(request.user), pk=pk)
    if old.owner_id not in request.user.reach.board:
        raise PermissionDenied
    year = max(old.year, timezone.localdate().year)
    filled = {"title": old.title.replace(str(old.year), str(year)), "year": year, "owner": old.owner_id}
    form = CriteriaSetForm(sent(request), user=request.user, initial=filled)
    lead = _("Mọi chỉ tiêu của “%s” được chép sang; bộ mới sửa được.") % old.title
    page = page_for(_("Chép bộ chỉ tiêu"), _address(old), old.title, lead=lead, button=_("Chép"))
    return form_page(request, form, lambda form: _address(copy_set(old, form.instance, request.user)), page)


@require_http_methods(["GET", "HEAD", "POST"])
def criteria_set_edit(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = theirs_to_change(request, CriteriaSet.objects.visible_to(request.user), pk=pk)
    page = page_for(_("Sửa bộ chỉ tiêu"), _address(criteria_set), criteria_set.title)
    form = CriteriaSetForm(sent(request), instance=criteria_set, user=request.user)
    return record_page(request, form, page)


@require_POST
def criteria_order(request: HttpRequest, pk: int) -> HttpResponse:
    criteria_set = theirs_to_change(request, CriteriaSet.objects.visible_to(request.user), pk=pk)
    rows = list(criteria_set.criteria.order_by("order", "pk"))
    put_in_order(criteria_set, rows, "order", places_in(request.POST), request.user)
    messages.success(request, _("Đã xếp lại thứ tự."))
    return redirect(_address(criteria_set))


def _address(criteria_set) -> str:
    return reverse("criteria_set_show", args=[criteria_set.pk])


# --- One criterion of a set --------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def set_criterion_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a criterion; after saving the form is empty for the next one, in the same group."""
    criteria_set = theirs_to_change(request, CriteriaSet.objects.visible_to(request.user), pk=pk)
    last = criteria_set.criteria.order_by("-order").first()
    row = SetCriterion(criteria_set=criteria_set)
    form = SetCriterionForm(
        sent(request), instance=row, user=request.user, initial={"group": last.group if last else ""}
    )
    page = page_for(_("Thêm chỉ tiêu"), _address(criteria_set), criteria_set.title, button=_("Thêm chỉ tiêu"))

    def save(form):
        made = add_criterion(form.instance, request.user)
        messages.success(request, _("Đã thêm chỉ tiêu %s.") % made.number)
        return reverse("set_criterion_new", args=[pk])

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def set_criterion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = theirs_to_change(request, _criteria(request), pk=pk)
    page = page_for(_("Sửa chỉ tiêu"), _address(row.criteria_set), row.criteria_set.title)
    form = SetCriterionForm(sent(request), instance=row, user=request.user)

    def save(form):
        change_criterion(form.instance, request.user, form.cleaned_data["revision"])
        return _address(row.criteria_set)

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def set_criterion_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_criteria(request), pk=pk)
    page = page_for(_("Xóa chỉ tiêu"), _address(row.criteria_set), row.criteria_set.title)
    return delete_page(request, row, row.criteria_set, page)


def _criteria(request):
    return SetCriterion.objects.visible_to(request.user).select_related("criteria_set", "criterion")
