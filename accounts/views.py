from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import SignInForm
from accounts.models import Organization
from danvan.panels import panels_for


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


def locality_name(organization, today):
    if organization.locality is None:
        return ""
    spell = organization.locality.spell_at(organization.closed_on or today)
    return spell.name if spell else str(organization.locality)


def succession(rows, side):
    """Pairs of a succession and the other body's name on the day."""
    rows = rows.prefetch_related(f"{side}__names").order_by("effective_on")
    return [(row, getattr(row, side).full_name_at(row.effective_on - timedelta(days=side == "old"))) for row in rows]
