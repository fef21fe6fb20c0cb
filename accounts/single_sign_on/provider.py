"""The OpenID Connect provider as the settings name it. What is said with it, and needs its libraries: `protocol`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache as memory

SECONDS = 5  # for a connection, and for each answer
REST = timedelta(seconds=30)  # for which a provider that didn't answer isn't asked again
SILENT = "single_sign_on_silent"


class Fault(Exception):
    """Signing in by the provider failed; the argument says so to the user."""


@dataclass(frozen=True)
class Identity:
    """Who has signed in at the provider. `value`: the claim that names accounts; `has_second_factor`: the provider has
    verified one that counts; `sign_out_address`: ends the session there, "" where the provider has none.
    """

    value: str
    has_second_factor: bool
    sign_out_address: str


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def shown_name() -> str:
    """Return how the button names the provider; "" where there is none."""
    return settings.OIDC_NAME or urlsplit(settings.OIDC_ISSUER).hostname or ""


def is_resting(now: datetime) -> bool:
    """Tell whether the provider didn't answer a moment ago. The memory forgets by a clock that may be put back."""
    silent_at = memory.get(SILENT)
    return silent_at is not None and silent_at <= now < silent_at + REST


def normal(value: str) -> str:
    """Return the form in which a value of the claim is stored and compared: of addresses in lower case."""
    return value.strip().lower() if settings.OIDC_CLAIM == "email" else value.strip()
