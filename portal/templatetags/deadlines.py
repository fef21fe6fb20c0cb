"""How a deadline stands, on home and in the matrix."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.rows import SOON_DAYS

register = template.Library()


@register.simple_tag
def lateness(due_on: date | None, today: date) -> dict:
    """How a deadline stands: `shape` and `word` for components/_state.html."""
    if due_on is None:
        return {"shape": "todo", "word": _("Không có hạn")}
    days = (due_on - today).days
    if days < 0:
        word = ngettext("Quá %(days)d ngày", "Quá %(days)d ngày", -days) % {"days": -days}
        return {"shape": "late", "word": word}
    if days == 0:
        return {"shape": "soon", "word": _("Hôm nay")}
    word = ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", days) % {"days": days}
    return {"shape": "soon" if days <= SOON_DAYS else "todo", "word": word}
