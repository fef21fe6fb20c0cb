"""Checks of how a criterion of a set is declared. Upper rooms, which know the types of values, register them here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from inspections.criteria.models import SetCriterion

# Each yields (field, what is wrong); filled by InspectionsConfig.ready.
declaration_checks: list[Callable[[SetCriterion], Iterable[tuple[str, str]]]] = []


def count_values(criterion: SetCriterion) -> Counter[str]:
    """Count the current values of a criterion by their part; those without one are under ""."""
    if criterion.pk is None:
        return Counter()
    return Counter(criterion.values.current().order_by().values_list("part", flat=True))


def lost_parts(criterion: SetCriterion, old_parts: list[str], parts: list[str]) -> Iterator[str]:
    """Yield why the criterion can't have these parts: values of an old one that is missing among them would be lost.

    Only parts that the criterion had are named: whoever keeps the catalogue may not see the values themselves.
    """
    counted = count_values(criterion)
    for part in sorted(set(old_parts) - set(parts)):
        if counted[part]:
            words = {"count": counted[part], "part": part}
            message = _(
                "Đã ghi %(count)d số của thành phần “%(part)s”. Giữ tên thành phần này, hoặc xóa các số ấy trước."
            )
            yield message % words


def future_totals(criterion: SetCriterion, old_parts: list[str], parts: list[str]) -> int:
    """Count the values that become totals when a criterion without parts gets some."""
    return count_values(criterion)[""] if parts and not old_parts else 0


def parts_refused(criterion: SetCriterion, old_parts: list[str], parts: list[str]) -> list[str]:
    """Return why parts can't be written where nobody is asked: in the admin and by a file."""
    totals = future_totals(criterion, old_parts, parts)
    words = _("Chỉ tiêu đã có %d số. Thêm thành phần ở trang bộ chỉ tiêu: trang ấy hỏi các số đã có thành số gì.")
    return [*lost_parts(criterion, old_parts, parts), *([words % totals] if totals else [])]
