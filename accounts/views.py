from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import SignInForm


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


@require_POST
def sign_out(request):
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _safe_target(request):
    """Where to go after sign-in: a path of this site only."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return resolve_url(settings.LOGIN_REDIRECT_URL)
