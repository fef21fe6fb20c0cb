"""Drafts: begun, composed anew, changed in what is theirs, thrown away; and those that correct an issued document."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Signatory
from accounts.organizations.signing import may_sign
from accounts.people.models import User
from inspections.inspections.states import WRITTEN_OUT
from inspections.models import Campaign, Delegation, Inspection, Session
from reports.documents.issue.composing import compose, kind_at, kinds_with_a_step, rule_set_of
from reports.documents.models import Document
from reports.documents.registers.acts import cancel_number, taken_by
from reports.documents.states import DocumentState
from reports.documents.texts import locked_draft
from reports.documents.wording import newest
from workflow.history.acts import change, create, take_out
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready

OPEN = [DocumentState.DRAFT, DocumentState.SUBMITTED]
WRITERS = {"staff", "leader", "head", "secretary"}
ALSO_ABOUT = {("report-outline", "campaign"), ("report-outline", "inspection")}
About = Inspection | Campaign | Delegation


def start_draft(
    kind: str,
    about: About,
    actor: User,
    day: date | None = None,
    session: Session | None = None,
    today: date | None = None,
) -> Document:
    """Begin a paper about an inspection, a campaign or a delegation, composed for `day`: by default today, or the day
    of the last session where that is later.

    Raises NotYours, TakenAlready where such a paper is open, StepRefused, FactsMissing, RuleSetMissing.
    """
    today = today or timezone.localdate()
    _refuse_subject(kind, about)
    document = Document(kind=kind, session=session, **_subject(about))
    document.effective_on = day or _usual_day(document, today)
    with transaction.atomic():
        _refuse_beginning(document, actor, today)
        return _begin(document, actor)


def replace(document: Document, how: str, actor: User, day: date | None = None, today: date | None = None) -> Document:
    """Begin the paper that corrects (`how` "correction") or replaces ("replacement") an issued one and names it.

    The issued one stays as it is; that it is replaced is written when the new one is issued. Raises as `start_draft`.
    """
    today = today or timezone.localdate()
    if not document.is_frozen or document.state == DocumentState.REPLACED:
        raise TakenAlready([_("Chỉ đính chính, thay thế được văn bản đã ban hành và chưa bị thay thế.")])
    same = ("kind", "inspection", "campaign", "delegation", "session", "signatory", "place", "is_internal")
    new = Document(replaces=document, replaces_how=how, **{name: getattr(document, name) for name in same})
    new.effective_on = day or today
    with transaction.atomic():
        _refuse_beginning(new, actor, today)
        return _begin(new, actor)


def _refuse_subject(kind: str, about: About) -> None:
    """Refuse what the kind isn't about; the outline of the reports is about an inspection or its campaign."""
    subject = type(about).__name__.lower()
    if kind_at(kind).about != subject and (kind, subject) not in ALSO_ABOUT:
        raise StepRefused([_("Loại văn bản này không lập ở đây.")])


def _subject(about: About) -> dict[str, Any]:
    if isinstance(about, Inspection):
        return {"inspection": about, "delegation": about.delegation}
    if isinstance(about, Delegation):
        return {"campaign": about.campaign, "delegation": about}
    return {"campaign": about}


def _usual_day(document: Document, today: date) -> date:
    """Return today, or the last session's day where that is later; a paper about one session counts only that."""
    sessions = [document.session] if document.session else []
    if document.inspection is not None and not sessions:
        sessions = list(document.inspection.sessions.all())
    return kind_at(document.kind).default_day(today, [each.held_on for each in sessions if each.held_on])


def _begin(document: Document, actor: User) -> Document:
    kind = kind_at(document.kind)
    document.is_internal = kind.is_internal
    document.issuer_role = kind.issued_by
    _compose_into(document)
    return create(document, actor)


def _compose_into(document: Document) -> None:
    document.issuing_organization = issuing_body(document, document.effective_on)
    document.template = newest(document.kind, document.issuing_organization_id)
    document.facts = compose(document, document.template)
    document.rule_set = rule_set_of(document.facts)


def issuing_body(document: Document, day: date) -> Any:
    """Return the body that issues the paper on that day; raises StepRefused where it has ended and nobody took over."""
    campaign = document.its_campaign
    body = campaign.acting_body(day)
    if body is None:
        message = _(
            "%s đã kết thúc hoạt động, không ban hành văn bản được. Lãnh đạo cơ quan kế thừa tiếp quản đợt trước."
        )
        raise StepRefused([message % campaign.inspecting_organization.full_name_at(day)])
    return body


def _refuse_beginning(document: Document, actor: User, today: date) -> None:
    if not document.roles_of(actor, today) & WRITERS:
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    _lock_subject(document)
    inspection = document.inspection
    is_over = inspection is not None and inspection.state in WRITTEN_OUT and document.kind in kinds_with_a_step()
    if is_over and document.replaces_id is None:
        state = inspection.get_state_display()
        message = _("Cuộc kiểm tra hiện “%s”: không lập văn bản này nữa. Văn bản đã ban hành thì đính chính, thay thế.")
        raise StepRefused([message % state])
    if _twins(document).exists():
        raise TakenAlready([_("Đã có một dự thảo của văn bản này. Mở dự thảo ấy, hoặc bỏ nó trước.")])


def _lock_subject(document: Document) -> None:
    """Let of two people who begin the same paper at once one wait for the other."""
    subject = document.inspection or document.campaign
    type(subject).objects.select_for_update().get(pk=subject.pk)


def _twins(document: Document) -> Any:
    columns = ("kind", "inspection", "campaign", "delegation", "session", "replaces")
    same = {name: getattr(document, name) for name in columns}
    return Document.objects.filter(state__in=OPEN, **same)


# --- Changes ---------------------------------------------------------------------------------------------------------
def recompose(document: Document, actor: User) -> Document:
    """Compose the whole draft anew from the records and the body's newest template; texts of staff stay theirs.

    Raises NotYours, TakenAlready, FactsMissing, RuleSetMissing.
    """
    with transaction.atomic():
        locked = locked_draft(document, actor)
        _compose_into(locked)
        locked.save(update_fields=["facts", "rule_set", "template", "issuing_organization", "changed_at"])
    document.refresh_from_db()
    return document


def set_paper(
    document: Document, actor: User, revision: int, day: date, signatory: Signatory | None, place: str = ""
) -> Document:
    """Change the day that the draft is meant for, who signs and the place name, and compose it anew for them.

    Raises NotYours, TakenAlready, Outdated, StepRefused, FactsMissing, RuleSetMissing.
    """
    with transaction.atomic():
        locked = locked_draft(document, actor)
        locked.effective_on, locked.signatory, locked.place = day, signatory, place.strip()
        locked.issuing_organization = issuing_body(locked, day)
        if signatory is not None and not may_sign(signatory, locked.issuing_organization, day):
            raise StepRefused([_("Người này không được ký văn bản của cơ quan vào ngày ấy.")])
        change(locked, actor, revision)
        _compose_into(locked)
        locked.save(update_fields=["facts", "rule_set", "template", "changed_at"])
    document.refresh_from_db()
    return document


def discard(document: Document, actor: User, reason: str = "") -> Event:
    """Throw a draft away, with its texts; its number, if it had one, is cancelled. The history of what it was about
    tells it.

    Raises NotYours, TakenAlready, StepRefused.
    """
    with transaction.atomic():
        locked = locked_draft(document, actor)
        taken = taken_by(locked)
        if taken is not None:
            cancel_number(taken, reason or _("Bỏ dự thảo"), actor)
        subject = locked.inspection or locked.campaign
        for text in locked.texts.all():
            take_out(text, subject, actor, reason)
        return take_out(locked, subject, actor, reason)
