"""Access to pages: only for signed-in users, in a valid session, with a password of their own."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from accounts.people.models import User
from accounts.second_factor.checks import days_left
from accounts.second_factor.entering import BY_PROVIDER, SIGNED_ON, code_page, waiting_account
from accounts.sign_in import sessions
from accounts.sign_in.forms import SignInForm
from accounts.single_sign_on.provider import shown_name
from ground.storage import CannotStore
from ground.web import bad_request, is_full_disk, own_path
from workflow.history import access
from workflow.records.drafts import keep
from workflow.records.models import SavedDraft

FOR_FIRST_PASSWORDS = {"password_change", "password_check"}  # the pages of who must choose an own one
FOR_SECOND_FACTORS = {"factor_enrol"}  # the page of who must set one up now
logger = logging.getLogger(__name__)
WORTH_KEEPING = 40  # letters; shorter texts are typed again faster than copied


class LastingSessionMiddleware(SessionMiddleware):
    """Goes on with the session that is stored when a full disk doesn't take the new one: each minute the instant of a
    page that was only read goes into it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as fault:  # Django takes what isn't stored for a sign-out
            if not _is_by_full_disk(fault):
                raise
            logger.error("full disk, a session isn't saved")
            return response if request.method in ("GET", "HEAD") else bad_request(request, CannotStore())


def _is_by_full_disk(fault: BaseException | None) -> bool:
    while fault and not isinstance(fault, OperationalError):
        fault = fault.__context__
    return fault is not None and is_full_disk(fault)


class SessionEndMiddleware:
    """Signs a user out whose session is over and says why; the requested page then redirects to sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.session.get(SESSION_KEY)
        if account is not None:
            now = timezone.now()
            ending = sessions.ending_of(request, now)
            if ending:
                self._end(request, account, *ending)
            else:
                sessions.keep(request.session, now)
                request.user = get_user(request)  # itself, no longer what would load it: pages ask it hundreds of times
        return self.get_response(request)

    def _end(self, request, account, kind, message):
        request.session.flush()
        request.user = AnonymousUser()
        request.ended_account = int(account)
        messages.warning(request, message)
        access.record(kind, request, actor=User.objects.get(pk=account))


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Requires sign-in for every page that isn't marked as open; users with a first password must change it before."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponse | None:
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None and _must_change_first(request, view_func):
            return redirect_to_login(request.get_full_path(), "password_change")
        if refusal is None and _must_enrol(request, view_func):
            return _go_to(
                request, redirect_to_login(_way_back(request, _saved(request, request.user.pk)), "factor_enrol")
            )
        return refusal

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """Redirect to sign-in, or to the page of the code; a form that was sent after the session had ended, or before
        the code, is saved as a draft, and its page opens with it after sign-in.
        """
        waiting = waiting_account(request, timezone.now())
        row = _saved(request, getattr(request, "ended_account", waiting))
        if waiting:
            return _go_to(request, redirect(code_page(_way_back(request, row))))
        if request.htmx:
            return HttpResponseClientRedirect(redirect_to_login(_way_back(request, row)).url)
        if row is None:
            return redirect_to_login(_way_back(request, row))
        context = {"form": SignInForm(request), "next": row.address, "typed": _long_texts(row.values)}
        context |= {"single_sign_on": shown_name()}
        return render(request, "accounts/sign_in/session_ended.html", context, status=403)


def _saved(request, account) -> SavedDraft | None:
    return keep(request, account) if account and request.method == "POST" else None


def _go_to(request, response) -> HttpResponse:
    """Redirect the whole page, also where htmx asked for a part of it."""
    return HttpResponseClientRedirect(response.url) if request.htmx else response


def _way_back(request, row) -> str:
    """Return where sign-in leads: to the saved draft's page; from a mere button or a fragment, to the page it was
    on.
    """
    if row:
        return row.address
    if request.htmx:
        return own_path(request, request.htmx.current_url) or "/"
    came_from = own_path(request, request.headers.get("Referer")) if request.method == "POST" else None
    return came_from or request.get_full_path()


def _must_change_first(request, view_func) -> bool:
    is_open = not getattr(view_func, "login_required", True) or request.resolver_match.view_name in FOR_FIRST_PASSWORDS
    return not is_open and request.user.must_change_password and SIGNED_ON not in request.session


def _must_enrol(request, view_func) -> bool:
    """Tell whether the days of grace without a second factor are over; that of a single sign-on counts too."""
    name = request.resolver_match.view_name
    if not getattr(view_func, "login_required", True) or name in FOR_FIRST_PASSWORDS | FOR_SECOND_FACTORS:
        return False
    return days_left(request.user, timezone.localdate()) == 0 and not request.session.get(BY_PROVIDER)


def _long_texts(values: dict) -> list[str]:
    """Return the longer texts of the form, which the user can copy from the page whatever happens to the account."""
    return [text for texts in values.values() for text in texts if len(text) >= WORTH_KEEPING]
