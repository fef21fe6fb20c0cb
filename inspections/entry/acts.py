"""Writing what was measured, found and asked for, while the inspection is open. Each act leaves its Event."""

from contextlib import contextmanager

from django.db import transaction

from inspections.acts import follow_if_concluded
from inspections.checks import why_read_only
from inspections.models import Assignment, Inspection, MeasuredValue, Recommendation
from workflow.acts import change, create
from workflow.models import Record
from workflow.steps import StepRefused


@contextmanager
def while_open(inspection: Inspection, is_live: bool = False):
    """Holds the inspection in its state: a conclusion that comes at the same moment waits, or was first."""
    with transaction.atomic():
        locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
        refusal = why_read_only(locked, is_live)
        if refusal:
            raise StepRefused(refusal)
        yield locked


def write(record: Record, inspection: Inspection, actor, revision: int | None = None, reason: str = "") -> Record:
    """A new row where `revision` is None, else a change of the row of that revision. Raises StepRefused, Outdated."""
    with while_open(inspection):
        if revision is None:
            create(record, actor, reason)
        else:
            change(record, actor, revision, reason)
    return record


def replace_value(old: MeasuredValue, value: MeasuredValue, actor, reason: str) -> MeasuredValue:
    """The new value takes the old one's place, which stays as what it was replaced by.

    Of one key only one row may be current at any moment: the new one begins as a replaced one.
    """
    with while_open(value.inspection):
        value.superseded_by = old
        create(value, actor, reason)
        old.superseded_by = value
        change(old, actor, old.revision, reason)
        value.superseded_by = None
        value.save(update_fields=["superseded_by"])
    return value


def recommend(asked: Recommendation, owner: dict | None, actor) -> Recommendation:
    """What is asked for, with its first owner where there is one (columns of an Assignment)."""
    with while_open(asked.inspection):
        create(asked, actor)
        if owner:
            create(Assignment(recommendation=asked, **owner), actor)
    return asked


def assign(assignment: Assignment, actor) -> Assignment:
    """Somebody is to carry it out; after the conclusion too: from then on the portal follows it."""
    inspection = assignment.recommendation.inspection
    with while_open(inspection, is_live=True) as locked:
        create(assignment, actor)
        follow_if_concluded(locked)
    return assignment
