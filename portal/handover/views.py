from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.administration.listings import find_accounts
from accounts.administration.views import administered
from accounts.handover.slips import AT_ONCE, make_slips, never_used, store
from accounts.people.models import User
from ground.processes.heavy import Busy, count_pdf, turn
from ground.text import key_in
from portal.handover.slips import bodies_of, listed, sheet_pdf
from reports.documents.press.process import TooLong
from reports.documents.press.render import EngineMissing
from workflow.history import access
from workflow.records import tokens
from workflow.records.forms import OnceForm
from workflow.records.refusals import StepRefused


@never_cache
@require_safe
def slips_show(request: HttpRequest) -> HttpResponse:
    """List the accounts that were never signed in to, to print their slips."""
    administered(request)
    return _page(request)


def _page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    today, words = timezone.localdate(), request.GET.get("q", "").strip()[:100]
    rows = never_used(request.user, today).order_by("person__organization__sort_key", "person__sort_key", "pk")
    rows = find_accounts(rows, words) if words else rows
    accounts, more = listed(rows, today)
    shown = {"section": "accounts", "accounts": accounts, "words": words, "refusal": refusal}
    shown |= {"form": OnceForm(), "more": more}
    return render(request, "portal/handover/slips.html", shown, status=status)


@never_cache
@sensitive_variables()
@require_POST
def slips_print(request: HttpRequest) -> HttpResponse:
    """Print slips with new first passwords for the ticked accounts, as a PDF that is kept nowhere; once."""
    administered(request)
    form = OnceForm(request.POST)
    if not form.is_valid():
        return redirect("slips_show")
    token = tokens.token_of(form.cleaned_data["receipt"], tokens.digest_of(request))
    if tokens.earlier_page(request.user, token):
        return _printed_already(request)
    try:
        content = _printed(request, _chosen(request), token)
    except IntegrityError:
        return _printed_already(request)
    except StepRefused as refused:
        return _page(request, " ".join(refused.messages), 409)
    except (Busy, EngineMissing, TooLong) as refused:
        return _page(request, str(refused), getattr(refused, "status", 503))
    access.record(access.Kind.EXPORTED, request, actor=request.user, label=_("Phiếu trao tài khoản"))
    return _as_pdf(content)


def _chosen(request: HttpRequest) -> list[User]:
    keys = [key for key in map(key_in, request.POST.getlist("row")) if key]
    if not keys:
        raise StepRefused([_("Chưa đánh dấu tài khoản nào.")])
    if len(keys) > AT_ONCE:
        raise StepRefused([_("Mỗi lần in đến %d phiếu. Bỏ bớt dấu rồi in tiếp lần sau.") % AT_ONCE])
    rows = never_used(request.user, timezone.localdate()).filter(pk__in=keys).select_related("person")
    accounts = list(rows.order_by("person__organization__sort_key", "person__sort_key", "pk"))
    if not accounts:
        raise StepRefused([_("Các tài khoản này đã được đăng nhập; mật khẩu riêng thì cấp ở trang của tài khoản.")])
    return accounts


@sensitive_variables()
def _printed(request: HttpRequest, accounts: list[User], token) -> bytes:
    """Return the PDF; the hashes are stored once it is there, so that what fails changes no password."""
    today = timezone.localdate()
    with turn():
        count_pdf(request.user.pk)
        slips = make_slips(accounts, bodies_of(accounts, today), today)
        content = sheet_pdf(slips, settings.SITE_URL + reverse("sign_in"))
    with transaction.atomic():
        tokens.store(request.user, token, reverse("slips_show"))
        store(slips, request.user)
    return content


def _printed_already(request: HttpRequest) -> HttpResponse:
    messages.info(
        request, _("Phiếu của lần bấm này đã lập. Nếu chưa nhận được tệp thì in lại; phiếu in trước hết hiệu lực.")
    )
    return redirect("slips_show")


def _as_pdf(content: bytes) -> HttpResponse:
    name = _("Phiếu trao tài khoản") + f" {timezone.localdate():%d-%m-%Y}"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename=\"slips.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    return response
