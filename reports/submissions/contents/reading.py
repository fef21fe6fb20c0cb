"""Reads what a unit has typed for a criterion as the value that it reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from inspections.criteria.models import SetCriterion
from inspections.inspections.models import Inspection
from inspections.values.checks import Message, checks
from inspections.values.models import MeasuredValue
from inspections.values.numbers import COUNTS, FigureRefused, number_typed
from inspections.values.periods import NO_TIME, NotATime, period_in
from inspections.values.series import year_before
from inspections.values.types import ambiguity_of, figure_columns, type_of

YES_NO = {"True": True, "False": False}
TIME = "time"  # the field of a value's period; empty for the inspection's


class TypedRefused(Exception):
    """What was typed can't be a value: `faults` by field, in words."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(faults)


@dataclass(frozen=True)
class ReadValue:
    """A typed value as it was read: `value` None where nothing is typed, or where it can't be read (`faults`).

    `doubts` have to be confirmed with a reason; `notes` only say what follows from the figures.
    """

    value: MeasuredValue | None = None
    faults: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def fields_of(criterion: SetCriterion) -> tuple[str, ...]:
    """Return the fields in which a value of the criterion is typed."""
    return (*type_of(criterion).fields, TIME)


def is_typed(typed: Mapping[str, str]) -> bool:
    """Tell whether anything but a period is typed."""
    return any(text.strip() for name, text in typed.items() if name != TIME)


def value_of(inspection: Inspection, criterion: SetCriterion, part: str, typed: Mapping[str, str]) -> MeasuredValue:
    """Return the value that the unit reports, not stored yet. Raises TypedRefused."""
    value = MeasuredValue(
        inspection=inspection,
        set_criterion=criterion,
        about_organization=inspection.subject_organization,
        side=MeasuredValue.Side.REPORTED,
        part=part,
        **_period_of(inspection, typed),
    )
    texts = {name: (typed.get(name) or "").strip() for name in type_of(criterion).fields}
    figures = _figures_of(criterion, texts)
    value.printed = type_of(criterion).print_of(texts)
    if not value.printed:
        raise TypedRefused(dict([type_of(criterion).missing(texts)]))
    try:
        columns = figure_columns(criterion, value.printed, figures)
    except FigureRefused as refused:
        raise TypedRefused({"printed": str(refused)}) from refused
    yes_no = {"yes_no": YES_NO.get(texts.get("yes_no", ""))}
    words = {name: texts[name] for name in ("choice", "frequency_text") if name in texts}
    for name, column in {**columns, **yes_no, **words}.items():
        setattr(value, name, column)
    period = NO_TIME if (typed.get(TIME) or "").strip() else {}
    _refuse_unstorable(value, {"printed", *words, *period})
    return value


def _figures_of(criterion: SetCriterion, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read the counts. A number with two meanings is refused: its unit writes it without the mark."""
    faults, figures = {}, {}
    for name in [each for each in (*COUNTS, "printed") if each in texts]:
        if ambiguity_of(criterion, name, texts[name]):
            faults[name] = _("“%s” có thể là hai số. Ghi liền các chữ số (1234), hoặc dùng dấu phẩy thập phân (1,234).")
            faults[name] %= texts[name]
    for name in [each for each in COUNTS if each in texts and each not in faults]:
        try:
            figures[name] = number_typed(texts[name])
        except FigureRefused as refused:
            faults[name] = str(refused)
    if figures.get("denominator") == 0:
        faults["denominator"] = _("Mẫu số phải khác 0.")
    if "yes_no" in texts and texts["yes_no"] not in YES_NO:
        faults["yes_no"] = _("Chọn Có hoặc Không.")
    if texts.get("choice") and texts["choice"] not in criterion.choices:
        faults["choice"] = _("Chọn một mức trong danh sách.")
    if faults:
        raise TypedRefused(faults)
    return figures


def _period_of(inspection: Inspection, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the typed period, else the inspection's, which is the campaign's where it has none of its own."""
    text = (typed.get(TIME) or "").strip()
    if text:
        try:
            return period_in(text, inspection.day.year)
        except NotATime as refused:
            raise TypedRefused({TIME: str(refused)}) from refused
    start = inspection.period_start or inspection.campaign.period_start
    end = inspection.period_end or inspection.campaign.period_end
    if not (start and end):
        start, end = date(inspection.campaign.year, 1, 1), date(inspection.campaign.year, 12, 31)
    return {"period_start": start, "period_end": end, "precision": MeasuredValue.Precision.DAY}


def _refuse_unstorable(value: MeasuredValue, typed: set[str]) -> None:
    """Refuse what the columns of typed words can't hold; figures were refused when they were read."""
    try:
        value.clean_fields(exclude={column.name for column in value._meta.concrete_fields} - typed)
    except ValidationError as fault:
        faults = {
            TIME if name in NO_TIME else name: " ".join(messages) for name, messages in fault.message_dict.items()
        }
        raise TypedRefused(faults) from fault


def read_all(
    inspection: Inspection,
    rows: Iterable[tuple[SetCriterion, str, Mapping[str, str]]],
    earlier: Iterable[MeasuredValue],
) -> dict[tuple[int, str], ReadValue]:
    """Read typed values, (criterion, part, typed), by criterion and part, each checked beside its parts and against
    `earlier`, values of other years of the same body; no query but one for the units of the place.
    """
    found = {(criterion.pk, part): _read(inspection, criterion, part, typed) for criterion, part, typed in rows}
    parts: dict[int, list[MeasuredValue]] = {}
    for (criterion, _part), read in found.items():
        if read.value is not None:
            parts.setdefault(criterion, []).append(read.value)
    before: dict[int, list[MeasuredValue]] = {}
    for value in earlier:
        before.setdefault(value.set_criterion.criterion_id, []).append(value)
    return {
        key: _checked(read, parts[key[0]], before) if read.value is not None else read for key, read in found.items()
    }


def _read(inspection: Inspection, criterion: SetCriterion, part: str, typed: Mapping[str, str]) -> ReadValue:
    if not is_typed(typed):
        return ReadValue()
    try:
        return ReadValue(value_of(inspection, criterion, part, typed))
    except TypedRefused as refused:
        return ReadValue(faults=refused.faults)


def _checked(read: ReadValue, parts: list[MeasuredValue], before: Mapping[int, list[MeasuredValue]]) -> ReadValue:
    """Check a value beside those of its criterion's parts, and against `before`, other years' by stable criterion."""
    value = read.value
    assert value is not None
    value.earlier = year_before(value, before.get(value.set_criterion.criterion_id, []))
    value.alongside = [other for other in parts if other is not value and other.part != value.part]
    messages = checks(value)
    return ReadValue(
        value,
        doubts=[message.text for message in messages if message.kind == "warn"],
        notes=[message for message in messages if message.kind != "warn"],
    )
