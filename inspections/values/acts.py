"""Writes a value while its inspection is open; each act writes an Event."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from inspections.criteria.models import SetCriterion
from inspections.inspections.acts import while_all_open
from inspections.inspections.models import Inspection
from inspections.values.checks import another_stands
from inspections.values.models import MeasuredValue
from inspections.values.numbers import FIGURES
from inspections.values.types import figure_columns
from workflow.history.acts import change, create
from workflow.records.refusals import StepRefused
from workflow.registers.imports import write
from workflow.registers.resources import Register
from workflow.registers.rows import Draft


def record(
    value: MeasuredValue, actor: User | None, *,
    revision: int | None = None, replaces: MeasuredValue | None = None, reason: str = "",
) -> MeasuredValue:  # fmt: skip
    """Write a value, new where `revision` is None, else in place of the row of that revision.

    Its figures are read out of the print, by the type of its criterion; figures that its columns hold already stay and
    tell what a mark with two meanings means. `replaces`: the current value whose place a new one takes, and which stays
    as what it was replaced by. Raises FigureRefused, StepRefused where the inspection is not open any more or another
    value stands in this one's place, and Outdated. Without an `actor`, as for data that comes with the portal, no event
    is left.
    """
    with _ready_to_write([value], replaces) as standing:
        if actor is None:
            value.save()
        elif standing:
            _replace(standing[0], value, actor, reason)
        elif revision is None:
            create(value, actor, reason)
        else:
            change(value, actor, revision, reason)
    return value


def record_many(drafts: list[Draft], register: Register) -> None:
    """Write the values of a file as `record` writes one, new and changed ones together, each with its Event."""
    with _ready_to_write([draft.record for draft in drafts if draft.is_new or draft.changes]):
        write(drafts, register)


@contextmanager
def _ready_to_write(values: list[MeasuredValue], replaces: MeasuredValue | None = None) -> Iterator[list]:
    """Read the figures, hold the inspections open, and refuse values in whose place others stand than `replaces`.

    Gives [`replaces`] as it stands now, [] where nothing stands there.
    """
    for value in values:
        read_figures(value)
    with while_all_open(value.inspection_id for value in values):
        by_key = MeasuredValue.objects.standing_for(values)
        standing = [by_key[value.key] for value in values if value.key in by_key and value.superseded_by_id is None]
        refused = [another_stands(other) for other in standing if other != replaces]
        if refused:
            raise StepRefused(refused)
        yield standing


def read_figures(value: MeasuredValue) -> None:
    """Fill the columns that follow from the print and are still empty. Raises FigureRefused."""
    stored = {name: getattr(value, name) for name in [*FIGURES, "is_estimate"]}
    for name, figure in figure_columns(value.set_criterion, value.printed, stored).items():
        setattr(value, name, figure)


def _replace(old: MeasuredValue, value: MeasuredValue, actor: User, reason: str) -> None:
    """Replace the current value by the new one, which is inserted as a replaced one, because only one row of a key
    may be current at any moment.
    """
    value.superseded_by = old
    create(value, actor, reason)
    old.superseded_by = value
    change(old, actor, old.revision, reason)
    value.superseded_by = None
    value.save(update_fields=["superseded_by"])


# --- What a new value begins with ----------------------------------------------------------------------------------
def as_typed_before(inspection: Inspection, criterion: SetCriterion) -> dict:
    """Return initial columns of a new value: about the subject, for the campaign's period, with side and source of
    the value typed last.
    """
    last = inspection.values.order_by("-pk").values("side", "source_paper").first()
    start = inspection.period_start or inspection.campaign.period_start
    end = inspection.period_end or inspection.campaign.period_end
    return {
        "about_organization": inspection.subject_organization,
        "side": last["side"] if last else MeasuredValue.Side.VERIFIED,
        "source_paper_id": last["source_paper"] if last else None,
        "period_start": start if end else None,
        "period_end": end if start else None,
        "precision": MeasuredValue.Precision.DAY if start and end else "",
        "part": _first_part_missing(inspection, criterion),
    }


def _first_part_missing(inspection: Inspection, criterion: SetCriterion) -> str:
    if not criterion.parts:
        return ""
    recorded = set(inspection.values.current().filter(set_criterion=criterion).values_list("part", flat=True))
    return next((part for part in criterion.parts if part not in recorded), criterion.parts[0])
