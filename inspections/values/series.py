"""An inspection's values in groups, with their checks, years and charts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.charts import Point, Ratio, line_chart
from inspections.criteria.models import SetCriterion
from inspections.inspections.models import Inspection
from inspections.values.checks import Message, change_between, change_in_words, checks
from inspections.values.models import MeasuredValue
from inspections.values.periods import period_in_words, year_of
from inspections.values.placeholders import SIDES
from inspections.values.querysets import MeasuredValueQuerySet
from inspections.values.types import figures_of


@dataclass(frozen=True)
class ValueRow:
    """A value as pages and papers print it.

    `about_words`: the body whose figure it is where that isn't the inspected one, else ""; `messages`: its checks;
    `is_provisional`: its period wasn't over when it was stated.
    """

    value: MeasuredValue
    period_words: str
    about_words: str
    is_provisional: bool
    messages: list[Message]


@dataclass(frozen=True)
class CriterionRow:
    """A criterion of the set with the values that the inspection has for it."""

    criterion: SetCriterion
    values: list[ValueRow] = field(default_factory=list)


def values_of(inspection: Inspection, user: User | None = None) -> list[MeasuredValue]:
    """Find current values in the set's order, one side's beside the other's, years in time; each with its `earlier`.

    One query. Without a `user`, for a paper of the inspecting body's: all that this body's inspections hold.
    """
    return values_of_all([inspection], user)[inspection.pk]


def values_of_all(inspections: Sequence[Inspection], user: User | None = None) -> dict[int, list[MeasuredValue]]:
    """Map the ids of inspections by one body to their values as `values_of` finds them; one query for all."""
    found: dict[int, list[MeasuredValue]] = {inspection.pk: [] for inspection in inspections}
    if not found:
        return found
    rows = (
        _seen_by(user, inspections[0])
        .with_the_year_before(inspections)
        .select_related("set_criterion", "source_paper", "about_organization")
        .order_by("set_criterion__order", "pk")
    )
    of_criterion = defaultdict(list)
    for row in rows:
        of_criterion[_key(row)].append(row)
        if row.inspection_id in found:
            found[row.inspection_id].append(row)
    for inspection in inspections:
        found[inspection.pk] = _in_order(inspection, found[inspection.pk], of_criterion)
    return found


def _in_order(
    inspection: Inspection, values: list[MeasuredValue], of_criterion: dict[tuple, list[MeasuredValue]]
) -> list[MeasuredValue]:
    for value in values:
        value.inspection, value.earlier = inspection, year_before(value, of_criterion[_key(value)])
        if value.set_criterion.parts:
            value.alongside = [other for other in values if _is_of_one_total(other, value)]
    return sorted(values, key=lambda v: (v.set_criterion.order, year_of(v) or 0, SIDES.index(v.side), v.pk))


def parts_of(value: MeasuredValue) -> list[MeasuredValue]:
    """Find the total and the parts beside a value, of the same body, side and time; one query, none without parts."""
    if not value.set_criterion.parts:
        return []
    rows = MeasuredValue.objects.current().filter(inspection=value.inspection_id, set_criterion=value.set_criterion_id)
    return [row for row in rows.select_related("set_criterion") if _is_of_one_total(row, value)]


def _is_of_one_total(row: MeasuredValue, value: MeasuredValue) -> bool:
    """Tell whether two values differ in their part alone."""
    return row.pk != value.pk and row.key[:-1] == value.key[:-1] and row.part != value.part


def earlier(value: MeasuredValue, user: User | None = None) -> MeasuredValue | None:
    """Find what the same body had for the criterion the year before, in whatever campaign that the user sees, or None.

    As `values_of` finds it for all values of an inspection; one query, none for a value without a year.
    """
    if year_of(value) is None:
        return None
    rows = _seen_by(user, value.inspection).current().like(value).select_related("set_criterion")
    return year_before(value, list(rows))


def _seen_by(user: User | None, inspection: Inspection) -> MeasuredValueQuerySet:
    return MeasuredValue.objects.visible_to(user) if user else MeasuredValue.objects.of_the_same_body(inspection)


def year_before(value: MeasuredValue, rows: list[MeasuredValue]) -> MeasuredValue | None:
    """Choose of `rows` what the same body had for the criterion the year before, in whatever campaign, or None.

    The same side's figure comes before the others', the same inspection's before another's.
    """
    year, key = year_of(value), _key(value)
    found = [row for row in rows if year and year_of(row) == year - 1 and _key(row) == key]

    def order(row):
        return row.side != value.side, SIDES.index(row.side), row.inspection_id != value.inspection_id, -row.pk

    return min(found, key=order, default=None)


def _key(value: MeasuredValue) -> tuple:
    return value.set_criterion.criterion_id, value.part, value.about_organization_id


def grouped(values: list[MeasuredValue]) -> list[tuple[str, list[ValueRow]]]:
    """Put the values of `values_of` under their group's name."""
    groups: dict[str, list[ValueRow]] = {}
    for value in values:
        row = ValueRow(value, period_in_words(value), about_in_words(value), is_provisional(value), checks(value))
        groups.setdefault(value.set_criterion.group, []).append(row)
    return list(groups.items())


def about_in_words(value: MeasuredValue) -> str:
    """Name the body whose figure it is, "" where that is the inspected one."""
    is_subjects = value.about_organization_id == value.inspection.subject_organization_id
    return "" if is_subjects else value.about_organization.full_name_at(value.inspection.day)


def criteria_for(inspection: Inspection) -> list[SetCriterion]:
    """Find what the campaign's set wants to know of such a body, in the set's order."""
    subject = inspection.subject_organization
    kinds = {subject.kind, subject.locality.level if subject.locality else ""}
    criteria = SetCriterion.objects.filter(criteria_set=inspection.campaign.criteria_set_id).order_by("order")
    return [criterion for criterion in criteria if not criterion.applies_to or kinds & set(criterion.applies_to)]


def by_criterion(
    groups: list[tuple[str, list[ValueRow]]], criteria: list[SetCriterion]
) -> list[tuple[str, list[CriterionRow]]]:
    """Return the criteria that have values, and all of `criteria`, in the set's order under their group's name."""
    rows = {criterion.pk: CriterionRow(criterion) for criterion in criteria}
    for _name, values in groups:
        for row in values:
            criterion = row.value.set_criterion
            rows.setdefault(criterion.pk, CriterionRow(criterion)).values.append(row)
    shown: dict[str, list[CriterionRow]] = {}
    for row in sorted(rows.values(), key=lambda row: row.criterion.order):
        shown.setdefault(row.criterion.group, []).append(row)
    return list(shown.items())


def is_provisional(value: MeasuredValue) -> bool:
    """Say whether its period was not over on the day of its source, without one on the inspection's day."""
    paper = value.source_paper
    day = (paper.dated_on if paper else None) or value.inspection.day
    return value.period_end is not None and value.period_end > day


def yearly(values: list[MeasuredValue]) -> list[MeasuredValue]:
    """Return the first percent criterion with values of several years: the satisfaction index in all known sets."""
    by_criterion = {}
    for value in values:
        if figures_of(value).is_percent and year_of(value):
            by_criterion.setdefault((value.set_criterion_id, value.side), {}).setdefault(year_of(value), value)
    series = [list(years.values()) for years in by_criterion.values() if len(years) > 1]
    return series[0] if series else []


def satisfaction_line(values: list[MeasuredValue]) -> dict | None:
    """Return title, change in words and geometry of the chart of a yearly percentage, or None without two years.

    A dict of plain values: papers store it.
    """
    series = yearly(values)
    if not series:
        return None
    points = [
        Point(
            year=year_of(value),
            number=figures_of(value).number,
            label=_("Năm %d") % year_of(value),
            printed=value.printed,
            is_provisional=is_provisional(value),
        )
        for value in series
    ]
    change = change_in_words(series[0], series[-1]) if change_between(series[0], series[-1]) else ""
    return {
        "title": series[0].set_criterion.label,
        "change": change[:1].upper() + change[1:],
        "chart": line_chart(points),
    }


def ratios(values: list[MeasuredValue]) -> list[Ratio]:
    """Return the a/b values but scores, each criterion once."""
    rows, seen = [], set()
    for value in values:
        figures = figures_of(value)
        is_score = value.set_criterion.value_type == SetCriterion.ValueType.SCORE  # "84,25/100" is no share of anything
        is_ratio = bool(figures.denominator) and figures.numerator is not None and not is_score
        if is_ratio and value.set_criterion_id not in seen:
            seen.add(value.set_criterion_id)
            rows.append(Ratio(value.set_criterion.label, value.printed, figures.numerator, figures.denominator))
    return rows
