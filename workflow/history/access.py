"""Writes the access log."""

import logging
from collections.abc import Callable
from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import OperationalError, models
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.processes import heavy
from ground.shared.replica import read_from_replica
from ground.sheets.writing import About
from ground.web import address_of, is_full_disk
from workflow.history.models import AccessLog

Kind = AccessLog.Kind
READING = {Kind.DOWNLOADED, Kind.EXPORTED}
logger = logging.getLogger(__name__)


def record(
    kind: AccessLog.Kind,
    request: HttpRequest | None,
    actor: AbstractBaseUser | None = None,
    typed_name: str = "",
    subject: models.Model | None = None,
    label: str = "",
) -> AccessLog:
    """Write one row of the access log; `actor` None where a typed name is no account, `request` None outside a
    request. What was only read on a full disk is written to the portal's log instead: reading goes on.
    """
    address = request and address_of(request)
    row = AccessLog(kind=kind, actor=actor, typed_name=typed_name, address=address, subject=subject, label=label)
    try:
        row.save(force_insert=True)
    except OperationalError as fault:
        if kind not in READING or not is_full_disk(fault):
            raise
        thing = f"{type(subject).__name__} {row.object_id}" if subject else label
        logger.error("full disk, not in the access log: account %s %s %s", row.actor_id, kind, thing)
    return row


def export_rows(
    request: HttpRequest, what: str, narrowed_by: str, make: Callable[[], StreamingHttpResponse]
) -> HttpResponseBase:
    """Export a sheet of many rows: as `export`, with `make` as `read_from_replica` has it."""
    return export(request, what, narrowed_by, partial(read_from_replica, make))


def export(request: HttpRequest, what: str, narrowed_by: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the response of `make`, holding a slot for heavy work, and log who exported what from which address.

    All exports go through this function. `narrowed_by`: the filters in words, "" where all rows are exported. Raises
    heavy.TooMany and heavy.Busy, and logs nothing then.
    """

    def logged() -> HttpResponseBase:
        response = make()
        label = f"{what}; {narrowed_by}" if narrowed_by else str(what)
        record(Kind.EXPORTED, request, actor=request.user, label=_within(label, AccessLog.LABEL_LENGTH))
        return response

    return heavy.export(request.user.pk, logged)


def about_export(request: HttpRequest, title: str, narrowed_by: str) -> About:
    """Return what an exported workbook says of itself; `narrowed_by` as for `export`."""
    person, day = request.user.person, f"{timezone.localtime():%d/%m/%Y %H:%M}"
    facts = [
        (_("Điều kiện lọc"), narrowed_by or _("không")),
        (_("Ngày xuất"), day),
        (_("Người xuất"), person.full_name if person else str(request.user)),
    ]
    return About(title, facts)


def _within(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
