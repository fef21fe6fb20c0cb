"""What a step is: plain data, so that each room's `states.py` can be its table of steps."""

from dataclasses import dataclass

BACK = "back"  # as a step's `to`: the state the record came from
SAME = "same"  # the state stays; the step writes what it asks for


@dataclass(frozen=True)
class Step:
    """One way from state to state. `who`: hats, any of which may take it; empty: the portal itself."""

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
    look: str = ""  # class of the button: "main" (expected next), "seal" (binding), "risk" (hard to undo), "" (plain)


def table(*steps: Step) -> dict[str, Step]:
    """Steps by name, in the order their buttons stand."""
    return {step.name: step for step in steps}


def expected_states(steps: dict[str, Step]) -> dict[str, list[str]]:
    """By hat: the states from which an expected step (a main or a binding one) is that hat's to take."""
    states = {}
    for step in steps.values():
        for hat in step.who if step.look in ("main", "seal") else ():
            states.setdefault(hat, []).extend(step.from_states)
    return states
