"""Reorders the rows of a record, with an event."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext

from workflow.history.models import Event
from workflow.history.states import CHANGED
from workflow.records.models import Record


@transaction.atomic
def put_in_order(parent: Record, rows: list, column: str, places: dict[int, int], actor: AbstractBaseUser) -> None:
    """Write 1, 2, 3 … into `column` of `rows`, which are all of `parent`'s, in the order that the user typed.

    `places`: the number typed beside each row, by its id. Of two with one number the row that was moved there comes
    first. The history of the parent records the old and the new order.
    """

    def place(row):
        wanted, had = places.get(row.pk, getattr(row, column)), getattr(row, column)
        return wanted, wanted == had, had

    ordered = sorted(rows, key=place)
    if [row.pk for row in ordered] == [row.pk for row in rows]:
        return
    for n, row in enumerate(ordered, 1):
        setattr(row, column, n)
    type(rows[0]).objects.bulk_update(ordered, [column])
    changes = {"order": [_in_words(rows), _in_words(ordered)]}
    reason = gettext("Xếp lại thứ tự.")
    Event.objects.create(actor=actor, act=CHANGED, subject=parent, changes=changes, reason=reason)


def _in_words(rows) -> str:
    return "; ".join(str(row) for row in rows)
