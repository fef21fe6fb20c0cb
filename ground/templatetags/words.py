"""Tags and filters used by many templates: dates, page numbers, the kind of a message."""

from datetime import date, datetime, time, timedelta
from itertools import zip_longest

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context
from django.utils import timezone

from ground import text
from ground.listing.query import ListQuery

register = template.Library()


@register.filter
def short_date(day: date | datetime | None) -> str:
    """Return 30/10/2019; of an instant its local day; "" for None."""
    if not day:
        return ""
    return text.short_date(timezone.localtime(day) if isinstance(day, datetime) else day)


@register.filter
def file_size(size: int) -> str:
    """Return 20 MB."""
    return text.file_size(size)


@register.filter
def uncapitalized(words: str) -> str:
    """Return a sentence as it goes on after a colon."""
    return text.uncapitalized(words)


@register.filter
def with_place(words: str, place: str) -> str:
    """Return an example of what to search for, with the reader's own place: "tay ninh… không cần dấu"."""
    return str(words).replace("{place}", place)


@register.filter
def last_day(ends_on: date) -> date:
    """Return the last day of a spell that is stored with the day after it."""
    return ends_on - timedelta(days=1)


@register.filter
def clock(at: time) -> str:
    """Return 13 giờ 30."""
    return text.clock_text(at)


@register.filter
def page_numbers(page: Page) -> list:
    """Return the page numbers to show around `page`, with the paginator's ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def notice_kind(level_tag: str) -> str:
    """Return the kind of notice for the level of a Django message."""
    return {"success": "done", "warning": "warn", "error": "error"}.get(level_tag, "info")


@register.filter
def faulty_fields(form: BaseForm) -> set[str]:
    """Return the fields with errors, without those whose messages are doubts (workflow.records.forms.DoubtfulForm)."""
    return set(form.errors) - getattr(form, "doubtful_fields", set())


@register.simple_tag(takes_context=True)
def page_link(context: Context, page: Page, number: int) -> str:
    """Return the address of another page of the same list; all other parameters stay, a panel uses its own
    parameter.
    """
    query = context.request.GET.copy()
    query[getattr(page, "parameter", "page")] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def list_link(query: ListQuery, **changes) -> str:
    """Return the address of a list with some of its parameters changed: see ground.listing."""
    return query.link(**changes)


@register.simple_tag(takes_context=True)
def address_with(context: Context, *pairs: str) -> str:
    """Return the address of the same page with parameters set, given as name, value, name, value…; an empty value
    removes one.

    Paging starts at the first page again.
    """
    query = context.request.GET.copy()
    for name, value in [("page", ""), ("after", ""), ("before", ""), *zip_longest(pairs[::2], pairs[1::2])]:
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def address_beyond(context: Context, way: str, mark: str) -> str:
    """Return the address of the next or previous rows of a list that is paged by key: `way` is "after" or "before"."""
    query = context.request.GET.copy()
    for paging in ("after", "before"):
        query.pop(paging, None)
    query[way] = mark
    return f"?{query.urlencode()}"
