"""Which years a day or a year may have: a slip such as 0026 or 2206 is refused wherever it is typed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

FIRST_YEAR = 1945
FIRST_YEAR_OF_A_SPELL = 1858  # of names, places and roles, whose begin is copied from old registers
YEARS_AHEAD = 10


def refuse_impossible_year(value: date | int) -> None:
    """Raise ValidationError for a day or year before FIRST_YEAR or more than YEARS_AHEAD years from now."""
    _refuse_outside(value, FIRST_YEAR)


def refuse_impossible_spell(value: date) -> None:
    """Raise ValidationError likewise for the begin or end of a spell; its open ends are right."""
    if value not in (date.min, date.max):
        _refuse_outside(value, FIRST_YEAR_OF_A_SPELL)


def _refuse_outside(value: date | int, first: int) -> None:
    year = value if isinstance(value, int) else value.year
    last = timezone.localdate().year + YEARS_AHEAD
    if not first <= year <= last:
        words = {"year": f"{year:04d}", "first": first, "last": last}
        message = _("Năm %(year)s không thể đúng: cổng nhận năm từ %(first)d đến %(last)d. Xem lại năm đã gõ.")
        raise ValidationError(message % words, code="impossible_year")
