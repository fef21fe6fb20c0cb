"""Writes sign-ins, failures and sign-outs to the access log, from Django's signals and from our pages."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.people.models import User
from accounts.sign_in.backends import name_of
from ground.web import address_of
from workflow.history.access import Kind, record
from workflow.jobs.clock import AHEAD
from workflow.models import AccessLog

WHOLE_ADDRESS = "mọi tên từ địa chỉ này"  # the label of a row that stands for all names tried from an address


def typed_form(typed: str) -> str:
    """Return a typed name as the access log stores it; "?" where only invisible characters were typed."""
    return name_of(typed)[:60] or "?"


def signed_in(sender: type[User] | None, request: HttpRequest, user: User, **kwargs) -> None:
    record(Kind.SIGNED_IN, request, actor=user, label=getattr(request, "sign_in_way", ""))


def signed_out(sender: type[User] | None, request: HttpRequest, user: User | None, **kwargs) -> None:
    if user is not None:
        record(Kind.SIGNED_OUT, request, actor=user)


def refused(sender: type[User] | None, credentials: dict, request: HttpRequest | None = None, **kwargs) -> None:
    """Log a failed sign-in for the account that was aimed at; while a name or address is blocked, one row stands for
    all tries.
    """
    name = typed_form(credentials.get("username") or "")
    is_held_back = getattr(request, "axes_locked_out", False)
    label = WHOLE_ADDRESS if getattr(request, "is_address_held_back", False) else ""
    if is_held_back and is_logged(name, address_of(request), label, timezone.now()):
        return
    account = User.objects.filter(username__iexact=name).first()
    kind = Kind.HELD_BACK if is_held_back else Kind.REFUSED
    record(kind, request, actor=account, typed_name=name, label=label if is_held_back else "")


def is_logged(name: str, address: str, label: str, now: datetime) -> bool:
    """Tell whether the same refusal is logged already: requests refused without trying a password are cheap, and
    would fill the log.
    """
    lately = (now - timedelta(hours=settings.AXES_COOLOFF_TIME), now + AHEAD)
    rows = AccessLog.objects.filter(kind=Kind.HELD_BACK, at__range=lately, address=address, label=label)
    return rows.exists() if label else rows.filter(typed_name=name).exists()
