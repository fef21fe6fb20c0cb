"""Sign-in names by a plain rule: the given name, a full stop, the place or body, without marks: "lan.canduoc"."""

import re
import unicodedata
from collections.abc import Iterable

from accounts.organizations.naming import bare_place

LONGEST = 30  # letters of each of the two parts; an account's name takes 60


class SignInNames:
    """Proposes names that no account has, and none of those that it has proposed: the second "lan.canduoc" gets a 2."""

    def __init__(self, used: Iterable[str]) -> None:
        self.used = {name.lower() for name in used}

    def propose(self, full_name: str, body: str) -> str:
        """Return a free name; without a name of the person it is the body's alone."""
        words = _plain(full_name).split()
        parts = [words[-1][:LONGEST]] if words else []
        name = ".".join([*parts, _plain(bare_place(body)).replace(" ", "")[: LONGEST - 5] or "coquan"])
        return self.take(name)

    def take(self, name: str) -> str:
        """Return the name, with the first number from 2 that makes it free."""
        free, n = name, 1
        while free.lower() in self.used:
            n += 1
            free = f"{name}{n}"
        self.used.add(free.lower())
        return free


def _plain(text: str) -> str:
    """Return the words in small letters without marks."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", bare))
