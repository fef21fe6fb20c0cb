"""The steps of a document beside its issue, what follows from them, and the inspection's steps that go with a paper."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.people.models import User
from inspections.attachments.checks import notice_has_number_and_date
from inspections.inspections.states import FROM_NOTICE_ON, InspectionState
from inspections.models import Inspection
from reports.documents.checklist import Remark, checklist, refusals
from reports.documents.issue.composing import kind_at, kinds_with_a_step, step_of, without_number
from reports.documents.issue.drafts import OPEN
from reports.documents.issue.official import show_paper
from reports.documents.models import Document
from reports.documents.states import DocumentState
from reports.documents.texts import with_own_texts
from workflow.history.notices import columns_of, notice_words
from workflow.models import Event, Notice
from workflow.steps.acts import checks_before, missing_for, take, then, why_not_on, withheld

CONCLUDES = "conclude"


# --- Acts -------------------------------------------------------------------------------------------------------------
def submit(document: Document, actor: User, now: datetime | None = None) -> Event:
    """Submit the draft to whoever issues it, who is informed. Raises NotYours, TakenAlready, StepRefused."""
    return take(document, "submit", actor, now=now)


def send_back(document: Document, actor: User, reason: str, now: datetime | None = None) -> Event:
    """Send a submitted draft back; the conclusion's also sends its inspection back. Raises as `submit`."""
    return take(document, "send_back", actor, reason=reason, now=now)


def publish(document: Document, actor: User, now: datetime | None = None) -> Event:
    """Publish the issued document to the inspected side, whose people get a notice. Raises as `submit`."""
    return take(document, "publish", actor, now=now)


# --- Checks and what follows -----------------------------------------------------------------------------------------
@checks_before(Document, "submit", "issue")
def what_refuses(document: Document) -> list[str]:
    """Return the refusals of the checklist, in the words as they would be printed now."""
    return refusals(remarks_on(document))


def remarks_on(document: Document) -> list[Remark]:
    """Return what the checklist says of the draft with staff's texts; of the register's days, see `day_warnings`."""
    return checklist(with_own_texts(document.facts, document))


@checks_before(Document, "publish")
def it_is_for_those_outside(document: Document) -> list[str]:
    return [_("Văn bản nội bộ, không công bố ra ngoài.")] if document.is_internal else []


@then(Document, "submit")
def inform_issuers(document: Document, event: Event) -> None:
    _notify(document, _issuers(document, timezone.localdate(event.at)), "submit")


@then(Document, "send_back")
def return_to_drafting(document: Document, event: Event) -> None:
    """Make it the next draft, inform who submitted it, and send the inspection back with it."""
    document.draft_number += 1
    document.facts = {**without_number(document.facts), "draft_number": document.draft_number}
    document.save(update_fields=["draft_number", "facts", "changed_at"])
    submitted = Event.objects.about(document).filter(act="submit").first()
    if submitted is not None and submitted.actor_id is not None:
        _notify(document, {submitted.actor_id}, "send_back")
    if step_of(document) == CONCLUDES and document.inspection.state == InspectionState.FOR_DECISION:
        take(document.inspection, "send_back", event.actor, reason=event.reason, now=event.at)


@then(Document, "publish")
def show_outside(document: Document, event: Event) -> None:
    """Let those outside see the document's paper, and the conclusion that was withheld until now; inform them."""
    show_paper(document)
    inspection = document.inspection
    if inspection is not None and kind_at(document.kind).step == CONCLUDES and inspection.is_withheld:
        inspection.is_withheld = False
        inspection.save(update_fields=["is_withheld", "changed_at"])
    day = timezone.localdate(event.at)
    _notify(document, _people_of(_inspections_of(document), day), "publish")


def _issuers(document: Document, today: date) -> set[int]:
    """Return the ids of the accounts that may issue it now."""
    role = Membership.Role.LEADER
    if document.issuer_role == "head":
        led_by = document.delegation.led_by(today) if document.delegation else []
        if led_by:
            people = [member.person_id for member in led_by]
            return set(User.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True))
        role = Membership.Role.STAFF  # who stand in for the head
    acting = Membership.objects.at(today).filter(
        organization=document.issuing_organization, role=role, user__is_active=True
    )
    return set(acting.values_list("user", flat=True))


def _inspections_of(document: Document) -> QuerySet[Inspection]:
    """Return the inspections whose bodies read the published document: of a campaign's paper those that know of it."""
    if document.inspection_id is not None:
        return Inspection.objects.filter(pk=document.inspection_id)
    rows = Inspection.objects.filter(campaign=document.campaign_id, state__in=FROM_NOTICE_ON)
    return rows.filter(delegation=document.delegation_id) if document.delegation_id is not None else rows


def _people_of(inspections: QuerySet[Inspection], today: date) -> set[int]:
    columns = ("subject_organization", "reporting_organization", "presenting_organization")
    bodies = {body for row in inspections.order_by().values_list(*columns) for body in row}
    acting = Membership.objects.acting_for(bodies - {None}, today)
    return {user for users in acting.values() for user in users}


def _notify(document: Document, users: set[int], step: str) -> None:
    about = str(document.inspection or document.campaign)
    columns = columns_of(f"documents.{step}", document=document.kind, about=about)
    path = document.get_absolute_url()
    Notice.objects.bulk_create([Notice(recipient_id=user, path=path, **columns) for user in sorted(users)])


@notice_words("documents.submit")
def submitted_words(facts: dict[str, str]) -> str:
    return _("%(kind)s chờ bạn ban hành (%(about)s).") % _with_kind_name(facts)


@notice_words("documents.send_back")
def sent_back_words(facts: dict[str, str]) -> str:
    return _("%(kind)s được trả lại để soạn tiếp (%(about)s).") % _with_kind_name(facts)


@notice_words("documents.publish")
def published_words(facts: dict[str, str]) -> str:
    return _("%(kind)s đã được công bố (%(about)s).") % _with_kind_name(facts)


def _with_kind_name(facts: dict[str, str]) -> dict[str, str]:
    return {**facts, "kind": str(kind_at(facts["document"]).name)}


# --- Steps of the inspection -----------------------------------------------------------------------------------------
@withheld(Inspection, "record", "submit", "attach", "send_back", "conclude")
def steps_with_a_paper(inspection: Inspection) -> dict[str, str]:
    """Withhold the steps that an open paper of the inspection takes: its issue, and for the conclusion its return."""
    steps = kinds_with_a_step()
    rows = Document.objects.filter(inspection=inspection, kind__in=steps, state__in=OPEN, replaces=None)
    found = {}
    for slug, state in rows.order_by("pk").values_list("kind", "state"):
        why = _("Bước này đi cùng văn bản “%s” đang mở: ban hành văn bản ấy, hoặc bỏ dự thảo.") % kind_at(slug).name
        for step in _steps_with(steps[slug], state):
            found[step] = why
    return found


def _steps_with(step: str, state: str) -> list[str]:
    """Return the steps that go with the kind's: a conclusion that is submitted is sent back as a paper too."""
    if step != CONCLUDES:
        return [step]
    return ["attach", CONCLUDES, *(["send_back"] if state == DocumentState.SUBMITTED else [])]


def take_inspections_step(
    document: Document, actor: User | None, when: tuple[datetime, date], reason: str = ""
) -> None:
    """Take the step that the issued paper stands for, in the caller's transaction: minutes agree, the report submits,
    the notice concludes. Of several minutes the last one does. `when`: the instant, and the day on the paper, on which
    the step happened unless an earlier step is dated later; `reason`: why the actor stands in for the head.
    """
    step, inspection = step_of(document), document.inspection
    if not step or (step == "record" and not _agrees(document)):
        return
    if step == CONCLUDES:
        Inspection.objects.select_for_update().filter(pk=inspection.pk).update(is_withheld=True)
    now, day = when
    is_possible = not why_not_on(inspection, day, timezone.localdate(now))
    take(inspection, step, actor, reason=reason, now=now, happened_on=day if is_possible else None)


def _agrees(document: Document) -> bool:
    """Tell whether no other minutes are open, and the inspection waits for being recorded."""
    others = Document.objects.filter(inspection=document.inspection, kind=document.kind, state__in=OPEN)
    is_waiting = document.inspection.state == InspectionState.IN_SESSION
    return is_waiting and not others.exclude(pk=document.pk).exists()


def why_step_is_closed(document: Document) -> list[str]:
    """Return why the inspection doesn't allow the step that the issue would take; [] where it does."""
    step, inspection = step_of(document), document.inspection
    if not step:
        return []
    allowed = inspection.STEPS[step].from_states
    is_done_before = step == "record" and inspection.state not in BEFORE_SESSION
    if is_done_before:
        return []
    if inspection.state in allowed:
        comes_with_it = notice_has_number_and_date(inspection)
        return [message for message in missing_for(inspection, inspection.STEPS[step]) if message not in comes_with_it]
    words = {"state": inspection.get_state_display(), "kind": kind_at(document.kind).name}
    return [_("Cuộc kiểm tra hiện “%(state)s”: chưa, hoặc không còn ban hành được “%(kind)s”.") % words]


BEFORE_SESSION = [
    InspectionState.PLANNED,
    InspectionState.NOTIFIED,
    InspectionState.POSTPONED,
    InspectionState.CANCELLED,
]
