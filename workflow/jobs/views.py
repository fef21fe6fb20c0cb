"""The pages of background work: its progress and the result of each item."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ground.listing import ColumnsOrder, Page, page_by_key
from ground.text import key_in
from ground.web import page_of
from workflow.jobs import batches, heartbeat
from workflow.jobs.batches import BatchCounts
from workflow.jobs.models import Batch, BatchItem

ITEMS_SHOWN = 50
AS_WRITTEN = ColumnsOrder(("pk",))


@dataclass(frozen=True)
class BatchRow:
    """A batch of the list with how far it is."""

    batch: Batch
    counts: BatchCounts


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """List the user's own batches, newest first."""
    page = page_of(Batch.objects.visible_to(request.user).order_by("-pk"), request.GET.get("page"))
    counts = batches.counts_of(list(page))
    rows = [BatchRow(batch, counts[batch.pk]) for batch in page]
    has_worker = all(row.batch.finished_at for row in rows) or heartbeat.is_alive()
    return render(request, "workflow/jobs/batches.html", {"page": page, "rows": rows, "has_worker": has_worker})


@require_safe
def batch_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the progress of a batch, which htmx refreshes while it runs, and the result of each item."""
    batch = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    counts = batches.counts_of([batch])[batch.pk]
    now = timezone.now()
    progress = {"batch": batch, "counts": counts, "stands_still": batches.stands_still(batch, counts, now)}
    progress["has_worker"] = bool(batch.finished_at) or heartbeat.is_alive(now)
    if request.htmx:
        response = render(request, "workflow/jobs/_batch_progress.html", progress)
        if batch.finished_at:
            response.headers["HX-Refresh"] = "true"  # reload the page, because its list of results has changed too
        return response
    items = items_of(batch, request.GET.get("state", ""), request.GET.get("after", ""))
    return render(request, "workflow/jobs/batch.html", {**progress, **vars(items)})


@dataclass(frozen=True)
class ItemsPage:
    """A page of a batch's items; `state` as the address names it, `states`: what it can name, with its words."""

    page: Page
    state: str
    after: str
    states: list[tuple[str, str]]


def items_of(batch: Batch, state: str, after: str) -> ItemsPage:
    """Return the items after the one that the address names, of one state where it names one."""
    items, key = batch.items.all(), key_in(after)
    if state in BatchItem.State.values:
        items = items.filter(state=state)
    page = page_by_key(items, AS_WRITTEN, ITEMS_SHOWN, after=(key,) if key else None)
    return ItemsPage(page, state, after, BatchItem.State.choices)


@require_POST
def batch_resume(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    if batches.stands_still(batch, batches.counts_of([batch])[batch.pk], timezone.now()):
        batch.save(update_fields=["changed_at"])
        batches.send(batch)
        messages.success(request, _("Đã đưa phần còn lại vào hàng chờ."))
    return redirect("batch_show", pk)
