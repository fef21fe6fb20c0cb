"""Which readers visit a line of the walk over all addresses (test_every_url.py).

Where one rule answers many readers before it looks who asks, every reader would meet the same line of code: refused
methods, records that don't exist, other provinces' steps, and the admin for those who may not enter it (each of them
visits all its lists in admin/test_who_enters.py). There a few readers visit each line, in turn, and all of them visit
some; so does whoever gets further on our own records.
"""

from dataclasses import replace
from itertools import cycle

from tests.walk import Line
from tests.who_may_step import STEPS
from tests.who_sees_what import ADMITTED, CAST

SIGNED_IN = CAST[:-1]
NOT_ADMITTED = [user for user in SIGNED_IN if user not in ADMITTED]
FEW = 3


class Turns:
    """Readers who take turns; the others of a line always visit it."""

    def __init__(self, readers: list[str]):
        self._readers, self._order = set(readers), cycle(readers)

    def leave_few(self, line: Line, always: set[str] = frozenset()) -> Line:
        """Return the line with those in `always` and `FEW` of the others who take turns."""
        waiting = (self._readers & line.expected.keys()) - always
        chosen = line.expected.keys() - waiting
        while waiting and len(chosen & waiting) < min(FEW, len(waiting)):
            chosen.add(next(self._order))
        return replace(line, expected={user: status for user, status in line.expected.items() if user in chosen})


def shared(lines: list[Line]) -> list[Line]:
    """Return the lines with the readers who visit them."""
    refused, missing, elsewhere = (Turns(SIGNED_IN) for _ in range(3))
    outsiders = Turns(NOT_ADMITTED)
    takers = _takers()

    def share(line: Line) -> Line:
        answers = {status for user, status in line.expected.items() if user != "nobody"}
        if answers == {405}:
            return refused.leave_few(line)
        if answers == {404} and line.name.endswith("_step") and not line.subject:
            return elsewhere.leave_few(line, takers[line.name, line.record.split()[1]])
        if answers == {404} and line.record.startswith("NONE"):
            return missing.leave_few(line, {"minh", "xuan"})
        if line.path.startswith("/admin/") and {line.expected.get(user, 404) for user in NOT_ADMITTED} == {404}:
            return outsiders.leave_few(line)
        return line

    return [share(line) for line in lines]


def _takers() -> dict[tuple[str, str], set[str]]:
    """Map (address, step) to those who get further than a refusal on our own record."""
    takers = {}
    for of, step, _state, *statuses in map(str.split, STEPS.strip().splitlines()[1:]):
        further = {user for user, status in zip(CAST, statuses, strict=True) if status not in ("302", "403", "404")}
        takers.setdefault((f"{of}_step", step), set()).update(further)
    return takers
