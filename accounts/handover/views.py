"""Accounts for many officers: from bodies, a pasted list or a file to lines that are looked through and sent as one."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.administration.views import administered
from accounts.handover import bodies, sheet
from accounts.handover.acts import open_accounts
from accounts.handover.forms import MOST_LINES, LinesForm, SourceForm, form_of_lines
from accounts.handover.sheet import ReadList
from ground.processes.heavy import Busy
from ground.sheets.writing import file_response
from ground.web import as_busy
from workflow.history import access
from workflow.history.views import form_page, show_form
from workflow.records import drafts
from workflow.records.pages import FormPage

FORMS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, kw_only=True)
class LinesPage(FormPage):
    """The page of the lines; `faults`: what could not be read of a list, in words."""

    faults: list[str]


@require_http_methods(FORMS)
def account_many(request: HttpRequest) -> HttpResponseBase:
    """Offer the three ways to many accounts on GET, or with ?export= the bodies as a sheet to fill in; POST shows the
    lines that were chosen, pasted or read.
    """
    administered(request)
    if request.GET.get("export") == "xlsx":
        return _sheet_to_fill(request)
    form = SourceForm(request.POST, request.FILES) if request.method == "POST" else SourceForm()
    refusal, status, busy = "", 200, None
    if request.method == "POST":
        try:
            return _show_lines(request, _read(request, form))
        except ValidationError as refused:
            refusal, status = " ".join(refused.messages), 422
        except Busy as late:
            refusal, busy = late.words, late
    offer = bodies.offer(request.user, request.GET, timezone.localdate())
    shown = {"section": "accounts", "form": form, "offer": offer, "heads": sheet.heads(), "refusal": refusal}
    return as_busy(render(request, "accounts/handover/many.html", shown, status=status), busy)


def _sheet_to_fill(request: HttpRequest) -> HttpResponseBase:
    """Send the offered bodies as a sheet in which names, telephones and so on are filled in, to be read here again."""
    offer, title = bodies.offer(request.user, request.GET, timezone.localdate()), _("Danh sách cán bộ đầu mối")
    rows = [[body.name, *[""] * (len(sheet.heads()) - 1)] for body in offer.bodies]
    about = access.about_export(request, title, "")
    name = f"{title} {timezone.localdate():%d-%m-%Y}"
    return access.export(request, title, "", lambda: file_response("xlsx", name, sheet.heads(), rows, about))


def _read(request: HttpRequest, form: SourceForm) -> ReadList:
    """Return the lines of the way that was taken. Raises ValidationError and Busy."""
    if request.POST.get("act") == "bodies":
        found = ReadList(bodies.chosen(request.user, request.POST.getlist("row")))
        nothing = _("Chưa đánh dấu cơ quan nào.")
    elif request.POST.get("act") == "file":
        nothing = _("Chọn tệp.")
        upload = form.files.get("file")
        found = sheet.read_file(upload, request.user.pk) if upload else ReadList()
    else:
        nothing = _("Dán danh sách vào ô, mỗi dòng một người.")
        form.is_valid()
        pasted = form.cleaned_data.get("pasted", "").strip()
        found = sheet.read_pasted(pasted, request.user.pk) if pasted else ReadList(faults=form.errors.get("pasted", []))
    if not found.lines:
        raise ValidationError(list(found.faults) or nothing)
    return found


def _show_lines(request: HttpRequest, found: ReadList) -> HttpResponse:
    if len(found.lines) > MOST_LINES:
        words = {"n": len(found.lines), "most": MOST_LINES}
        found.faults.append(_("Có %(n)d dòng, mỗi lần lập đến %(most)d tài khoản: các dòng sau để lần sau.") % words)
    form = form_of_lines(request.user, found.lines, timezone.localdate())
    return show_form(request, form, _page(found.faults))


def _page(faults: list[str]) -> LinesPage:
    return LinesPage(
        section="accounts",
        title=_("Xem lại rồi lập tài khoản"),
        lead=_("Tên đăng nhập đặt theo tên gọi, dấu chấm, tên địa bàn, không dấu; trùng thì thêm số. Sửa được."),
        back=reverse("account_many"),
        back_words=_("Lập nhiều tài khoản"),
        button=_("Lập các tài khoản này"),
        template="accounts/handover/lines.html",
        faults=faults,
    )


@require_http_methods(FORMS)
def account_many_open(request: HttpRequest) -> HttpResponse:
    """Open the accounts of the lines; the page of their slips follows."""
    administered(request)
    data = drafts.typed(request)
    if data is None:
        return redirect("account_many")

    def open_all(form: LinesForm) -> str:
        made = open_accounts(form.accounts(), request.user, timezone.localdate())
        n = len(made)
        messages.success(request, ngettext("Đã lập %d tài khoản.", "Đã lập %d tài khoản.", n) % n)
        return reverse("slips_show")

    return form_page(request, LinesForm(data, user=request.user), open_all, _page([]))
