"""Attaches a signed copy to an issued paper, and puts a newer one in its place; the bytes are stored as they came."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.papers.acts import storing_accepted
from inspections.papers.uploads.judge import AcceptedFile
from reports.documents.models import Document
from reports.documents.signatures.models import SignedCopy
from reports.documents.states import DocumentState
from workflow.history.acts import change
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps.acts import take

Reading = dict[str, Any]
MAY_ATTACH = {"staff", "issuer"}


def attach_signed(
    document: Document, file: AcceptedFile, actor: User, reading: Reading, kind: str, now: datetime | None = None
) -> Event:
    """Store the signed copy beside the portal's own, and take the step. Raises NotYours, TakenAlready, StepRefused."""
    with storing_accepted(file) as stored:
        _write(document, stored, actor, reading, kind)
        return take(document, "sign", actor, now=now, signed_file=stored)


def add_signed(
    document: Document, file: AcceptedFile, actor: User, reading: Reading, kind: str, reason: str = ""
) -> SignedCopy:
    """Put a newer signed copy in the place of the document's, or give a published paper its first one; the earlier ones
    stay. Raises NotYours, TakenAlready, StepRefused without a reason.
    """
    if not may_add_signed(document, actor):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    if document.signed_file_id is not None and not reason.strip():
        raise StepRefused([_("Nhập lý do thay bản đã ký.")])
    with storing_accepted(file) as stored:
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.signed_file_id != document.signed_file_id:
            raise TakenAlready([_("Bản đã ký vừa được người khác thay.")])
        copy = _write(locked, stored, actor, reading, kind, reason.strip())
        locked.signed_file = stored
        change(locked, actor, locked.revision, reason.strip())
    document.refresh_from_db()
    return copy


def may_add_signed(document: Document, user: User) -> bool:
    """Tell whether the user may add a copy without a step: the paper is signed, or was published without one."""
    is_open = document.state in (DocumentState.SIGNED, DocumentState.PUBLISHED)
    return is_open and bool(document.roles_of(user, timezone.localdate()) & MAY_ATTACH)


def _write(document, stored, actor, reading, kind, reason="") -> SignedCopy:
    columns = {"kind": kind, "sha256": stored.sha256, "reading": reading, "reason": reason, "added_by": actor}
    return SignedCopy.objects.create(document=document, file=stored, **columns)
