"""Writing what was measured, found and asked for, while the inspection is open. Each act leaves its Event."""

from inspections.inspections.acts import while_open
from inspections.values.models import MeasuredValue
from workflow.history.acts import change, create


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
