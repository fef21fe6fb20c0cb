"""Who may come to a page at all: people signed in, in a session that is still theirs, with a password of their own."""

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.utils import timezone

from accounts import access, sessions
from accounts.models import User

WORTH_KEEPING = 40  # letters; what is shorter is sooner typed than copied


class SessionEndMiddleware:
    """Signs out whose session is over and tells why; the page asked for then sends to sign-in by itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        account = request.session.get(SESSION_KEY)
        if account is not None:
            now = timezone.now()
            ending = sessions.ending_of(request, now)
            if ending:
                self._end(request, account, *ending)
            else:
                sessions.keep(request.session, now)
        return self.get_response(request)

    def _end(self, request, account, kind, told):
        request.session.flush()
        request.user = AnonymousUser()
        request.has_ended = True
        messages.warning(request, told)
        access.record(kind, request, actor=User.objects.get(pk=account))


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page that isn't marked as open is for people signed in; those with a first password change it before."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal is None and _must_change_first(request, view_func):
            return redirect_to_login(request.get_full_path(), "password_change")
        return refusal

    def handle_no_permission(self, request, view_func):
        """What was typed into a form while the session ran out is given back, to be copied."""
        typed = _long_texts(request.POST) if getattr(request, "has_ended", False) else []
        if not typed:
            return super().handle_no_permission(request, view_func)
        return render(request, "accounts/session_ended.html", {"typed": typed, "next": request.path}, status=403)


def _must_change_first(request, view_func) -> bool:
    is_open = not getattr(view_func, "login_required", True) or request.resolver_match.view_name == "password_change"
    return not is_open and request.user.must_change_password


def _long_texts(posted) -> list[str]:
    """What people wrote; neither a password nor the form's own token."""
    names = [name for name in posted if "password" not in name and name != "csrfmiddlewaretoken"]
    return [text for name in names for text in posted.getlist(name) if len(text) >= WORTH_KEEPING]
