"""Sign-in by name, whatever its letter case; permissions are not Django's but memberships'."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.people.models import User
from ground.text import nfc


def name_of(typed: str) -> str:
    """The one form of a sign-in name, however it was typed: what is looked up, and what wrong tries are counted under.

    Upper case comes first because a database may compare by it: "ı" and "ſ" are no ways past the throttle.
    """
    return nfc(typed).strip().upper().casefold()


def name_to_count(request: HttpRequest, credentials: dict | None = None) -> str | None:
    """What django-axes counts wrong tries under: else each letter case of a name would have its own."""
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
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
