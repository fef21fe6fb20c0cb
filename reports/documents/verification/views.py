"""The check page, open to anybody: whoever holds a paper types its code or follows its QR code."""

from ipaddress import ip_network
from zlib import crc32

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ground.processes.heavy import TooMany
from ground.processes.places import count_use
from ground.text import file_size
from ground.web import address_of
from reports.documents.verification.codes import TYPED_MAX, read_code
from reports.documents.verification.hashing import HashedFile
from reports.documents.verification.papers import PublicPaper, find_paper

COUNTERS = 4096  # files that count; addresses that share one share its limit


@login_not_required
@require_safe
def document_check_form(request: HttpRequest) -> HttpResponse:
    """Ask for a code; the answer has an address of its own."""
    code = read_code(request.GET.get("code", ""))
    if code:
        return redirect("document_check", code)
    return _page(request, "")


@login_not_required
@csrf_exempt  # it changes nothing, and over http a browser would send no token
@require_http_methods(["GET", "HEAD", "POST"])
def document_check(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is public of the paper; POST compares the hash of a file that was sent. 404 for all other codes."""
    _count(request)
    paper = find_paper(code)
    if paper is None:
        return _page(request, code[:TYPED_MAX], is_unknown=True)
    file = request.FILES.get("file") if request.method == "POST" else None
    return _page(request, paper.code, paper=paper, **_compared(request, paper, file))


def _compared(request: HttpRequest, paper: PublicPaper, file: HashedFile | None) -> dict[str, str]:
    """Return {"match": …} for a file that was sent, {"fault": why} where none came or it is too large."""
    if request.method != "POST":
        return {}
    if file is None:
        return {"fault": _("Chọn tệp.")}
    if file.size > settings.UPLOAD_MAX_BYTES:
        sizes = {"size": file_size(file.size), "limit": file_size(settings.UPLOAD_MAX_BYTES)}
        return {"fault": _("Tệp %(size)s, cổng nhận tối đa %(limit)s.") % sizes}
    return {"match": paper.match(file.sha256)}


def _page(request: HttpRequest, code: str, is_unknown: bool = False, **shown) -> HttpResponse:
    context = {"code": code, "is_unknown": is_unknown, **shown}
    status = 404 if is_unknown else 422 if "fault" in shown else 200
    response = render(request, "documents/verification/check.html", context, status=status)
    response.is_own_page = True
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


def _count(request: HttpRequest) -> None:
    """Count the look-up for the visitor's address, of IPv6 for its network; raises TooMany."""
    address = address_of(request) or ""
    network = str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
    wait = count_use(f"check-{crc32(network.encode()) % COUNTERS}", settings.CHECKS_PER_MINUTE)
    if wait:
        seconds = int(wait) + 1
        raise TooMany(seconds, _("Từ địa chỉ mạng này đã tra quá nhiều lần. Chờ %d giây rồi làm lại.") % seconds)
