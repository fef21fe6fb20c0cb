from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.models import User
from accounts.second_factor.entering import SIGNED_ON, WAITING, code_page, enter, waiting_account
from accounts.sign_in import reset
from accounts.sign_in.access import typed_form
from accounts.sign_in.forms import (
    LONGEST_NAME,
    OVER,
    PASSWORDS,
    FirstPasswordForm,
    ForgottenForm,
    LinkPasswordForm,
    OwnPasswordForm,
    SignInForm,
    wrong_so_far,
)
from accounts.sign_in.listings import ACCESS_LOG
from accounts.single_sign_on import provider
from ground import web
from ground.web import own_path
from workflow.history.access import Kind, record
from workflow.history.lists import LISTED, list_page
from workflow.jobs import heartbeat
from workflow.models import SavedDraft


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    if request.method != "POST" and waiting_account(request, timezone.now()):
        return redirect(code_page(target))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return enter(request, form.user, target, timezone.now())
    if form.has_error(NON_FIELD_ERRORS, OVER):
        label = _("mật khẩu lần đầu đã hết hạn")
        record(Kind.REFUSED, request, actor=form.user, typed_name=typed_form(form.user.username), label=label)
    return _sign_in_page(request, form, target)


def _sign_in_page(request: HttpRequest, form: SignInForm, target: str, status: int = 200, **more) -> HttpResponse:
    context = {"form": form, "next": target, "single_sign_on": provider.shown_name(), **more}
    return render(request, "accounts/sign_in/sign_in.html", context, status=status)


SIGNING_IN = {"sign_in", "factor_verify"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead on who has come in by the first press of a double click: the second has the token of before. Else answer
    that the page was open too long.
    """
    if request.user.is_authenticated and request.resolver_match.view_name in SIGNING_IN:
        return redirect(_safe_target(request))
    return web.csrf_failure(request, reason)


def sign_in_held_back(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None, *args, **kwargs
) -> HttpResponse:
    """Show that this name from this address, or all names from it, are blocked after too many failed tries; other
    addresses aren't.
    """
    typed = {"username": request.POST.get("username", "")[:LONGEST_NAME]}
    more = {
        "held_back_minutes": round(settings.AXES_COOLOFF_TIME * 60),
        "is_address_held_back": getattr(request, "is_address_held_back", False),
    }
    return _sign_in_page(request, SignInForm(request, initial=typed), _safe_target(request), status=429, **more)


@login_not_required  # a user whose session has ended needn't sign in to sign out
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session first, then list unsent drafts: those saved on the server, and by draft.js those in the
    browser.
    """
    if not request.user.is_authenticated:
        if request.method == "POST":
            request.session.pop(WAITING, None)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    if request.method != "POST":
        return render(request, "accounts/sign_in/sign_out.html")
    account, saved_drafts = request.user.pk, list(SavedDraft.objects.visible_to(request.user))
    elsewhere = _sign_out_elsewhere(request)
    logout(request)
    if not saved_drafts and "drafts" not in request.POST:
        if elsewhere["address"]:
            return render(request, "accounts/single_sign_on/signed_out.html", elsewhere)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    context = {"account": account, "saved_drafts": saved_drafts, "days": settings.KEEP_FORMS_DAYS, **elsewhere}
    return render(request, "accounts/sign_in/signed_out.html", context)


def _sign_out_elsewhere(request: HttpRequest) -> dict[str, str]:
    """Return the name of the single sign-on with which the session was begun and its own sign-out, "" for none."""
    return {"address": request.session.get(SIGNED_ON, ""), "name": provider.shown_name()}


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """Show and save the form for an own new password; a first password leads here before any other page."""
    target = _safe_target(request)
    kind = FirstPasswordForm if request.user.must_change_password else OwnPasswordForm
    form = kind(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())  # this session goes on, the account's others end
        record(Kind.PASSWORD_CHANGED, request, actor=request.user)
        messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của tài khoản đã kết thúc."))
        return redirect(target)
    return render(request, "accounts/sign_in/password.html", {"form": form, "next": target})


@never_cache
@sensitive_post_parameters()
@require_POST
def password_check(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with a password while it is typed; nothing of it is stored."""
    typed = {name: request.POST.get(name, "") for name in PASSWORDS}
    wrong = wrong_so_far(request.user, request.htmx.trigger_name or PASSWORDS[0], *typed.values())
    return render(request, "accounts/sign_in/_said.html", {"wrong": wrong})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and settings.SENDS_MAIL and form.is_valid():
        if reset.ask(request, form.cleaned_data["account"]):
            return redirect("password_sent")
        return render(
            request,
            "accounts/sign_in/forgotten.html",
            {"form": form, "sends_mail": True, "is_held_back": True},
            status=429,
        )
    return render(request, "accounts/sign_in/forgotten.html", {"form": form, "sends_mail": settings.SENDS_MAIL})


@login_not_required
@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    shown = {"hours": settings.RESET_LINK_HOURS, "has_worker": heartbeat.is_alive()}
    return render(request, "accounts/sign_in/forgotten_sent.html", shown)


@login_not_required
def password_reset(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Show Django's page behind a mailed link, which moves the token from the address to the session before it shows
    the form.
    """
    return _ByLink.as_view()(request, uidb64=uidb64, token=token)


class _ByLink(PasswordResetConfirmView):
    form_class = LinkPasswordForm
    token_generator = reset.tokens
    template_name = "accounts/sign_in/password_by_link.html"
    reset_url_token = "new"  # noqa: S105, the word that stands in the address in the token's place

    def get_user(self, uidb64: str) -> User | None:
        account = super().get_user(uidb64)
        return account if account and account.is_active else None

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        reset.done(self.request, form.user)
        messages.success(self.request, _("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu ấy."))
        return response

    def get_success_url(self) -> str:
        return resolve_url("sign_in")


def _safe_target(request):
    """Return the path to go to after sign-in, on this site only."""
    target = own_path(request, request.POST.get("next") or request.GET.get("next"))
    return target or resolve_url(settings.LOGIN_REDIRECT_URL)


@require_http_methods(LISTED)
def access_log(request: HttpRequest) -> HttpResponseBase:
    """List sign-ins and downloads, for administrators only; others get 404."""
    if not request.user.is_administrator:
        raise Http404
    return list_page(request, ACCESS_LOG)
