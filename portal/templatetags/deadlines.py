"""Formats deadlines, on home and in the matrix."""

from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.rows import SOON_DAYS

register = template.Library()


@dataclass(frozen=True)
class Lateness:
    """How a deadline stands, for components/_state.html."""

    shape: str
    word: str


@register.simple_tag
def lateness(due_on: date | None, today: date, undated: str = "") -> Lateness:
    """Return how a deadline stands today; `due_on` None: there is none, `undated` says why."""
    if due_on is None:
        return Lateness("todo", undated or _("Không có hạn"))
    days = (due_on - today).days
    if days < 0:
        word = ngettext("Quá %(days)d ngày", "Quá %(days)d ngày", -days) % {"days": -days}
        return Lateness("late", word)
    if days == 0:
        return Lateness("soon", _("Hôm nay"))
    word = ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", days) % {"days": days}
    return Lateness("soon" if days <= SOON_DAYS else "todo", word)
