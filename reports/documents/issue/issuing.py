"""Issue: the number is reserved and the facts are final in one transaction, the paper is printed outside any, and a
second transaction stores its bytes for good, with all that follows.

A process that dies in between leaves a submitted document with its reserved number and final facts
(`Document.is_being_issued`): `resume` goes on there, or the leader sends it back.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.organizations.signing import may_sign
from accounts.people.models import User
from ground.text import short_date
from inspections.models import StoredFile
from inspections.papers.acts import storing
from reports.documents.issue.composing import (
    compose,
    kind_at,
    rule_set_of,
    step_of,
    with_check,
    with_head_of,
    with_number,
)
from reports.documents.issue.drafts import issuing_body
from reports.documents.issue.official import hide_paper, write_paper
from reports.documents.issue.steps import take_inspections_step, what_refuses, why_step_is_closed
from reports.documents.layout import lay_out
from reports.documents.models import Document
from reports.documents.press import archive, render
from reports.documents.registers.acts import is_numbered, reserve_for, series_of, taken_by, type_of
from reports.documents.registers.models import TakenNumber
from reports.documents.states import DocumentState
from reports.documents.texts import with_own_texts
from reports.documents.verification.codes import new_code
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps.acts import needs_reason, take

Sheet = dict[str, Any]
Press = Callable[[Sheet], bytes]


class Altered(Exception):
    """The stored file of an issued document isn't the one that was issued; the text is its SHA-256."""


def issue(
    document: Document,
    actor: User,
    day: date,
    number: int | None = None,
    printed: str | None = None,
    now: datetime | None = None,
    press: Press = render.pdf_apart,
    reason: str = "",
) -> Document:
    """Issue the submitted document on that day: under `number`, typed from the paper book, else the one it has or the
    next. `printed`, `now`: as in `reserve` and `take`; `press` prints the PDF; `reason`: of one who stands in for the
    delegation's head.

    Raises NotYours, TakenAlready, StepRefused (NumberTaken, TermMissing), FactsMissing, RuleSetMissing; EngineMissing
    and process.TooLong once the number is reserved. Call it outside transactions.
    """
    now = now or timezone.now()
    begin(document, actor, day, number, printed, now=now, reason=reason)
    return _finish(document, actor, now, press, reason)


def resume(
    document: Document,
    actor: User | None = None,
    now: datetime | None = None,
    press: Press = render.pdf_apart,
    reason: str = "",
) -> Document:
    """Go on with an issue that was interrupted, under its reserved number; `actor` None: the portal itself.

    Raises TakenAlready where none is going on; NotYours, StepRefused, EngineMissing, process.TooLong.
    """
    return _finish(document, actor, now or timezone.now(), press, reason)


# --- First transaction -----------------------------------------------------------------------------------------------
def begin(
    document: Document,
    actor: User,
    day: date,
    number: int | None,
    printed: str | None,
    now: datetime | None = None,
    reason: str = "",
    also: Callable[[], Any] = lambda: None,
) -> Any:
    """Reserve the number and make the facts final, as `issue` begins; return what `also`, done in the same transaction,
    returns. `resume` goes on.
    """
    today = timezone.localdate(now)
    _refuse_standing_in_silently(document, actor, reason, today)
    return _begin(document, actor, day, (number, printed), today, also)


def _begin(document: Document, actor: User, day: date, number: tuple, today: date, also: Callable[[], Any]) -> Any:
    """Read and judge first: a transaction that only writes is short, and lets others in soon."""
    document.refresh_from_db()
    _refuse(document, actor, day, today)
    read = document.facts
    document.issuing_organization = issuing_body(document, day)
    facts = with_own_texts(_facts_for(document, day), document)
    document.effective_on, document.facts, document.rule_set = day, facts, rule_set_of(facts)
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.state != DocumentState.SUBMITTED or locked.facts != read:
            raise TakenAlready([_("Văn bản vừa được người khác ban hành, hoặc trả lại.")])
        n, text = _number(document, actor, number)
        document.facts = with_check(with_number(facts, n, text, day), document)
        document.save(update_fields=["issuing_organization", "effective_on", "facts", "rule_set", "changed_at"])
        return also()


def _refuse_standing_in_silently(document: Document, actor: User, reason: str, today: date) -> None:
    may_issue = "issuer" in document.roles_of(actor, today)  # else it is refused as not theirs
    if may_issue and not reason.strip() and needs_reason(document, document.STEPS["issue"], actor, today):
        raise StepRefused([_("Nhập lý do bạn ban hành thay Trưởng đoàn.")])


def _refuse(document: Document, actor: User, day: date, today: date) -> None:
    if "issuer" not in document.roles_of(actor, today):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    if document.state != DocumentState.SUBMITTED:
        raise TakenAlready([_("Văn bản hiện “%s”, không ban hành được.") % document.get_state_display()])
    reasons = [*_wrong_day(document, day, today), *what_refuses(document), *why_step_is_closed(document)]
    if reasons:
        raise StepRefused(reasons)


def _wrong_day(document: Document, day: date, today: date) -> list[str]:
    if day > today:
        return [_("Ngày ban hành %s chưa đến.") % short_date(day)]
    body = issuing_body(document, day)
    if body.is_closed_at(today):
        message = _("%(body)s đã kết thúc hoạt động ngày %(day)s, không ban hành văn bản nữa.")
        return [message % {"body": body.full_name_at(day), "day": short_date(body.closed_on)}]
    if document.signatory is not None and not may_sign(document.signatory, body, day):
        return [_("%(who)s không được ký văn bản ngày %(day)s.") % {"who": document.signatory, "day": short_date(day)}]
    return []


def _facts_for(document: Document, day: date) -> dict[str, Any]:
    """Return the draft's facts; meant for another day, they get that day's head, names and rules."""
    if day == document.effective_on:
        return document.facts
    stored, document.effective_on = document.facts, day
    return with_head_of(stored, compose(document, document.template))


def _number(document: Document, actor: User, number: tuple) -> tuple[int | None, str]:
    """Reserve the number and return it with its printed string; (None, "") for what goes without one."""
    n, printed = number
    taken = taken_by(document)
    if taken is None and n is None and not printed and not is_numbered(document):
        return None, ""
    if taken is not None:
        _refuse_other_register(taken, document)
    taken = reserve_for(document, actor, n, printed)
    return taken.n, taken.printed


def _refuse_other_register(taken: TakenNumber, document: Document) -> None:
    body, register = document.issuing_organization, taken.register
    here = (body.pk, type_of(document), series_of(body, document.effective_on))
    if (register.organization_id, register.kind, register.series) != here:
        message = _(
            "Số %(number)s đã giữ thuộc sổ %(series)s, không phải sổ của ngày ban hành. Hủy số ấy, rồi lấy số khác."
        )
        raise StepRefused([message % {"number": taken.printed, "series": register.series}])


# --- Printing, and the second transaction ----------------------------------------------------------------------------
def _finish(document: Document, actor: User | None, now: datetime, press: Press, reason: str) -> Document:
    """Print the final facts and store the bytes. Whoever comes second finds it issued."""
    document.refresh_from_db()
    if not document.is_being_issued:
        raise TakenAlready([_("Văn bản hiện “%s”, không ban hành tiếp được.") % document.get_state_display()])
    facts = document.facts
    sheet = lay_out(facts)
    html, pdf = render.html_of(sheet), press(sheet)
    content_type, ending = archive.type_of(pdf)
    with storing(pdf, f"{_file_name(document)}.{ending}", content_type, StoredFile.Scan.CLEAN) as stored:
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if not locked.is_being_issued or locked.facts != facts:
            raise TakenAlready([_("Văn bản vừa được người khác ban hành, hoặc trả lại.")])
        _freeze(locked, html, stored, actor, now, reason)
    document.refresh_from_db()
    return document


def _freeze(document: Document, html: str, stored: StoredFile, actor: User | None, now: datetime, reason: str) -> None:
    """Write what is final: once the state is issued, the database refuses any change of it."""
    document.html = html
    document.save(update_fields=["html"])
    day = date.fromisoformat(document.facts["issued_on"])
    code = document.facts.get("check_code") or new_code()  # of an issue that was begun before codes were printed
    columns = {"issued_on": day, "sha256": stored.sha256, "check_code": code, "pdf": stored}
    take(document, "issue", actor, reason=reason, now=now, **columns)
    _use_number(document, day)
    write_paper(document, is_hidden=step_of(document) != "conclude")
    take_inspections_step(document, actor, (now, day), reason)
    _replace_earlier(document, now)


def _use_number(document: Document, day: date) -> None:
    """Write that the paper has gone out with its number, which is found from now on by what it finally is about."""
    taken = TakenNumber.objects.filter(document=document, use=TakenNumber.Use.RESERVED).first()
    if taken is not None:
        taken.document, taken.use, taken.dated_on = document, TakenNumber.Use.USED, day
        taken.save(update_fields=["use", "dated_on", "changed_at"])


def _replace_earlier(document: Document, now: datetime) -> Event | None:
    earlier = document.replaces
    if earlier is None or document.replaces_how != Document.ReplacesHow.REPLACEMENT:
        return None
    if earlier.state != DocumentState.PUBLISHED:
        hide_paper(earlier)
    return take(earlier, "replace", None, now=now)


def _file_name(document: Document) -> str:
    name = " ".join(filter(None, [str(kind_at(document.kind).name), document.facts["printed_number"]]))
    return name.replace("/", "-")


def issued_bytes(document: Document) -> bytes:
    """Return the PDF as it was issued. Raises Altered where the stored file isn't the one that was issued."""
    with default_storage.open(document.pdf.key) as opened:
        content = opened.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Altered(document.sha256)
    return content
