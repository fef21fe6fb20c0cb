"""The administrators' page of the server."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_q.models import Failure

from portal.server.acts import redo_jobs, redo_mails
from portal.server.checks import FAILED_DAYS
from portal.server.findings import Finding, Health
from portal.server.full import check_all
from workflow.models import Mail

SHOWN = 20
SHAPES = {Health.WELL: "done", Health.DOUBTFUL: "warn", Health.UNWELL: "error"}


@dataclass(frozen=True)
class Line:
    """A finding with its state as a shape and a word."""

    finding: Finding
    shape: str
    word: str


@dataclass(frozen=True)
class FailedWork:
    """A job or a mail that failed: what it is, when, and the first line of what went wrong."""

    name: str
    at: datetime
    fault: str


@require_http_methods(["GET", "HEAD", "POST"])
def server_show(request: HttpRequest) -> HttpResponse:
    """Show what is unwell first; POST does failed jobs or mails again."""
    if not request.user.is_administrator:
        raise Http404
    now = timezone.now()
    if request.method == "POST":
        return _redo(request, now)
    context = {"section": "accounts", "lines": lines_of(check_all(now)), "at": now}
    return render(request, "portal/server/server.html", {**context, "jobs": _jobs(now), "mails": _mails(now)})


def _redo(request: HttpRequest, now: datetime) -> HttpResponse:
    if request.POST.get("act") == "mails":
        n = redo_mails(request.user, now)
        words = ngettext("%d thư được gửi lại trong ít phút nữa.", "%d thư được gửi lại trong ít phút nữa.", n)
    else:
        n = redo_jobs(request.user, now)
        words = ngettext("Đã đưa %d việc vào hàng chờ.", "Đã đưa %d việc vào hàng chờ.", n)
    messages.success(request, words % n)
    return redirect("server_show")


def lines_of(findings: list[Finding]) -> list[Line]:
    words = {Health.WELL: _("tốt"), Health.DOUBTFUL: _("nên xem"), Health.UNWELL: _("hỏng")}
    first = [Health.UNWELL, Health.DOUBTFUL, Health.WELL]
    in_order = sorted(findings, key=lambda found: first.index(found.health))
    return [Line(found, SHAPES[found.health], words[found.health]) for found in in_order]


def _jobs(now: datetime) -> list[FailedWork]:
    rows = Failure.objects.filter(stopped__gte=now - FAILED_DAYS).order_by("-stopped")[:SHOWN]
    return [FailedWork(row.func, row.stopped, _first_line(row.result)) for row in rows]


def _mails(now: datetime) -> list[FailedWork]:
    rows = Mail.objects.not_getting_out(timezone.localdate(now)).select_related("recipient__person").order_by("-pk")
    return [
        FailedWork(row.recipient.get_full_name(), row.changed_at, _(row.fault) if row.fault else "")
        for row in rows[:SHOWN]
    ]


def _first_line(result: object) -> str:
    return str(result or "").partition("\n")[0].partition(" : ")[0][:300]
