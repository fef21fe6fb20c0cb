"""The class of steps: plain data, so that each room's `states.py` can be its table of steps."""

from dataclasses import dataclass, replace

BACK = "back"  # as a step's `to`: the state the record came from
SAME = "same"  # the state stays; the step writes what it asks for


@dataclass(frozen=True)
class Step:
    """One transition from state to state. `who`: roles, any of which may take it; empty: the portal itself."""

    name: str
    label: str  # a verb, on the button
    from_states: tuple[str, ...]
    to: str
    who: tuple[str, ...]
    does: str  # what it does, in plain words
    needs_reason: bool = False
    reason_label: str = ""  # what the reason is called where it is more than one: an answer
    is_internal: bool = False  # readers outside don't see it in the history
    asks: tuple[str, ...] = ()  # columns of the record that are written with the step
    is_expected: bool = False  # whether it is somebody's task and is waited for, rather than merely possible
    is_dated: bool = False  # whether it may have been done outside, on a day before it is entered
    final: str = ""  # what can't be undone afterwards: its page says so, and has it ticked
    look: str = ""  # class of its button and nothing else: "main", "seal" (binding), "risk" (hard to undo), "" (plain)

    @property
    def has_words(self) -> bool:
        """Tell whether something is typed with the step: a reason that it needs, or a note that it takes."""
        return self.needs_reason or bool(self.reason_label)


def table(*steps: Step, is_dated: bool = False) -> dict[str, Step]:
    """Return the steps by name, in the order of their buttons; `is_dated`: those that somebody takes may have been done
    outside, on an earlier day.
    """
    return {step.name: replace(step, is_dated=is_dated and bool(step.who)) for step in steps}


def expected_steps(steps: dict[str, Step], state: str) -> list[Step]:
    """Return the steps that are expected from somebody in `state`; [] where none is."""
    return [step for step in steps.values() if step.is_expected and state in step.from_states]


def expected_states(steps: dict[str, Step]) -> dict[str, list[str]]:
    """Map each role to the states in which a step is expected from it."""
    states: dict[str, list[str]] = {}
    for step in steps.values():
        for role in step.who if step.is_expected else ():
            states.setdefault(role, []).extend(step.from_states)
    return states
