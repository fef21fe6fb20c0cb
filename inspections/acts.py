"""What is done to the work: one function an act, and what steps bring with them."""

import hashlib
import uuid
from contextlib import contextmanager
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.text import short_date
from inspections.checks import may_report, report_is_late_or_early, too_many_notices, too_many_reports
from inspections.models import Answer, Assignment, Campaign, Inspection, OfficialPaper, PaperLink, StoredFile
from inspections.states import InspectionState
from inspections.uploads import scanning
from localities.models import LocalitySpell
from workflow.models import Event
from workflow.steps import NotYours, StepRefused, TakenAlready, take, then


def reference_for(campaign: Campaign, subject) -> str:
    return references_for(campaign, [subject])[0]


def references_for(campaign: Campaign, subjects: list) -> list[str]:
    """ "DVCQ2024-123": campaign code and each subject's locality code (or its short code), -2, -3 … on collision.

    In as many queries for one as for all. Fixed when the inspection is made; nobody reads anything out of it again.
    """
    codes = _locality_codes(subjects, campaign.starts_on or date(campaign.year, 12, 31))
    begun = f"{campaign.code}-"
    taken = set(Inspection.objects.filter(reference__startswith=begun).values_list("reference", flat=True))
    return [_not_taken(f"{begun}{codes.get(body.locality_id) or body.short_code}", taken) for body in subjects]


def _locality_codes(subjects, day) -> dict[int, str]:
    places = {body.locality_id for body in subjects if body.locality_id}
    spells = LocalitySpell.objects.as_at(day).filter(locality__in=places)
    return dict(spells.values_list("locality", "official_code"))


def _not_taken(stem: str, taken: set[str]) -> str:
    """From now on it is."""
    reference, n = stem, 1
    while reference in taken:
        n += 1
        reference = f"{stem}-{n}"
    taken.add(reference)
    return reference


def store_file(content: bytes, name: str, content_type: str, scan_state: str = StoredFile.Scan.WAITING) -> StoredFile:
    """The bytes under a generated key, outside the web root; `name` is only what people are told."""
    key = default_storage.save(f"{uuid.uuid4().hex}", ContentFile(content))
    if scan_state == StoredFile.Scan.WAITING:
        transaction.on_commit(scanning.send)
    return StoredFile.objects.create(
        key=key,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=content_type,
        scan_state=scan_state,
        original_name=name,
    )


# --- Papers that people attach -----------------------------------------------------------------------------------
class SameFile(StepRefused):
    """These very bytes are already what counts."""


def hand_in_report(inspection: Inspection, actor, file, now=None, **printed) -> OfficialPaper:
    """The reporting body's paper; handed in again it is the new version, the older ones stay as they are.

    `file`: uploads.judge.Judged; `printed`: number, dated_on and title as the paper has them.
    Raises NotYours, TakenAlready, SameFile.
    """
    now = now or timezone.now()
    with _stored(file) as stored:
        locked = _locked(inspection)
        _refuse_report(locked, actor, timezone.localdate(now))
        before = locked.paper_links.reports().select_related("paper__file").first()
        _refuse_same(before.paper.file if before else None, stored)
        paper = _paper(locked, stored, OfficialPaper.Type.REPORT, locked.reporting_organization, printed)
        PaperLink.objects.create(paper=paper, role=PaperLink.Role.SUBMITTED, inspection=locked)
        changes = {"paper": [before.paper_id if before else None, paper.pk], "sha256": stored.sha256}
        state = {"from_state": locked.state, "to_state": locked.state}
        Event.objects.create(at=now, actor=actor, act="hand_in", subject=locked, changes=changes, **state)
    return paper


def attach_notice(inspection: Inspection, actor, file, now=None, **printed) -> OfficialPaper:
    """The signed conclusion, waiting for the leader to publish it; one attached before becomes internal for good."""
    with _stored(file) as stored:
        take(inspection, "attach", actor, now=now)
        return _notice(inspection, stored, printed)


def publish_conclusion(inspection: Inspection, actor, file=None, seen: int | None = None, now=None, **printed) -> None:
    """Concludes with the signed paper given, or with the one attached: `seen` is the paper the leader has read."""
    with _stored(file) if file else transaction.atomic() as stored:
        locked = _locked(inspection)
        if stored:
            _notice(locked, stored, printed)
        else:
            _refuse_unread(locked, seen)
        take(inspection, "conclude", actor, now=now)


def _refuse_unread(inspection: Inspection, seen: int | None) -> None:
    """What the leader has read is what is published, and others can open it."""
    link = inspection.paper_links.notices().select_related("paper__file").first()
    if (link and link.paper_id) != seen:
        raise StepRefused([_("Thông báo đính kèm vừa được thay. Xem lại rồi mới công bố.")])
    if link and link.paper.file and not link.paper.file.may_be_opened:
        raise StepRefused(
            [_("Tệp của thông báo chờ quét mã độc hoặc có mã độc. Chờ quét xong, hoặc đính kèm bản khác.")]
        )


@contextmanager
def _stored(file):
    """The stored file, in a transaction of its own; when the act fails neither row nor bytes are left."""
    stored = None
    try:
        with transaction.atomic():
            stored = store_file(file.content, file.name, file.content_type, file.scan_state)
            yield stored
    except BaseException:
        if stored:
            default_storage.delete(stored.key)
        raise


def _locked(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update().get(pk=inspection.pk)


def _refuse_report(inspection: Inspection, actor, today) -> None:
    if not may_report(inspection, actor, today):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    refusals = report_is_late_or_early(inspection, today)
    if refusals:
        raise TakenAlready(refusals)
    _refuse(too_many_reports(inspection))


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise StepRefused(reasons)


def _refuse_same(before: StoredFile | None, stored: StoredFile) -> None:
    if before and before.sha256 == stored.sha256:
        day = short_date(timezone.localtime(before.created_at))
        raise SameFile([_("Đây chính là tệp đã gửi ngày %s; không gửi lại lần nữa.") % day])


def _notice(inspection: Inspection, stored: StoredFile, printed: dict) -> OfficialPaper:
    _refuse(too_many_notices(inspection))
    earlier = list(inspection.paper_links.notices().values_list("paper", flat=True))
    OfficialPaper.objects.filter(pk__in=earlier).update(is_internal=True)
    issuer = inspection.campaign.inspecting_organization
    paper = _paper(inspection, stored, OfficialPaper.Type.NOTICE, issuer, printed)
    PaperLink.objects.create(paper=paper, role=PaperLink.Role.RESULT, inspection=inspection)
    return paper


def _paper(inspection: Inspection, stored: StoredFile, paper_type: str, issuer, printed: dict) -> OfficialPaper:
    return OfficialPaper.objects.create(
        kept_by=inspection.campaign.inspecting_organization,
        paper_type=paper_type,
        issuer=issuer.full_name_at(printed["dated_on"])[:200],
        file=stored,
        **printed,
    )


# --- What steps bring with them ----------------------------------------------------------------------------------
@then("inspections.Campaign", "open")
def freeze_criteria(campaign: Campaign, event) -> None:
    """From the first campaign that opens with it a set of criteria stays as it is."""
    if campaign.criteria_set.frozen_at is None:
        campaign.criteria_set.frozen_at = event.at
        campaign.criteria_set.save(update_fields=["frozen_at", "changed_at"])


@then("inspections.Inspection", "conclude")
def follow_where_assigned(inspection: Inspection, event) -> None:
    """Recommendations become live: where somebody has to carry one out, the portal follows by itself."""
    if Assignment.objects.filter(recommendation__inspection=inspection).exists():
        take(inspection, "follow", None, now=event.at)


def follow_if_concluded(inspection: Inspection | None) -> None:
    """For an assignment that was made after the conclusion."""
    if inspection is not None and inspection.state == InspectionState.CONCLUDED:
        take(inspection, "follow", None)


@then("inspections.Assignment", "answer")
def keep_answer(assignment: Assignment, event) -> None:
    _answer(assignment, event, Answer.Kind.PROGRESS)


@then("inspections.Assignment", "return")
def keep_return(assignment: Assignment, event) -> None:
    _answer(assignment, event, Answer.Kind.RETURN)


@then("inspections.Assignment", "verify")
def keep_verification(assignment: Assignment, event) -> None:
    _answer(assignment, event, Answer.Kind.VERIFICATION)


def _answer(assignment: Assignment, event, kind: str) -> None:
    if event.actor_id:
        Answer.objects.create(assignment=assignment, kind=kind, text=event.reason, actor_id=event.actor_id)


@then("inspections.Assignment", "transfer")
def hand_on(assignment: Assignment, event) -> None:
    """Each body that succeeded the owner gets an assignment of its own; the old one keeps its history."""
    for succession in assignment.owner_organization.successions.select_related("new").prefetch_related("new__names"):
        Assignment.objects.create(
            recommendation=assignment.recommendation,
            owner_organization=succession.new,
            owner_as_printed=succession.new.full_name_at(timezone.localdate(event.at))[:200],
            due_on=assignment.due_on,
            due_as_printed=assignment.due_as_printed,
            transferred_from=assignment,
        )
