"""Enters papers into the book of incoming papers, and cancels lines of it."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.people.models import User
from inspections.papers.arrivals.models import Arrival
from inspections.papers.models import OfficialPaper
from workflow.history.acts import change, create
from workflow.records.refusals import NotYours, StepRefused, TakenAlready


def enter(
    paper: OfficialPaper,
    organization: Organization,
    arrived_on: date,
    actor: User,
    received_by: str = "",
    note: str = "",
) -> Arrival:
    """Enter the paper as `register` does; raises NotYours for who doesn't work in the body."""
    if organization.pk not in actor.reach_at(timezone.localdate()).board:
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    return register(paper, organization, arrived_on, actor, received_by, note)


def register(
    paper: OfficialPaper,
    organization: Organization,
    arrived_on: date,
    actor: User,
    received_by: str = "",
    note: str = "",
) -> Arrival:
    """Enter the paper under the body's next number of that year; store the paper first if it is new.

    The body's row is locked meanwhile: of many at once each waits for the number before it. Raises StepRefused where
    the paper stands in the book already.
    """
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        if paper.pk is None:
            create(paper, actor)
        _refuse_twice(paper, organization)
        taken = Arrival.objects.filter(organization=organization, year=arrived_on.year)
        n = (taken.aggregate(last=Max("n"))["last"] or 0) + 1
        columns = {"arrived_on": arrived_on, "received_by": received_by, "note": note}
        return create(Arrival(organization=organization, year=arrived_on.year, n=n, paper=paper, **columns), actor)


def _refuse_twice(paper: OfficialPaper, organization: Organization) -> None:
    there = Arrival.objects.filter(paper=paper, organization=organization, cancelled_reason="").first()
    if there is not None:
        raise StepRefused([_("Văn bản này đã vào sổ đến, số %s.") % there])


def cancel_arrival(arrival: Arrival, reason: str, actor: User) -> Arrival:
    """Cancel a line that was entered by mistake: its number stays used, its paper may be entered anew.

    Raises NotYours, TakenAlready, StepRefused.
    """
    if arrival.organization_id not in actor.reach_at(timezone.localdate()).board:
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    if not reason.strip():
        raise StepRefused([_("Nhập lý do.")])
    with transaction.atomic():
        row = Arrival.objects.select_for_update().get(pk=arrival.pk)
        if row.cancelled_reason:
            raise TakenAlready([_("Số đến %s đã hủy rồi.") % row])
        row.cancelled_reason = reason.strip()
        change(row, actor, row.revision, reason)
    return row
