from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.models import Inspection, Session
from inspections.planning.forms.inspections import InspectionForm, SessionForm
from inspections.planning.views.pages import page_for, sent, theirs_to_change
from workflow.acts import change, create
from workflow.views import delete_page, form_page


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_edit(request, reference):
    inspection = theirs_to_change(request, _inspections(request), reference=reference)
    back = inspection.get_absolute_url()
    page = page_for(_("Sửa cuộc kiểm tra"), back, inspection.reference, lead=_subject(inspection))
    form = InspectionForm(sent(request), instance=inspection, user=request.user)

    def save(form):
        change(form.instance, request.user, form.cleaned_data["revision"])
        return back

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_delete(request, reference):
    """One that was made by mistake; once its work has begun it is cancelled instead."""
    inspection = get_object_or_404(_inspections(request), reference=reference)
    campaign = inspection.campaign
    page = page_for(_("Xóa cuộc kiểm tra"), campaign.get_absolute_url(), campaign.theme)
    return delete_page(request, inspection, campaign, page)


def _inspections(request):
    rows = Inspection.objects.visible_to(request.user).select_related("subject_organization")
    return rows.with_hats().prefetch_related("subject_organization__names")


def _subject(inspection) -> str:
    return inspection.subject_organization.full_name_at(inspection.campaign.day)


# --- Sessions and visits -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request, reference):
    inspection = get_object_or_404(_inspections(request), reference=reference)
    session = Session(inspection=inspection)
    if not session.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    form = SessionForm(sent(request), instance=session, user=request.user)
    page = _page_of_sessions(_("Thêm buổi làm việc"), inspection, button=_("Thêm buổi làm việc"))
    return form_page(request, form, lambda form: _sessions_of(create(form.instance, request.user).inspection), page)


@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, pk):
    session = theirs_to_change(request, _sessions(request), pk=pk)
    form = SessionForm(sent(request), instance=session, user=request.user)

    def save(form):
        change(form.instance, request.user, form.cleaned_data["revision"])
        return _sessions_of(session.inspection)

    return form_page(request, form, save, _page_of_sessions(_("Sửa buổi làm việc"), session.inspection))


@require_http_methods(["GET", "HEAD", "POST"])
def session_delete(request, pk):
    session = get_object_or_404(_sessions(request), pk=pk)
    return delete_page(
        request, session, session.inspection, _page_of_sessions(_("Xóa buổi làm việc"), session.inspection)
    )


def _sessions(request):
    rows = Session.objects.visible_to(request.user).select_related("inspection__campaign__inspecting_organization")
    return rows.select_related("inspection__delegation", "inspection__subject_organization", "locality")


def _page_of_sessions(title, inspection, **more) -> dict:
    return page_for(title, _sessions_of(inspection), inspection.reference, lead=_subject(inspection), **more)


def _sessions_of(inspection) -> str:
    return f"{inspection.get_absolute_url()}#sessions"
