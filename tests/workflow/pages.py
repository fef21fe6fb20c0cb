"""The portal's addresses and three pages more: a form over a session, one that makes a session, and its deletion.

So the common pages are tried without any room's own form.
"""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from danvan.urls import handler400, urlpatterns  # noqa: F401, read by Django
from inspections.models import Inspection, Session
from workflow.history.acts import change, create
from workflow.history.views import delete_page, form_page
from workflow.records.forms import RecordForm
from workflow.records.pages import FormPage


class SessionForm(RecordForm):
    class Meta:
        model = Session
        fields = ["kind", "held_on", "place", "oral_conclusion"]


def session_change(request, pk):
    session = Session.objects.visible_to(request.user).get(pk=pk)
    form = SessionForm(request.POST or None, instance=session, user=request.user)

    def act(filled):
        change(session, request.user, filled.cleaned_data["revision"])
        return session.inspection.get_absolute_url()

    return form_page(request, form, act, page_of(session.inspection, _("Sửa buổi làm việc")))


def session_add(request, reference):
    inspection = Inspection.objects.visible_to(request.user).get(reference=reference)
    made = Session(inspection=inspection)
    form = SessionForm(request.POST or None, instance=made, user=request.user)

    def act(filled):
        create(filled.instance, request.user)
        return inspection.get_absolute_url()

    return form_page(request, form, act, page_of(inspection, _("Thêm buổi làm việc")))


def session_delete(request, pk):
    session = Session.objects.visible_to(request.user).get(pk=pk)
    return delete_page(request, session, session.inspection, page_of(session.inspection, _("Xóa buổi làm việc")))


def inspection_delete(request, reference):
    inspection = Inspection.objects.visible_to(request.user).get(reference=reference)
    return delete_page(request, inspection, inspection.campaign, page_of(inspection, _("Xóa cuộc kiểm tra")))


def page_of(inspection, title):
    back = {"back": inspection.get_absolute_url(), "back_words": inspection.reference}
    return FormPage(title=title, button=_("Lưu"), section="campaigns", **back)


urlpatterns = [
    path("try/sessions/<int:pk>/", session_change),
    path("try/inspections/<slug:reference>/sessions/new/", session_add),
    path("try/sessions/<int:pk>/delete/", session_delete),
    path("try/inspections/<slug:reference>/delete/", inspection_delete),
    *urlpatterns,
]
