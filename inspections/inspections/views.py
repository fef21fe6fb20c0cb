from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inspections.campaigns.pages import page_of_plan, planned
from inspections.criteria.pages import page_for, places_in, sent, theirs_to_change
from inspections.delegations.acts import add_member
from inspections.delegations.models import DelegationMember
from inspections.delegations.views import _address, _delegations
from inspections.inspections.forms import InspectionForm, MemberForm, SessionForm, SubjectsForm
from inspections.inspections.listings import CAMPAIGNS, INSPECTIONS
from inspections.inspections.models import Inspection, Session
from inspections.inspections.subjects.acts import make_of_subjects
from inspections.inspections.subjects.chosen import MISSING, NEW, Row, chosen, judge
from workflow.history.lists import LISTED, list_page
from workflow.history.order import put_in_order
from workflow.history.views import delete_page, form_page, record_page, show_form
from workflow.records.pages import FormPage


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a member; after saving the form is empty for the next one."""
    delegation = theirs_to_change(request, _delegations(request), pk=pk)
    member = DelegationMember(delegation=delegation, role=_likely_role(delegation))
    form = MemberForm(sent(request), instance=member, user=request.user)
    page = page_for(_("Thêm thành viên đoàn"), _address(delegation), str(delegation), button=_("Thêm vào đoàn"))

    def save(form):
        made = add_member(form.instance, form.cleaned_data["new_name"], request.user)
        messages.success(request, _("Đã thêm %s vào đoàn.") % made.name)
        return reverse("member_new", args=[pk])

    return form_page(request, form, save, page)


def _likely_role(delegation) -> str:
    """Return the role to offer first: decisions name the head first and the secretary last, so whichever is missing."""
    has = set(delegation.members.values_list("role", flat=True))
    return DelegationMember.Role.MEMBER if DelegationMember.Role.HEAD in has else DelegationMember.Role.HEAD


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = theirs_to_change(request, _members(request), pk=pk)
    page = page_for(_("Sửa thành viên đoàn"), _address(member.delegation), str(member.delegation))
    form = MemberForm(sent(request), instance=member, user=request.user)
    del form.fields["new_name"], form.fields["is_another"]
    return record_page(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def member_delete(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(_members(request), pk=pk)
    page = page_for(_("Xóa thành viên đoàn"), _address(member.delegation), str(member.delegation))
    return delete_page(request, member, member.delegation, page)


def _members(request):
    rows = DelegationMember.objects.visible_to(request.user)
    return rows.select_related("person", "organization", "delegation__campaign__inspecting_organization")


@require_POST
def member_order(request: HttpRequest, pk: int) -> HttpResponse:
    delegation = theirs_to_change(request, _delegations(request), pk=pk)
    rows = list(delegation.members.select_related("person").order_by("position", "pk"))
    put_in_order(delegation, rows, "position", places_in(request.POST), request.user)
    messages.success(request, _("Đã xếp lại thứ tự."))
    return redirect(_address(delegation))


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_edit(request: HttpRequest, reference: str) -> HttpResponse:
    inspection = theirs_to_change(request, _inspections(request), reference=reference)
    back = inspection.get_absolute_url()
    page = page_for(_("Sửa cuộc kiểm tra"), back, inspection.reference, lead=_subject(inspection))
    form = InspectionForm(sent(request), instance=inspection, user=request.user)
    return record_page(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_delete(request: HttpRequest, reference: str) -> HttpResponse:
    """Delete an inspection created by mistake; one whose work has begun must be cancelled instead."""
    inspection = get_object_or_404(_inspections(request), reference=reference)
    campaign = inspection.campaign
    page = page_for(_("Xóa cuộc kiểm tra"), campaign.get_absolute_url(), campaign.theme)
    return delete_page(request, inspection, campaign, page)


def _inspections(request):
    rows = Inspection.objects.visible_to(request.user).select_related("subject_organization")
    return rows.with_roles().prefetch_related("subject_organization__names")


def _subject(inspection) -> str:
    return inspection.subject_organization.full_name_at(inspection.campaign.day)


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: HttpRequest, reference: str) -> HttpResponse:
    inspection = get_object_or_404(_inspections(request), reference=reference)
    session = Session(inspection=inspection)
    if not session.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    form = SessionForm(sent(request), instance=session, user=request.user)
    page = _page_of_sessions(_("Thêm buổi làm việc"), inspection, button=_("Thêm buổi làm việc"))
    return record_page(request, form, page, lambda session: _sessions_of(session.inspection))


@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: HttpRequest, pk: int) -> HttpResponse:
    session = theirs_to_change(request, _sessions(request), pk=pk)
    form = SessionForm(sent(request), instance=session, user=request.user)
    page = _page_of_sessions(_("Sửa buổi làm việc"), session.inspection)
    return record_page(request, form, page, lambda session: _sessions_of(session.inspection))


@require_http_methods(["GET", "HEAD", "POST"])
def session_delete(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(_sessions(request), pk=pk)
    return delete_page(
        request, session, session.inspection, _page_of_sessions(_("Xóa buổi làm việc"), session.inspection)
    )


def _sessions(request):
    rows = Session.objects.visible_to(request.user).select_related("inspection__campaign__inspecting_organization")
    return rows.select_related("inspection__delegation", "inspection__subject_organization", "locality")


def _page_of_sessions(title: str, inspection: Inspection, button: str = "") -> FormPage:
    return page_for(title, _sessions_of(inspection), inspection.reference, button, lead=_subject(inspection))


def _sessions_of(inspection) -> str:
    return f"{inspection.get_absolute_url()}#sessions"


ROWS_SHOWN = 300
NOT_TYPED = {"csrfmiddlewaretoken", "make", "skip", "back"}


@require_http_methods(["GET", "HEAD", "POST"])
def subjects_choose(request: HttpRequest, code: str) -> HttpResponse:
    """Choose subjects, preview them, create their inspections: three pages at one address, each with everything
    typed.
    """
    campaign = planned(request, code)
    form = SubjectsForm(sent(request), campaign=campaign, user=request.user)
    page = page_of_plan(_("Thêm đơn vị được kiểm tra"), campaign, button=_("Xem trước"))
    if request.method != "POST":
        return form_page(request, form, None, page)
    if "back" in request.POST or not form.is_valid():
        return show_form(request, form, page, status=422 if form.errors else 200)
    cleaned = form.cleaned_data
    rows = judge(chosen(cleaned, campaign, request.user), campaign, cleaned["kind"], cleaned["delegation"])
    preview = _preview(request, page, rows)
    if "make" not in request.POST:
        return show_form(request, form, preview)
    skipped = set(request.POST.getlist("skip"))
    rows = [row for row in rows if row.key not in skipped]

    def make(form):
        batch = make_of_subjects(campaign, rows, cleaned, request.user)
        return reverse("batch_show", args=[batch.pk])

    return form_page(request, form, make, preview)


@dataclass(frozen=True, kw_only=True)
class PreviewPage(FormPage):
    """The bodies that were named, before anything is made of them.

    `counts`: how many by verdict, "made" those for which an inspection is made; `typed`: what was typed, to be sent
    again with the answer; `skipped`: keys of rows.
    """

    rows: list[Row]
    not_shown: int
    counts: dict[str, int]
    typed: list[tuple[str, str]]
    skipped: set[str]


def _preview(request: HttpRequest, page: FormPage, rows: list[Row]) -> PreviewPage:
    """Return the page with the rows to look at: the first of those that can be added, then the first of the others."""
    counts = Counter(row.verdict for row in rows)
    new = [row for row in rows if row.verdict in (NEW, MISSING)]
    others = [row for row in rows if row.verdict not in (NEW, MISSING)]
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]
    return PreviewPage(
        **vars(page) | {"template": "inspections/inspections/subjects.html"},
        rows=new[:ROWS_SHOWN] + others[:ROWS_SHOWN],
        not_shown=len(new[ROWS_SHOWN:]) + len(others[ROWS_SHOWN:]),
        counts={**counts, "made": len(new)},
        typed=typed,
        skipped=set(request.POST.getlist("skip")),
    )


@require_http_methods(LISTED)
def campaign_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, CAMPAIGNS)


@require_http_methods(LISTED)
def inspection_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, INSPECTIONS)
