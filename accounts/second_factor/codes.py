"""Codes of an authenticator app (RFC 6238) and recovery codes. Pure functions: the time is passed in."""

import re
import secrets
from base64 import b32decode, b32encode
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP

DIGITS, SECONDS = 6, 30
STEPS_OFF = 1  # by how many codes the phone's clock may be slow or fast
KEY_BYTES = 20  # as RFC 4226 recommends
RECOVERY_CODES, GROUPS, SIZE = 10, 3, 5  # of 15 digits: 50 bits, typed on the keypad of a phone
RECOVERY_DIGITS = GROUPS * SIZE


def new_key() -> str:
    """Return a new key as apps take it when it is typed: 32 letters and figures of Base32."""
    return b32encode(secrets.token_bytes(KEY_BYTES)).decode()


def digits_of(typed: str) -> str:
    """Return the figures of a typed code, without the spaces and dashes between them; "" for anything else."""
    plain = re.sub(r"[\s-]", "", typed)
    return plain if re.fullmatch("[0-9]+", plain) else ""


def step_of(key: str, digits: str, now: datetime, last_step: int = 0) -> int | None:
    """Return the number of the half minute to which the code belongs; None for a wrong one, and for one that isn't
    newer than `last_step`, the last that was accepted.
    """
    if len(digits) != DIGITS:
        return None
    clock = _clock(key, now)
    return clock.t() if clock.verify(int(digits), tolerance=STEPS_OFF, min_t=last_step + 1) else None


def code_at(key: str, now: datetime) -> str:
    """Return the code that an app shows then."""
    return f"{_clock(key, now).token():0{DIGITS}}"


def began_at(step: int) -> datetime:
    return datetime.fromtimestamp(step * SECONDS, UTC)


def _clock(key, now) -> TOTP:
    clock = TOTP(b32decode(key), SECONDS, digits=DIGITS)
    clock.time = now.timestamp()
    return clock


def address_for_app(key: str, issuer: str, username: str) -> str:
    """Return the address that the QR code holds."""
    label = f"{quote(issuer)}:{quote(username)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': issuer}, quote_via=quote)}"


def in_groups(key: str, size: int = 4) -> str:
    return " ".join(key[start : start + size] for start in range(0, len(key), size))


def new_recovery_codes() -> list[str]:
    """Return new codes such as "04821-77305-61940"."""
    return ["-".join(_group() for _n in range(GROUPS)) for _code in range(RECOVERY_CODES)]


def _group() -> str:
    return f"{secrets.randbelow(10**SIZE):0{SIZE}}"
