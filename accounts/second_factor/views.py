from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.models import User
from accounts.second_factor import acts, codes
from accounts.second_factor.acts import CodeRefused
from accounts.second_factor.checks import days_left, factor_of, is_enrolled, is_required, stamp_of
from accounts.second_factor.entering import STAMP, come_in, to_sign_in, waiting_user
from accounts.second_factor.forms import CodeForm, EnrolForm
from accounts.second_factor.sealing import Unreadable, seal, unseal
from ground.charts import QrCode, qr_code
from ground.web import own_path

FORMS = ["GET", "HEAD", "POST"]
PAGE_SECONDS = 3600  # for which a page with a new key can be sent


def _target(request: HttpRequest, name: str) -> str:
    """Return the path that the request names to go to, on this site only; else the address of the page `name`."""
    return own_path(request, request.POST.get("next") or request.GET.get("next")) or resolve_url(name)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORMS)
def factor_verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code, after the password; until then the visitor is nobody."""
    target, now = _target(request, settings.LOGIN_REDIRECT_URL), timezone.now()
    if request.user.is_authenticated:
        return redirect(target)
    user = waiting_user(request, now)
    if user is None:
        messages.warning(request, _("Đã quá lâu từ khi nhập mật khẩu. Đăng nhập lại."))
        return to_sign_in(target)
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            acts.check_code(request, user, form.cleaned_data["one_time_password"], now)
            return come_in(request, user, target)
        except CodeRefused as refused:
            form.add_error("one_time_password", refused.messages[0])
            status = 429 if refused.is_held_back else 200
    return render(request, "accounts/second_factor/verify.html", {"form": form, "next": target}, status=status)


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show whether the reader's account has a second factor, and what can be done with it."""
    factor = factor_of(request.user)
    context = {
        "factor": factor if is_enrolled(request.user) else None,
        "left": factor.recovery_codes.filter(used_at=None).count() if factor else 0,
        "is_required": is_required(request.user.reach.roles),
        "days": days_left(request.user, timezone.localdate()),
    }
    return render(request, "accounts/second_factor/second_factor.html", {"section": "home", **context})


# --- Setting up ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class NewKey:
    """A key that no code has confirmed yet: as text, as the address that apps open, as QR code of that, and sealed with
    its owner for the form.
    """

    text: str
    address: str
    drawing: QrCode
    sealed: str


@never_cache
@sensitive_post_parameters()
@require_http_methods(FORMS)
def factor_enrol(request: HttpRequest) -> HttpResponse:
    """Show a new key to be read by the app; its first code stores it, and the recovery codes are shown, this once."""
    target, now = _target(request, "second_factor"), timezone.now()
    key = _key_sent(request) if request.method == "POST" else None
    is_repeated = key is not None and acts.is_same_key(factor_of(request.user), key)
    has_former = is_enrolled(request.user) and not is_repeated
    form = EnrolForm(request.POST or None, has_former=has_former)
    if request.method == "POST" and key is None:
        messages.warning(request, _("Trang này đã cũ, mã QR đã đổi: quét lại."))
        return redirect(request.get_full_path())
    if form.is_valid() and (step := _confirmed_step(request, form, key, now)):
        made = acts.enrol(request.user, key, step, now)
        request.session[STAMP] = stamp_of(request.user)
        return _show_recovery_codes(request, made, target, is_repeated)
    if is_repeated:
        messages.warning(request, _("Xác nhận hai bước đã bật rồi. Chưa kịp cất mã dự phòng thì cấp mã mới."))
        return redirect("second_factor")
    context = {"form": form, "next": target, "key": _shown(request.user, key or codes.new_key()), "section": "home"}
    context |= {"days": days_left(request.user, timezone.localdate(now)), "has_former": has_former}
    return render(request, "accounts/second_factor/enrol.html", context)


def _key_sent(request: HttpRequest) -> str | None:
    """Return the key that the form's page showed to this reader; None for a page that is too old or another's."""
    try:
        owner, _colon, key = unseal(request.POST.get("key_for_one_time_password", ""), PAGE_SECONDS).partition(":")
    except Unreadable:
        return None
    return key if owner == str(request.user.pk) else None


def _confirmed_step(request: HttpRequest, form: EnrolForm, key: str, now) -> int | None:
    """Return the half minute of the new key's code; None where it, or that of the former key, is wrong."""
    step = codes.step_of(key, form.cleaned_data["one_time_password"], now)
    if step is None:
        form.add_error(
            "one_time_password", _("Mã chưa đúng. Xem giờ của điện thoại có đúng không, chờ mã mới rồi nhập.")
        )
        return None
    former = form.cleaned_data.get("former_one_time_password")
    return step if former is None or _passes(request, form, "former_one_time_password", now) else None


def _passes(request: HttpRequest, form: Form, name: str, now) -> bool:
    """Check the code in the field of this name; what is wrong stands beside it."""
    try:
        acts.check_code(request, request.user, form.cleaned_data[name], now)
    except CodeRefused as refused:
        form.add_error(name, refused.messages[0])
        return False
    return True


def _shown(user: User, key: str) -> NewKey:
    address = codes.address_for_app(key, _("Cổng Dân vận"), user.username)
    return NewKey(codes.in_groups(key), address, qr_code(address), seal(f"{user.pk}:{key}"))


def _show_recovery_codes(request: HttpRequest, made: list[str], target: str, is_repeated: bool = False) -> HttpResponse:
    context = {
        "codes": made,
        "is_repeated": is_repeated,
        "next": target,
        "section": "home",
        "address": settings.SITE_URL,
    }
    return render(request, "accounts/second_factor/recovery_codes.html", context)


# --- Recovery codes, switching off -----------------------------------------------------------------------------------
@never_cache
@sensitive_post_parameters()
@require_http_methods(FORMS)
def factor_codes(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then show new recovery codes, this once."""
    if not is_enrolled(request.user):
        return redirect("second_factor")
    form = CodeForm(request.POST or None)
    if form.is_valid() and _passes(request, form, "one_time_password", timezone.now()):
        return _show_recovery_codes(request, acts.renew_recovery_codes(request.user), resolve_url("second_factor"))
    return _confirming_page(
        request, form, _("Mã dự phòng mới"), _("Các mã dự phòng cũ hết hiệu lực khi có mã mới."), _("Cấp mã mới")
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(FORMS)
def factor_off(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then switch the second factor off, where it isn't required."""
    if not is_enrolled(request.user) or is_required(request.user.reach.roles):
        return redirect("second_factor")
    form = CodeForm(request.POST or None)
    if form.is_valid() and _passes(request, form, "one_time_password", timezone.now()):
        acts.switch_off(request.user)
        request.session[STAMP] = ""
        messages.success(request, _("Đã tắt xác nhận hai bước. Các phiên khác của tài khoản đã kết thúc."))
        return redirect("second_factor")
    lead = _("Từ lần sau, đăng nhập chỉ cần mật khẩu. Các mã dự phòng hết hiệu lực.")
    return _confirming_page(request, form, _("Tắt xác nhận hai bước"), lead, _("Tắt"))


def _confirming_page(request: HttpRequest, form: Form, title: str, lead: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "button": button, "section": "home"}
    return render(request, "accounts/second_factor/confirm.html", context)
