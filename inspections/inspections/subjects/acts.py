"""Creating inspections of many bodies at once."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from accounts.organizations.acts import register_bodies
from accounts.organizations.models import Organization
from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.delegations.models import Delegation
from inspections.inspections.acts import references_for
from inspections.inspections.models import Inspection
from inspections.inspections.subjects.chosen import MISSING, NEW, REFUSED, Row
from workflow.history.states import CREATED
from workflow.models import Batch, BatchItem, Event


class Planned:
    """One inspection to be created: subject, reporting body, delegation and kind."""

    def __init__(
        self,
        subject: Organization,
        reporting: Organization,
        kind: str = Inspection.Kind.INSPECTION,
        delegation: Delegation | None = None,
    ) -> None:
        self.subject, self.reporting, self.kind, self.delegation = subject, reporting, kind, delegation


@transaction.atomic
def make_inspections(campaign: Campaign, plan: list[Planned], actor: User) -> list[Inspection]:
    """Create those inspections of `plan` that the campaign lacks, in bulk, without a query for a single row.

    Locks the campaign's row, so that two calls at once create no inspection twice.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    there = subjects_there(campaign)
    once = {(row.subject.pk, row.kind): row for row in reversed(plan)}
    plan = [row for row in plan if once[row.subject.pk, row.kind] is row and (row.subject.pk, row.kind) not in there]
    references = references_for(campaign, [row.subject for row in plan])
    made = [_inspection(campaign, row, reference) for row, reference in zip(plan, references, strict=True)]
    made = Inspection.objects.bulk_create(made, batch_size=500)
    now = timezone.now()
    events = [Event(at=now, actor=actor, act=CREATED, subject=row, changes=_begun_with(row)) for row in made]
    Event.objects.bulk_create(events, batch_size=500)
    return made


@transaction.atomic
def make_of_subjects(campaign: Campaign, rows: list[Row], cleaned: dict, actor: User) -> Batch:
    """Create inspections for the new ones of the judged rows; the returned batch stores the result of each row."""
    rows = _registered(rows, campaign, actor)
    new = [row for row in rows if row.verdict == NEW]
    plan = [Planned(row.body, cleaned["reporting"] or row.body, cleaned["kind"], cleaned["delegation"]) for row in new]
    made = {row.subject_organization_id: row.reference for row in make_inspections(campaign, plan, actor)}
    batch = Batch.objects.create(
        kind="inspections.made",
        label=gettext("Thêm đơn vị được kiểm tra: %s") % campaign.code,
        path=campaign.get_absolute_url(),
        actor=actor,
        parameters={"language": get_language()},
        finished_at=timezone.now(),
    )
    items = [_item(batch, n, row, made) for n, row in enumerate(rows)]
    BatchItem.objects.bulk_create(items, batch_size=500)
    return batch


def _registered(rows: list[Row], campaign: Campaign, actor: User) -> list[Row]:
    """Register the bodies that are still missing; return the rows with them."""
    missing = [row for row in rows if row.verdict == MISSING]
    if not missing:
        return rows
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # somebody may be doing the same
    places = [row.missing.organization.locality_id for row in missing]
    there = Organization.objects.there_at(campaign.day).filter(locality__in=places).prefetch_related("names")
    bodies = {(body.kind, body.locality_id): body for body in there}
    new = [row.missing for row in missing if _kind_and_place(row) not in bodies]
    bodies |= {(body.kind, body.locality_id): body for body in register_bodies(new, actor)}
    return [
        replace(row, body=bodies[_kind_and_place(row)], verdict=NEW, why="") if row.verdict == MISSING else row
        for row in rows
    ]


def _kind_and_place(row: Row) -> tuple[str, int]:
    return row.missing.organization.kind, row.missing.organization.locality_id


def _item(batch, n: int, row: Row, made: dict) -> BatchItem:
    """Return the batch item of a row: done if it was created now or existed already."""
    item = BatchItem(batch=batch, key=str(n), label=_label(row), state=BatchItem.State.DONE, message=row.why)
    if row.verdict == REFUSED:
        item.state = BatchItem.State.REFUSED
    elif row.verdict == NEW:
        reference = made.get(row.body.pk)
        item.message = gettext("Đã lập: %s.") % reference if reference else gettext("Người khác vừa lập xong.")
    return item


def _label(row: Row) -> str:
    return ", ".join(filter(None, [row.label, row.place]))[:250]


def subjects_there(campaign: Campaign) -> set[tuple]:
    """Return (subject, kind) of all inspections of the campaign; also cancelled ones, because new ones would look
    the same.
    """
    return set(campaign.inspections.order_by().values_list("subject_organization", "kind"))


def _inspection(campaign, row: Planned, reference: str) -> Inspection:
    made = Inspection(
        campaign=campaign,
        delegation=row.delegation,
        kind=row.kind,
        subject_organization=row.subject,
        reporting_organization=row.reporting,
        reference=reference,
    )
    made.search_text = made.folded_words()  # as its own `save` would
    return made


def _begun_with(inspection: Inspection) -> dict:
    name = inspection.subject_organization.full_name_at(inspection.campaign.day)
    return {"reference": ["", inspection.reference], "subject_organization": ["", name]}
