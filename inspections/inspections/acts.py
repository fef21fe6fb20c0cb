"""References of inspections, and writing their rows while they are open, each with its Event."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from accounts.organizations.models import Organization
from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.inspections.checks import why_read_only
from inspections.inspections.models import Inspection
from localities.models import LocalitySpell
from workflow.history.acts import change, create
from workflow.models import Record
from workflow.records.refusals import StepRefused


def reference_for(campaign: Campaign, subject: Organization) -> str:
    return references_for(campaign, [subject])[0]


def references_for(campaign: Campaign, subjects: list) -> list[str]:
    """Return a reference for each subject: "DVCQ2024-123", campaign code and locality code (or short code), with -2, -3
    … on collision.

    The number of queries is the same for one as for all. A reference never changes, and nothing parses it.
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
    """Return the first free reference with this stem, and mark it as taken."""
    reference, n = stem, 1
    while reference in taken:
        n += 1
        reference = f"{stem}-{n}"
    taken.add(reference)
    return reference


@contextmanager
def while_open(inspection: Inspection, is_live: bool = False) -> Iterator[Inspection]:
    """Lock the inspection in its state, so that a conclusion at the same moment waits. Raises StepRefused."""
    with while_all_open([inspection.pk], is_live) as locked:
        yield locked[inspection.pk]


@contextmanager
def while_all_open(keys: Iterable[int], is_live: bool = False) -> Iterator[dict[int, Inspection]]:
    """Lock several inspections in their states, in one query. Raises StepRefused where one of them is read-only."""
    with transaction.atomic():
        rows = Inspection.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")
        locked = {row.pk: row for row in rows}
        for inspection in locked.values():
            refusal = why_read_only(inspection, is_live)
            if refusal:
                raise StepRefused(refusal)
        yield locked


def write(record: Record, inspection: Inspection, actor: User, revision: int | None = None, reason: str = "") -> Record:
    """Create the record where `revision` is None, else save changes made to that revision; return the record. Raises
    StepRefused, Outdated.
    """
    with while_open(inspection):
        if revision is None:
            create(record, actor, reason)
        else:
            change(record, actor, revision, reason)
    return record
