"""What is wrong in how a criterion of a set is declared: said by the rooms above that know its values."""

from collections.abc import Callable, Iterable

from inspections.criteria.models import SetCriterion

# Each yields (field, what is wrong); put here by InspectionsConfig.ready.
declaration_checks: list[Callable[[SetCriterion], Iterable[tuple[str, str]]]] = []
