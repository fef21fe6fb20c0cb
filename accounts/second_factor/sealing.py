"""Encrypts what a copy of the database must not give away. The keys come from the environment: decisions/0033."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "accounts.second_factor"


class Unreadable(Exception):
    """The text was sealed with a key that the server no longer has, is older than allowed, or was made up."""


def seal(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def unseal(sealed: str, seconds: int | None = None) -> str:
    """Return the text; `seconds`: how old it may be, None for any age. Raises Unreadable."""
    try:
        return _cipher().decrypt(sealed.encode(), seconds).decode()
    except InvalidToken as broken:
        raise Unreadable from broken


def digests_of(text: str) -> list[str]:
    """Return the keyed digests under which the text may be stored, that of today's key first."""
    return [salted_hmac(SALT, text, secret=key, algorithm="sha256").hexdigest() for key in settings.SECOND_FACTOR_KEYS]


def _cipher() -> MultiFernet:
    keys = [salted_hmac(SALT, "cipher", secret=key, algorithm="sha256") for key in settings.SECOND_FACTOR_KEYS]
    return MultiFernet([Fernet(urlsafe_b64encode(key.digest())) for key in keys])
