"""Background work on many records: a batch, an item for each record, and small jobs that do a few items each.

Every item is done in a transaction of its own in which its row is locked, so that a job that is killed and run again
loses nothing and does nothing twice. A room registers how one item of a kind is done: `@work("inspections.notify")`.
Items of long work (`is_long`) take many seconds each: they are done outside transactions, each as a job of its own, one
after the other because they may need what those before them made, or `in_any_order` by all workers at once.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from workflow.history.models import Notice
from workflow.history.notices import columns_of, notice_words
from workflow.jobs.models import Batch, BatchItem
from workflow.records.refusals import StepRefused

KIND = "batches.finished"
ITEMS_A_JOB = 10  # far under a minute, however slow the machine
STANDS_STILL_AFTER = timedelta(minutes=5)  # longer than a killed job takes to be run again

State = BatchItem.State
logger = logging.getLogger(__name__)
_works: dict[str, Callable] = {}
_long: set[str] = set()
_in_any_order: set[str] = set()


def work(kind: str, is_long: bool = False, in_any_order: bool = False) -> Callable[[Callable], Callable]:
    """Register how one item of a kind is done: (batch, key) → a sentence for the user; raises StepRefused where it
    can't be. Long work opens its own transactions, and does no harm when it is done twice.
    """

    def register(function):
        _works[kind] = function
        if is_long:
            _long.add(kind)
        if in_any_order:
            _in_any_order.add(kind)
        return function

    return register


def start(
    kind: str, actor: AbstractBaseUser, items: Iterable[tuple[str, str]], label: str, path: str = "", **parameters
) -> Batch:
    """Write the batch with its items (key, label) and queue them once the transaction is committed."""
    parameters["language"] = translation.get_language()
    with transaction.atomic():
        batch = Batch.objects.create(kind=kind, actor=actor, label=label, path=path, parameters=parameters)
        rows = [BatchItem(batch=batch, key=key, label=name[:250]) for key, name in items]
        BatchItem.objects.bulk_create(rows, batch_size=500)
        transaction.on_commit(partial(send, batch))
    return batch


def send(batch: Batch) -> None:
    """Queue the waiting items, of ordered long work only the next one; items queued twice are done once."""
    waiting = list(batch.items.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True))
    size = 1 if batch.kind in _long else ITEMS_A_JOB
    jobs = [waiting[first : first + size] for first in range(0, len(waiting), size)]
    for items in jobs[:1] if _is_ordered(batch) else jobs:
        async_task(run, batch.pk, items, ack_failure=False)
    if not waiting:
        finish(batch.pk)


def _is_ordered(batch: Batch) -> bool:
    return batch.kind in _long and batch.kind not in _in_any_order


def run(batch_pk: int, item_pks: list[int]) -> None:
    """Process the items one after the other, as a job, in the language of the batch's actor."""
    batch = Batch.objects.select_related("actor__person").get(pk=batch_pk)
    with translation.override(batch.parameters["language"]):
        for pk in item_pks:
            (do_long if batch.kind in _long else do)(batch, pk)
        if _is_ordered(batch):
            send(batch)
        else:
            finish(batch_pk)


def do(batch: Batch, item_pk: int) -> None:
    """Process one item in a transaction; an item that is done already is skipped."""
    with transaction.atomic():
        item = BatchItem.objects.select_for_update().filter(pk=item_pk, state=State.WAITING).first()
        if item is not None:
            item.state, item.message = _outcome(batch, item.key)
            item.save(update_fields=["state", "message", "changed_at"])


def do_long(batch: Batch, item_pk: int) -> None:
    """Process one item outside transactions; killed before its outcome is written it is processed again."""
    item = batch.items.filter(pk=item_pk, state=State.WAITING).first()
    if item is not None:
        state, message = _outcome(batch, item.key)
        outcome = {"state": state, "message": message, "changed_at": timezone.now()}
        batch.items.filter(pk=item_pk, state=State.WAITING).update(**outcome)


def _outcome(batch: Batch, key: str) -> tuple[str, str]:
    try:
        with nullcontext() if batch.kind in _long else transaction.atomic():
            return State.DONE, _works[batch.kind](batch, key)
    except StepRefused as refused:
        return State.REFUSED, " ".join(refused.messages)
    except (OperationalError, InterfaceError):
        raise  # the database is unavailable: the queue runs the job again
    except Exception:
        logger.exception("item %s of batch %s", key, batch.pk)
        return State.REFUSED, _("Cổng gặp lỗi ở bản ghi này; chưa làm gì.")


def finish(batch_pk: int) -> None:
    """Mark the batch as finished after its last item, once, and send its actor a notice."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_pk)
        if batch.finished_at or batch.items.filter(state=State.WAITING).exists():
            return
        batch.finished_at = timezone.now()
        batch.save(update_fields=["finished_at", "changed_at"])
        counts = counts_of([batch])[batch.pk]
        facts = {"label": batch.label, "done": counts.done, "refused": counts.refused}
        path = reverse("batch_show", args=[batch.pk])
        Notice.objects.create(recipient_id=batch.actor_id, path=path, **columns_of(KIND, **facts))


@notice_words(KIND)
def finished_words(facts: dict[str, Any]) -> str:
    return _("Đã xong: %(label)s. Đã xử lý %(done)d, không xử lý được %(refused)d.") % facts


@dataclass(frozen=True)
class BatchCounts:
    """How many items of a batch stand where; `last_at`: when one last changed."""

    waiting: int
    done: int
    refused: int
    last_at: datetime

    @property
    def worked(self) -> int:
        """Count those that no longer wait."""
        return self.done + self.refused

    @property
    def total(self) -> int:
        return self.waiting + self.worked


def counts_of(batches: list[Batch]) -> dict[int, BatchCounts]:
    """Count the items of each batch, by its key; one query for all."""
    found = {batch.pk: dict.fromkeys(State.values, 0) | {"last_at": batch.created_at} for batch in batches}
    rows = BatchItem.objects.filter(batch__in=found).order_by().values("batch", "state")
    for row in rows.annotate(n=Count("pk"), last_at=Max("changed_at")):
        counts = found[row["batch"]]
        counts[row["state"]] = row["n"]
        counts["last_at"] = max(counts["last_at"], row["last_at"])
    return {batch: BatchCounts(**counts) for batch, counts in found.items()}


def stands_still(batch: Batch, counts: BatchCounts, now: datetime) -> bool:
    """Tell whether nothing has moved for longer than a killed job takes to be run again: the worker is down, or jobs
    are lost.
    """
    return batch.finished_at is None and now - max(counts.last_at, batch.changed_at) > STANDS_STILL_AFTER
