"""Sign-in by name in upper or lower case. Permissions come from memberships, not from Django."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone

from accounts.people.models import User
from accounts.people.querysets import Reach
from accounts.sign_in.hashers import ALGORITHM
from ground.text import nfc


def name_of(typed: str) -> str:
    """Return the normal form of a typed sign-in name, under which accounts are looked up and failed tries counted.

    It upper-cases first because a database may compare that way: "ı" and "ſ" would otherwise evade the throttle.
    """
    return nfc(typed).strip().upper().casefold()


def name_to_count(request: HttpRequest, credentials: dict | None = None) -> str | None:
    """Return the name under which django-axes counts failed tries; without it each spelling in upper and lower case
    would count separately.
    """
    typed = (credentials or request.POST).get("username")
    return typed and name_of(typed)


class NameBackend(BaseBackend):
    def authenticate(
        self, request: HttpRequest, username: str | None = None, password: str | None = None
    ) -> User | None:
        if username is None or password is None:
            return None
        user = User.objects.filter(username__iexact=name_of(username)).first()
        if user is None:
            make_password(password)  # the same time is spent on a name that doesn't exist
            return None
        if user.check_password(password):
            return user if user.is_active else None
        if user.password.startswith(f"{ALGORITHM}$"):
            make_password(password)  # as much as for other accounts: how long it takes must not tell who has a slip
        return None

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session, with all that every page asks of it, in one query."""
        rows = User.objects.select_related("person", "second_factor").with_reach(timezone.localdate())
        user = rows.filter(pk=user_id, is_active=True).first()
        if user is not None:
            user.reach = Reach.of(user.reached)
        return user
