"""How long recommendations have been open: since the day of their conclusion's notice."""

from datetime import date, timedelta

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from inspections.campaigns.querysets import is_running
from inspections.inspections.models import Inspection
from inspections.recommendations.querysets import is_live
from inspections.recommendations.states import OPEN_ASSIGNMENTS

# The ages as (name, days from, days to, exclusive); without a dated notice the age is unknown.
AGES = (("30", 0, 30), ("60", 30, 61), ("90", 61, 91), ("older", 91, None))
UNKNOWN, ANY = "unknown", "any"


def age_labels() -> dict[str, str]:
    """Return the words for each age, the youngest first."""
    return {
        "30": _("Dưới 30 ngày"),
        "60": _("30–60 ngày"),
        "90": _("61–90 ngày"),
        "older": _("Trên 90 ngày"),
        UNKNOWN: _("Chưa rõ ngày thông báo"),
    }


def age_of(issued_on: date | None, today: date) -> str:
    """Return the name of the age of what was issued that day; a day to come counts as today."""
    if issued_on is None:
        return UNKNOWN
    days = max((today - issued_on).days, 0)
    return next(name for name, start, end in AGES if days >= start and (end is None or days < end))


def issued_on() -> Subquery:
    """Return a subquery for the day of the notice with an assignment's recommendation; NULL where none is dated."""
    links = Inspection._meta.get_field("paper_links").related_model.objects  # of an upper room
    made_in = Coalesce(OuterRef("recommendation__inspection"), OuterRef("recommendation__origin__inspection"))
    rows = links.filter(inspection=made_in, role="result").order_by()
    return Subquery(rows.values("inspection").annotate(day=Min("paper__dated_on")).values("day"))


def is_followed() -> Q:
    """Return the condition for assignments that are open and known to their owners, in running campaigns."""
    return Q(state__in=OPEN_ASSIGNMENTS) & is_live("recommendation__") & is_running("recommendation__campaign__")


def aged(rows: QuerySet, age: str, today: date) -> QuerySet:
    """Filter assignments by how long they have been followed; ANY: however long."""
    rows = rows.filter(is_followed())
    if age == ANY:
        return rows
    rows = rows.annotate(issued_on=issued_on())
    if age == UNKNOWN:
        return rows.filter(issued_on__isnull=True)
    _name, start, end = next(each for each in AGES if each[0] == age)
    if start:
        rows = rows.filter(issued_on__lte=today - timedelta(days=start))
    return rows.filter(issued_on__gt=today - timedelta(days=end)) if end else rows.filter(issued_on__isnull=False)
