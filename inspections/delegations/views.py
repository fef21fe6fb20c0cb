from dataclasses import dataclass

from django.db.models import Max, Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.models import User
from inspections.campaigns.pages import page_of_plan, planned
from inspections.criteria.pages import page_for, sent, theirs_to_change
from inspections.delegations.forms import DelegationForm
from inspections.delegations.models import Delegation, DelegationMember
from inspections.papers.models import OfficialPaper
from workflow.history.views import delete_page, record_page


@dataclass(frozen=True)
class DelegationPage:
    """A delegation; members come with the name of their body, "" without one, inspections with their subject's."""

    delegation: Delegation
    decision: OfficialPaper | None
    members: list[tuple[DelegationMember, str]]
    inspections: list[tuple[Model, str]]
    may: bool


@require_safe
def delegation_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a delegation: its members in order, its decision, and its inspections."""
    rows = _delegations(request).select_related("decision_paper")
    delegation = get_object_or_404(rows, pk=pk)
    members = delegation.members.select_related("person", "organization").prefetch_related("organization__names")
    seen = delegation.inspections.visible_to(request.user).select_related("subject_organization")
    inspections = list(seen.prefetch_related("subject_organization__names").order_by("reference")[:200])
    day = delegation.campaign.day
    page = DelegationPage(
        delegation=delegation,
        decision=decision_for(request.user, delegation),
        members=[(m, m.organization.full_name_at(day) if m.organization else "") for m in members],
        inspections=[(row, row.subject_organization.full_name_at(day)) for row in inspections],
        may=delegation.may_be_changed_by(request.user, timezone.localdate()),
    )
    return render(request, "inspections/delegations/delegation.html", {"section": "campaigns", **vars(page)})


def decision_for(user: User, delegation: Delegation) -> OfficialPaper | None:
    """Return the paper that set the delegation up, or None without one; members of other bodies don't see an
    internal one.
    """
    paper = delegation.decision_paper
    if paper is None or not paper.is_internal:
        return paper
    return OfficialPaper.objects.visible_to(user).filter(pk=paper.pk).first()


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_new(request: HttpRequest, code: str) -> HttpResponse:
    campaign = planned(request, code)
    last = campaign.delegations.aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1 if campaign.delegations.exists() else None
    form = DelegationForm(sent(request), instance=Delegation(campaign=campaign, number=number), user=request.user)
    page = page_of_plan(_("Lập đoàn kiểm tra"), campaign, button=_("Lập đoàn"))
    return record_page(request, form, page, _address)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    delegation = theirs_to_change(request, _delegations(request), pk=pk)
    page = page_for(_("Sửa đoàn kiểm tra"), _address(delegation), str(delegation))
    form = DelegationForm(sent(request), instance=delegation, user=request.user)
    return record_page(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_delete(request: HttpRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(_delegations(request), pk=pk)
    page = page_of_plan(_("Xóa đoàn kiểm tra"), delegation.campaign)
    return delete_page(request, delegation, delegation.campaign, page)


def _delegations(request):
    return Delegation.objects.visible_to(request.user).select_related("campaign__inspecting_organization")


def _address(delegation) -> str:
    return reverse("delegation_show", args=[delegation.pk])
