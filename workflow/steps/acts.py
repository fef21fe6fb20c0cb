"""The step engine: steps are data, one function takes them, nothing else writes a state.

Checks are registered for a step with `checks_before`: pure functions from the record to messages of what is missing.
What only has to be confirmed with a reason is registered with `questions_before`, in the same shape.
Effects of a step are registered with `then` and run in the step's own transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F as Column
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.text import short_date
from workflow.history.models import Event
from workflow.records.models import Stateful, StateWrittenByHand
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps.states import BACK, SAME, Step, expected_steps

F = TypeVar("F")


@dataclass(frozen=True)
class Offer:
    """A step as offered to one user: whether the user may take it, and what is missing."""

    step: Step
    may: bool
    missing: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return self.may and not self.missing


@dataclass(frozen=True)
class OfferedStep:
    """A step as its button shows it: where it is taken and who may."""

    offer: Offer
    url: str
    who_words: str

    @property
    def step(self) -> Step:
        return self.offer.step

    @property
    def may(self) -> bool:
        return self.offer.may

    @property
    def missing(self) -> list[str]:
        return self.offer.missing

    @property
    def is_ready(self) -> bool:
        return self.offer.is_ready


Check = Callable[[Any], Iterable[str]]  # a record of its model → messages of what is missing
Follow = Callable[[Any, Event], object]
Registry = dict[tuple[type[Stateful], str], list[F]]

Withhold = Callable[[Any], dict[str, str]]  # a record of its model → {step: why it can't be taken by itself now}

_checks: Registry[Check] = defaultdict(list)
_questions: Registry[Check] = defaultdict(list)
_then: Registry[Follow] = defaultdict(list)
_withheld: dict[type[Stateful], list[tuple[frozenset[str], Withhold]]] = defaultdict(list)


def checks_before(model: type[Stateful], *names: str) -> Callable[[Check], Check]:
    """Registers a check (record) → messages: `@checks_before(Inspection, "conclude")`."""
    return _registered(_checks, model, names)


def questions_before(model: type[Stateful], *names: str) -> Callable[[Check], Check]:
    """Registers a check whose messages don't refuse the step: who takes it confirms them with a reason."""
    return _registered(_questions, model, names)


def then(model: type[Stateful], *names: str) -> Callable[[Follow], Follow]:
    """Registers what follows a step, (record, event) → None, in its transaction."""
    return _registered(_then, model, names)


def withheld(model: type[Stateful], *names: str) -> Callable[[Withhold], Withhold]:
    """Registers which of these steps have no button now and are refused, because another act takes them:
    `@withheld(Inspection, "record", "conclude")` above (record) → {step: why}.
    """

    def register(function: Withhold) -> Withhold:
        _withheld[model].append((frozenset(names), function))
        return function

    return register


def steps_withheld(record: Stateful, steps: Iterable[Step]) -> dict[str, str]:
    """Return why some of the steps can't be taken by themselves now, by their names."""
    names = {step.name for step in steps}
    found: dict[str, str] = {}
    for concerned, withhold in _withheld[type(record)]:
        if names & concerned:
            found |= withhold(record)
    return found


def _registered(registry: Registry[F], model: type[Stateful], names: tuple[str, ...]) -> Callable[[F], F]:
    def register(function: F) -> F:
        for name in names:
            registry[(model, name)].append(function)
        return function

    return register


def missing_for(record: Stateful, step: Step) -> list[str]:
    """Return the messages of all checks before this step."""
    return [message for check in _checks[(type(record), step.name)] for message in check(record)]


def questions_for(record: Stateful, step: Step) -> list[str]:
    """Return what has to be confirmed with a reason before this step; [] for nothing."""
    return [message for question in _questions[(type(record), step.name)] for message in question(record)]


def what_hinders(record: Stateful, step: Step) -> list[str]:
    """Return why the step can't be taken now: it belongs to another act, or something is missing."""
    why = steps_withheld(record, [step]).get(step.name)
    return [why] if why else missing_for(record, step)


def own_steps(record: Stateful, user: AbstractBaseUser, today: date) -> list[Step]:
    """Return the expected steps that the user may take now by role, whatever may be missing; makes no query of its
    own.
    """
    roles = record.roles_of(user, today)
    return [step for step in expected_steps(record.STEPS, record.state) if roles & set(step.who)]


def open_steps(record: Stateful, user: AbstractBaseUser, now: datetime | None = None) -> list[Offer]:
    """Return offers of all steps that lead out of the record's state, with those of other roles, which pages show as
    theirs.
    """
    roles = record.roles_of(user, timezone.localdate(now))
    steps = [step for step in record.STEPS.values() if record.state in step.from_states and step.who]
    elsewhere = steps_withheld(record, steps)
    steps = [step for step in steps if step.name not in elsewhere]
    return [_offer(record, step, may=bool(roles & set(step.who))) for step in steps]


def _offer(record: Stateful, step: Step, may: bool) -> Offer:
    return Offer(step, may, missing_for(record, step) if may else [])


def take(
    record: Stateful,
    name: str,
    actor: AbstractBaseUser | None,
    reason: str = "",
    now: datetime | None = None,
    happened_on: date | None = None,
    **changes: Any,
) -> Event:
    """Takes one step, whole or not at all: row lock, checks, state, event, in one transaction.

    `actor` None is the portal itself; `happened_on`: the day of an act done outside, None for today; `changes` are the
    columns the step asks for. Of two at once one act is done.
    Raises NotYours, TakenAlready, StepRefused; then nothing has changed.
    """
    step, now = record.STEPS[name], now or timezone.now()
    with transaction.atomic():
        locked = type(record)._base_manager.select_for_update().get(pk=record.pk)
        _refuse_wrong(locked, step, actor, reason, now)
        _refuse_nothing_new(locked, step, changes)
        happened_on = _day_written(locked, happened_on, timezone.localdate(now))
        event = _write(locked, step, actor, reason.strip(), (now, happened_on), changes)
        for follow in _then[(type(record), name)]:
            follow(locked, event)
    record.refresh_from_db()
    return event


def _write(
    record: Stateful,
    step: Step,
    actor: AbstractBaseUser | None,
    reason: str,
    when: tuple[datetime, date | None],
    changes: dict[str, Any],
) -> Event:
    unknown = set(changes) - set(step.asks)
    if unknown:
        raise TypeError(f"step {step.name} doesn't ask for {unknown}")
    before, old = record.state, {column: getattr(record, column) for column in changes}
    record.write_step(_state_after(record, step), changes)
    return Event.objects.create(
        at=when[0],
        happened_on=when[1],
        actor=actor,
        act=step.name,
        from_state=before,
        to_state=record.state,
        subject=record,
        reason=reason,
        changes={column: [str(old[column] or ""), str(value or "")] for column, value in changes.items()},
    )


@transaction.atomic
def bring_in(records: list[Stateful], histories: list[list[Event]]) -> None:
    """Makes rows that come with a past, all of one table: each in the state its own history leads to.

    Nothing is checked but that: the acts were done elsewhere and are only told here, the oldest first. A history is
    the record's events without their subject. Raises StateWrittenByHand where state and history disagree.
    """
    for record, history in zip(records, histories, strict=True):
        led_to = history[-1].to_state if history else record._meta.get_field("state").default
        if record.state != led_to:
            raise StateWrittenByHand(f"{record._meta.label}: its history leads to {led_to}, not to {record.state}")
    type(records[0])._default_manager.create_with_past(records)
    kind = ContentType.objects.get_for_model(records[0])
    for record, history in zip(records, histories, strict=True):
        for event in history:
            event.content_type, event.object_id = kind, record.pk
    Event.objects.bulk_create(event for history in histories for event in history)


def needs_reason(record: Stateful, step: Step, actor: AbstractBaseUser | None, today: date) -> bool:
    """Tell whether the step is taken with a reason: always, because something has to be confirmed, or because the
    actor takes it in somebody's place.
    """
    if step.needs_reason or actor is None:
        return step.needs_reason
    if questions_for(record, step):
        return True
    own = record.roles_of(actor, today) - record.stands_in_as(actor, today)
    return not own & set(step.who)


def _refuse_wrong(record: Stateful, step: Step, actor: AbstractBaseUser | None, reason: str, now: datetime) -> None:
    today = timezone.localdate(now)
    if actor is not None and not (step.who and record.roles_of(actor, today) & set(step.who)):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    if record.state not in step.from_states:
        params = {"step": step.label, "state": record.get_state_display()}
        raise TakenAlready([_("Không làm được “%(step)s”: trạng thái hiện là “%(state)s”.") % params])
    if not reason.strip() and needs_reason(record, step, actor, today):
        raise StepRefused([_("Nhập lý do.")])
    missing = what_hinders(record, step)
    if missing:
        raise StepRefused(missing)


def why_not_on(record: Stateful, day: date, today: date) -> list[str]:
    """Return why a step can't have been taken that day: it is to come, before the step that led here, or before the
    record was there.
    """
    if day > today:
        return [_("Ngày thực hiện sau hôm nay.")]
    steps = Event.objects.about(record).filter(act__in=list(record.STEPS)).exclude(from_state=Column("to_state"))
    last = steps.first()
    if last is None or day >= last.day:
        return record.why_not_yet(day)
    words = {"step": record.STEPS[last.act].label, "day": short_date(last.day)}
    return [_("Ngày thực hiện trước bước “%(step)s” (%(day)s).") % words]


def _day_written(record: Stateful, day: date | None, today: date) -> date | None:
    """Return the day as an event has it, None for today; raise StepRefused for one that can't be."""
    if day is None or day == today:
        return None
    refusals = why_not_on(record, day, today)
    if refusals:
        raise StepRefused(refusals)
    return day


def _refuse_nothing_new(record: Stateful, step: Step, changes: dict[str, Any]) -> None:
    """Refuse a step that keeps the state and changes nothing, as when its button is pressed twice."""
    if step.to == SAME and step.asks and all(getattr(record, column) == value for column, value in changes.items()):
        raise TakenAlready([_("Không có gì thay đổi.")])


def _state_after(record: Stateful, step: Step) -> str:
    if step.to == SAME:
        return record.state
    return _state_before(record) if step.to == BACK else step.to


def _state_before(record: Stateful) -> str:
    """Return the state before the present one."""
    last = Event.objects.about(record).filter(to_state=record.state).exclude(from_state=record.state).first()
    return last.from_state if last else record._meta.get_field("state").default
