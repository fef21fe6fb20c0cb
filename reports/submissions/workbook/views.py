"""Pages of the workbook of a self-report: out, in, its trial, and the copy with its faults marked."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ground.processes import heavy
from ground.sheets.files import sheets_of
from ground.sheets.writing import XLSX_TYPE, file_response
from ground.web import as_busy
from inspections.papers.uploads import pending
from reports.submissions.contents.written import contents_of
from reports.submissions.models import Dossier
from reports.submissions.pages.files import find_dossier, names_of
from reports.submissions.states import WITH_THE_UNIT
from reports.submissions.workbook.acts import store
from reports.submissions.workbook.copies import marked_copy
from reports.submissions.workbook.forms import WorkbookForm, words_of
from reports.submissions.workbook.judging import Verdict, judge
from reports.submissions.workbook.reading import Fault
from reports.submissions.workbook.writing import workbook_of
from workflow.history import access
from workflow.records.refusals import TakenAlready

SECTION = "inspections"
FAULTS_SHOWN = 500


def _written(request: HttpRequest, reference: str) -> Dossier:
    """Return the report for who writes it; 404 out of sight, 403 for who only reads it."""
    dossier = find_dossier(request.user, reference)
    if "officer" not in dossier.roles_of(request.user, timezone.localdate()):
        raise PermissionDenied
    return dossier


def _too_late(request: HttpRequest, dossier: Dossier) -> HttpResponse | None:
    """Lead back to a report that can't be written any more; None while it can."""
    if dossier.state in WITH_THE_UNIT:
        return None
    messages.error(request, _("Báo cáo đã gửi: bản gửi được giữ nguyên. Rút lại rồi mới sửa được."))
    return redirect(dossier.get_absolute_url())


# --- Out -------------------------------------------------------------------------------------------------------------
@require_safe
def workbook_file(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Send the report's workbook, filled with what is written now."""
    dossier = _written(request, reference)
    late = _too_late(request, dossier)
    if late:
        return late
    what, name = _("Bảng Excel của báo cáo %s") % reference, _("Bảng số liệu %s") % reference
    return access.export(request, what, "", lambda: _as_file(_workbook(dossier), f"{name}.xlsx"))


def _workbook(dossier: Dossier) -> bytes:
    inspection = dossier.inspection
    name = inspection.subject_organization.full_name_at(inspection.day)
    return workbook_of(dossier, contents_of(dossier), name, timezone.localdate())


def _as_file(content: bytes, name: str) -> FileResponse:
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=XLSX_TYPE)


# --- In --------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_show(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a filled workbook; one that can be read leads on to its trial."""
    dossier = _written(request, reference)
    late = _too_late(request, dossier)
    if late:
        return late
    is_sent = request.method == "POST"
    form = WorkbookForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, account=request.user.pk
    )  # fmt: skip
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        token = pending.keep(request.user.pk, file.name, file.read())
        return redirect("workbook_trial", reference, token)
    context = {"section": SECTION, "dossier": dossier, "form": form, **names_of(dossier)}
    page = render(request, "reports/submissions/workbook/upload.html", context, status=422 if is_sent else 200)
    return as_busy(page, form.busy)


@dataclass(frozen=True)
class TrialPage:
    """What a workbook would change, or what is wrong with it; `shown`: the first of its faults."""

    token: UUID
    file_name: str
    verdict: Verdict
    shown: list[Fault]


@require_http_methods(["GET", "HEAD", "POST"])
def workbook_trial(request: HttpRequest, reference: str, token: UUID) -> HttpResponse:
    """Show every fault of a workbook, or old and new of each value; POST stores all of them."""
    dossier = _written(request, reference)
    late = _too_late(request, dossier)
    if late:
        return late
    file = pending.find(request.user.pk, token)
    if file is None:
        messages.info(request, _("Bảng này đã được lưu vào báo cáo, hoặc đã quá hạn giữ. Gửi lại nếu cần."))
        return redirect("workbook_show", reference)
    content, status = file.read(), 200
    with heavy.turn() as held:
        verdict = _verdict(dossier, content, held)
    if request.method == "POST":
        if not verdict.faults and _stored(request, dossier, verdict):
            pending.drop(request.user.pk, token)
            return redirect(dossier.get_absolute_url())
        verdict, status = verdict if verdict.faults else _verdict(dossier, content), 409
    page = TrialPage(token, file.name, verdict, verdict.faults[:FAULTS_SHOWN])
    context = {"section": SECTION, "dossier": dossier, **names_of(dossier), **vars(page)}
    return render(request, "reports/submissions/workbook/trial.html", context, status=status)


def _verdict(dossier: Dossier, content: bytes, held=None) -> Verdict:
    try:
        sheets = sheets_of(content, held)
    except ValidationError as refused:
        return Verdict([Fault("", "", words_of(refused))])
    return judge(sheets, dossier, contents_of(dossier))


def _stored(request: HttpRequest, dossier: Dossier, verdict: Verdict) -> bool:
    """Store the values and say so; False where they are older than what somebody else stored just now."""
    if not verdict.parts:
        messages.info(request, _("Không có gì mới để lưu."))
        return True
    try:
        is_stored = store(dossier, verdict.parts, request.user)
    except TakenAlready as refused:
        messages.error(request, refused.messages[0])
        return True
    if is_stored:
        messages.success(request, _("Đã lưu %d mục, chỉ tiêu từ bảng Excel vào báo cáo.") % len(verdict.parts))
    return is_stored


@require_safe
def workbook_marked(request: HttpRequest, reference: str, token: UUID) -> HttpResponseBase:
    """Send the uploaded workbook with its faults marked; where it can't be written again, a list of them."""
    dossier = _written(request, reference)
    file = pending.find(request.user.pk, token)
    if file is None:
        raise Http404
    content, name = file.read(), _("%s - lỗi") % file.name.removesuffix(".xlsx")

    def make() -> HttpResponseBase:
        faults = _verdict(dossier, content).faults
        copy = marked_copy(content, faults)
        if copy is not None:
            return _as_file(copy, f"{name}.xlsx")
        rows = [[each.sheet, each.cell, each.words] for each in faults]
        return file_response("xlsx", name, [_("Trang tính"), _("Ô"), _("Lỗi và cách sửa")], rows)

    return access.export(request, _("Lỗi của bảng Excel: %s") % reference, "", make)
