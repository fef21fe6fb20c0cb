"""The way in after a right password: at once, or by way of a code. Until then the visitor is nobody."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from accounts.people.models import User
from accounts.people.passwords import describe_password_change
from accounts.second_factor.checks import is_enrolled, stamp_of

WAITING = "waits_for_code"  # who has typed the right password, in a session without a user
STAMP = "second_factor"  # with which second factor the session was begun
BY_PROVIDER = "second_factor_elsewhere"  # that of the single sign-on has been verified
SIGNED_ON = "signed_on_elsewhere"  # begun by single sign-on: the address that ends the session there, "" for none
CODE_MINUTES = 10  # for which a right password waits for its code


def enter(request: HttpRequest, user: User, target: str, now: datetime, remembered: dict | None = None) -> HttpResponse:
    """Go on after a right password or the single sign-on: to the page of the code where the account has a second factor
    that nobody else has verified, else in. `remembered`: what the session is to store of the way.
    """
    remembered = remembered or {}
    request.session.pop(WAITING, None)
    if not is_enrolled(user) or remembered.get(BY_PROVIDER):
        return come_in(request, user, target, remembered)
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "at": now.timestamp(),
        "remembered": remembered,
    }
    return redirect(code_page(target))


def come_in(request: HttpRequest, user: User, target: str, remembered: dict | None = None) -> HttpResponse:
    """Begin the session of a user who has shown all that is required, and tell who else has set the password."""
    waiting = request.session.pop(WAITING, {})
    before = user.last_login  # at the first sign-in everybody knows that the password isn't an own one
    message = describe_password_change(user, before) if before else ""
    login(request, user)
    request.session.update({**waiting.get("remembered", {}), **(remembered or {}), STAMP: stamp_of(user)})
    if message:
        messages.warning(request, message)
    return redirect(target)


def code_page(target: str) -> str:
    return f"{reverse('factor_verify')}?{urlencode({'next': target})}"


def waiting_account(request: HttpRequest, now: datetime) -> int | None:
    """Return the id of the account whose right password was typed in this browser a moment ago; None without one."""
    waiting = request.session.get(WAITING)
    return waiting["account"] if waiting and _is_fresh(waiting, now) else None


def _is_fresh(waiting, now) -> bool:
    return 0 <= now.timestamp() - waiting["at"] <= CODE_MINUTES * 60


def waiting_user(request: HttpRequest, now: datetime) -> User | None:
    """Return who may type a code now; None, and nobody waits any more, where the password was typed too long ago, was
    changed meanwhile, or the account was locked.
    """
    waiting = request.session.get(WAITING)
    if waiting is None:
        return None
    user = User.objects.select_related("person", "second_factor").filter(pk=waiting["account"], is_active=True).first()
    if user is None or not _is_fresh(waiting, now) or not _is_as_before(user, waiting):
        del request.session[WAITING]
        return None
    user.backend = waiting["backend"]
    return user


def _is_as_before(user, waiting) -> bool:
    return is_enrolled(user) and user.get_session_auth_hash() == waiting["hash"]


def to_sign_in(target: str) -> HttpResponseRedirect:
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': target})}")
