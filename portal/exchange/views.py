"""Pages of a register: export, the template, and import with dry run and writing."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.people.models import User
from ground.processes import heavy
from ground.sheets.writing import KINDS, XLSX_TYPE, file_response
from ground.text import key_in
from ground.web import as_busy
from portal.exchange import pending, trial
from portal.exchange.forms import SheetForm
from portal.exchange.questions import questions_shown, read_choices
from portal.exchange.registers import REGISTERS
from portal.exchange.template import describe_column, template_file
from workflow.history import access
from workflow.registers.questions import Question
from workflow.registers.resources import Register
from workflow.registers.roles import roles_of

FAULTS_SHOWN = 1000


def register_for(user: User, slug: str, is_import: bool) -> Register:
    """Return the user's register; raise 404 if the user has none of its roles, 403 if the user may only export it."""
    register = REGISTERS.get(slug)
    if register is None or not roles_of(user) & register.viewers:
        raise Http404
    if is_import and not roles_of(user) & register.changers:
        raise PermissionDenied
    return register(user)


@require_GET
def register_export(request: HttpRequest, register: str, kind: str) -> HttpResponseBase:
    """Send everything of the register that the user may see, and log it."""
    sheet = register_for(request.user, register, is_import=False)
    if kind not in KINDS:
        raise Http404
    head = [str(title) for title in sheet.get_export_headers()]
    title = str(sheet.title)
    name = f"{title} {timezone.localdate():%d-%m-%Y}"
    about = access.about_export(request, title, "")
    return access.export_rows(request, title, "", lambda: file_response(kind, name, head, sheet.lines(), about))


@require_GET
def import_template(request: HttpRequest, register: str) -> HttpResponseBase:
    sheet = register_for(request.user, register, is_import=True)
    return FileResponse(
        template_file(sheet), as_attachment=True, filename=_("%s - mẫu.xlsx") % sheet.title, content_type=XLSX_TYPE
    )


@require_http_methods(["GET", "POST"])
def import_show(request: HttpRequest, register: str) -> HttpResponse:
    """Upload a file for import; a readable table leads on to its dry run."""
    sheet = register_for(request.user, register, is_import=True)
    form = SheetForm(request.POST or None, request.FILES or None, account=request.user.pk, rating=sheet.rate_head)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        token = pending.keep(request.user, register, file.name, file.read())
        return redirect("import_trial", register, token)
    context = {"sheet": sheet, "form": form, "columns": _columns(sheet)}
    return as_busy(render(request, "portal/exchange/import.html", context), form.busy)


@require_http_methods(["GET", "POST"])
def import_trial(request: HttpRequest, register: str, token: UUID) -> HttpResponse:
    """Show on GET what the file would change, without writing; on POST store choices about its cells, or write all rows
    or none.
    """
    sheet = register_for(request.user, register, is_import=True)
    if request.POST.get("act") == "choose":
        pending.choose(request.user, register, token, read_choices(request.POST))
        return redirect("import_trial", register, token)
    is_dry = request.method == "GET"
    tried = _tried(request, sheet, token, is_dry)
    if tried is None:
        messages.info(request, _("Tệp này đã được nhập, hoặc đã quá hạn giữ. Gửi lại tệp nếu cần."))
        return redirect("import_show", register)
    name, outcome = tried
    refusal = "" if is_dry else _what_to_say_first(request, outcome)
    if refusal:
        messages.error(request, refusal)
        return redirect("import_trial", register, token)
    if not is_dry and not outcome.faults:
        return _written(request, register, token, outcome)
    page = TrialPage(sheet, token, name, outcome, outcome.faults[:FAULTS_SHOWN], questions_shown(outcome))
    return render(request, "portal/exchange/trial.html", vars(page), status=200 if is_dry else 409)


@dataclass(frozen=True)
class TrialPage:
    """What a file would do to a register; `faults`: the first of the outcome's, `questions` those that are shown."""

    sheet: Register
    token: UUID
    name: str
    outcome: trial.Outcome
    faults: list[tuple]
    questions: list[Question]


def _tried(request, sheet, token, is_dry):
    """Return the file's name and the outcome of the (dry) run; None when the file isn't there any more."""
    with heavy.turn() as held:
        found = pending.find(request.user, sheet.slug, token, held, sheet.rate_head)
        if found is None:
            return None
        confirmed = key_in(request.POST.get("confirmed", "")) or 0
        after = [(key_in(request.GET.get(name, "")) or 0) for name in ("new_after", "changed_after")]
        ask = trial.Ask("leave_out" in request.POST, confirmed, found.choices, *after)
        return found.name, trial.run(sheet, found.table, is_dry, ask)


def _what_to_say_first(request, outcome) -> str:
    if outcome.open_questions:
        return _("Chọn nghĩa của những ô ghi dưới đây trước khi nhập.")
    if outcome.unknown_columns and "leave_out" not in request.POST:
        return _("Đánh dấu là bỏ qua các cột này, hoặc sửa tên cột rồi gửi lại tệp.")
    if len(outcome.doubts) != (key_in(request.POST.get("confirmed", "")) or 0):
        return _("Xem những dòng còn ngờ, đánh dấu là vẫn nhập, hoặc sửa tệp rồi gửi lại.")
    return ""


def _written(request, register, token, outcome):
    pending.drop(request.user, token)
    params = {"new": outcome.new, "changed": outcome.changed, "same": outcome.same}
    messages.success(request, _("Đã nhập: %(new)d dòng mới, %(changed)d dòng sửa, %(same)d dòng không đổi.") % params)
    return redirect("import_show", register)


@require_GET
def import_faults(request: HttpRequest, register: str, token: UUID) -> HttpResponseBase:
    """Send the faults of the dry run as a sheet, for correcting the file."""
    sheet = register_for(request.user, register, is_import=True)
    head = [_("Dòng"), _("Cột"), _("Lỗi và cách sửa")]

    def make():
        found = pending.find(request.user, register, token, rating=sheet.rate_head)
        if found is None:
            raise Http404
        faults = trial.run(sheet, found.table, is_dry=True, ask=trial.Ask(choices=found.choices)).faults
        about = access.about_export(request, _("Lỗi của tệp nhập: %s") % sheet.title, "")
        return file_response("xlsx", _("%s - lỗi") % sheet.title, head, faults, about)

    return access.export(request, _("Lỗi của tệp nhập: %s") % sheet.title, "", make)


def _columns(sheet):
    """Return title, content and sample of each column."""
    columns = [column for column in sheet.columns.values() if not column.readonly]
    return [(column.column_name, describe_column(sheet, column), column.sample) for column in columns]
