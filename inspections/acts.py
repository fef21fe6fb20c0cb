"""What is done to the work: one function an act, and what steps bring with them."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from inspections.models import Answer, Assignment, Campaign, Inspection, StoredFile
from workflow.steps import take, then


def reference_for(campaign: Campaign, subject) -> str:
    """ "DVCQ2024-123": campaign code and the subject's locality code (or its short code), -2, -3 … on collision.

    Fixed when the inspection is made; nobody reads anything out of it again.
    """
    spell = subject.locality.spell_at(campaign.starts_on or f"{campaign.year}-12-31") if subject.locality_id else None
    stem = f"{campaign.code}-{spell.official_code if spell else subject.short_code}"
    taken = set(Inspection.objects.filter(reference__startswith=stem).values_list("reference", flat=True))
    reference, n = stem, 1
    while reference in taken:
        n += 1
        reference = f"{stem}-{n}"
    return reference


def store_file(content: bytes, name: str, content_type: str) -> StoredFile:
    """The bytes under a generated key, outside the web root; `name` is only what people are told."""
    key = default_storage.save(f"{uuid.uuid4().hex}", ContentFile(content))
    return StoredFile.objects.create(
        key=key,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=content_type,
        original_name=name,
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


@transaction.atomic
def transfer(assignment: Assignment, successor, actor, reason: str, now=None) -> Assignment:
    """The successor's share: a new assignment that names the old one, which keeps its history."""
    take(assignment, "transfer", actor, reason=reason, now=now)
    heir = Assignment(
        recommendation=assignment.recommendation,
        owner_organization=successor,
        owner_as_printed=assignment.owner_as_printed,
        due_on=assignment.due_on,
        due_as_printed=assignment.due_as_printed,
        transferred_from=assignment,
    )
    heir.save()
    return heir
