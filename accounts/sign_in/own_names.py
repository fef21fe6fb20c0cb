"""The rule that a password holds none of its owner's names: who has the slip tries them first."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.organizations.naming import bare_place
from accounts.people.models import User
from ground.text import fold

SHORT = 4  # letters; shorter names count only as a word of their own, for "an" is in every other password


class OwnNamesValidator:
    """Refuses a password that contains the sign-in name, the full name or the place of the body, however written."""

    def validate(self, password: str, user: User | None = None) -> None:
        for label, name in _names_of(user) if user else ():
            if _contains(password, name):
                words = _("Mật khẩu không được chứa %(what)s (%(name)s).") % {"what": label, "name": name}
                raise ValidationError(words, code="password_has_own_name")

    def get_help_text(self) -> str:
        return _("Mật khẩu không chứa tên đăng nhập, họ tên hay tên cơ quan của bạn.")


def _names_of(user: User) -> Iterator[tuple[str, str]]:
    yield gettext_lazy("tên đăng nhập"), user.username
    yield gettext_lazy("họ tên"), user.get_full_name()
    body = bare_place(user.reach.head[1]) if user.pk else ""
    if len(_letters(body)) > SHORT:
        yield gettext_lazy("tên cơ quan"), body


def _contains(password: str, name: str) -> bool:
    """Tell whether the name is in the password, whatever the capitals, marks and signs between its letters."""
    letters = _letters(name)
    if len(letters) < SHORT:
        return letters in re.split(r"[^a-z0-9]+", _plain(password))
    return letters in _letters(password)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _plain(text))


def _plain(text: str) -> str:
    """Return the text without marks, with i for every y: `fold` does so only where a word ends, which in a password it
    needn't.
    """
    return fold(text).replace("y", "i")
