from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access, reset
from accounts.forms import ForgottenForm, LinkPasswordForm, OwnPasswordForm, SignInForm
from accounts.models import Organization
from accounts.pickers import OrganizationPick, PersonPick
from danvan.panels import panels_for
from workflow.views import pick_page


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.user)
        return redirect(target)
    return render(request, "accounts/sign_in.html", {"form": form, "next": target})


def sign_in_held_back(request, response=None, credentials=None, *args, **kwargs):
    """Too many wrong tries for this name from this address; other names and other places go on."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    typed = {"username": request.POST.get("username", "")}
    context = {"form": SignInForm(request, initial=typed), "held_back_minutes": minutes, "next": _safe_target(request)}
    return render(request, "accounts/sign_in.html", context, status=429)


@login_not_required  # whose session has run out is out already, and isn't asked to sign in for it
@require_POST
def sign_out(request):
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request):
    """Where a first password leads before any other page, and everybody who wants another one."""
    target = _safe_target(request)
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())  # this session goes on, the account's others end
        access.record(access.Kind.PASSWORD_CHANGED, request, actor=request.user)
        messages.success(request, _("Đã đổi mật khẩu. Các phiên khác của tài khoản đã kết thúc."))
        return redirect(target)
    return render(request, "accounts/password.html", {"form": form, "next": target})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request):
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and settings.SENDS_MAIL and form.is_valid():
        if reset.ask(request, form.cleaned_data["account"]):
            return redirect("password_sent")
        return render(
            request, "accounts/forgotten.html", {"form": form, "sends_mail": True, "is_held_back": True}, status=429
        )
    return render(request, "accounts/forgotten.html", {"form": form, "sends_mail": settings.SENDS_MAIL})


@login_not_required
@require_safe
def password_sent(request):
    return render(request, "accounts/forgotten_sent.html", {"hours": settings.RESET_LINK_HOURS})


@login_not_required
def password_reset(request, uidb64, token):
    """Django's page of a mailed link: it takes the token out of the address before it shows the form."""
    return _ByLink.as_view()(request, uidb64=uidb64, token=token)


class _ByLink(PasswordResetConfirmView):
    form_class = LinkPasswordForm
    template_name = "accounts/password_by_link.html"
    reset_url_token = "new"  # noqa: S105, the word that stands in the address in the token's place

    def get_user(self, uidb64):
        account = super().get_user(uidb64)
        return account if account and account.is_active else None

    def form_valid(self, form):
        response = super().form_valid(form)
        reset.done(self.request, form.user)
        messages.success(self.request, _("Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu ấy."))
        return response

    def get_success_url(self):
        return resolve_url("sign_in")


def _safe_target(request):
    """Where to go after sign-in: a path of this site only."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@require_safe
def organization_show(request, short_code):
    """One body: its names through time, whom it succeeded and who succeeded it; what it does is in panels."""
    rows = Organization.objects.visible_to(request.user).select_related("parent").prefetch_related("names__signer")
    organization = get_object_or_404(rows.prefetch_related("parent__names"), short_code=short_code)
    today = timezone.localdate()
    context = {
        "section": "localities",
        "organization": organization,
        "names": sorted(organization.names.all(), key=lambda name: name.starts_on),
        "title": organization.full_name_at(organization.closed_on or today),
        "parent": organization.parent.full_name_at(today) if organization.parent else "",
        "place": locality_name(organization, today),
        "predecessors": succession(organization.predecessions.select_related("old"), "old"),
        "successors": succession(organization.successions.select_related("new"), "new"),
        "panels": panels_for("organization", request, organization),
    }
    return render(request, "accounts/organization.html", context)


@require_safe
def organization_pick(request):
    return pick_page(request, OrganizationPick())


@require_safe
def person_pick(request):
    return pick_page(request, PersonPick())


def locality_name(organization, today):
    if organization.locality is None:
        return ""
    spell = organization.locality.spell_at(organization.closed_on or today)
    return spell.name if spell else str(organization.locality)


def succession(rows, side):
    """Pairs of a succession and the other body's name on the day."""
    rows = rows.prefetch_related(f"{side}__names").order_by("effective_on")
    return [(row, getattr(row, side).full_name_at(row.effective_on - timedelta(days=side == "old"))) for row in rows]
