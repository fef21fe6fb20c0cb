"""Checks of how a criterion of a set is declared. Upper rooms, which know the types of values, register them here."""

from collections.abc import Callable, Iterable

from inspections.criteria.models import SetCriterion

# Each yields (field, what is wrong); filled by InspectionsConfig.ready.
declaration_checks: list[Callable[[SetCriterion], Iterable[tuple[str, str]]]] = []
