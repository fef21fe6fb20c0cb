"""Filters by which the templates of papers print texts."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ground.richtext import clean_html
from reports.documents.layout.passages import blocks_of
from reports.documents.layout.typography import broken_well

register = template.Library()


@register.filter
def printed(text: str, missing: list[str] | None = None) -> SafeString:
    """Escape the text, let its lines break well, and mark the placeholders that have no value."""
    html = str(escape(broken_well(text)))
    for placeholder in missing or ():
        found = str(escape(broken_well(placeholder)))
        html = html.replace(found, f'<mark class="missing">{found}</mark>')
    return mark_safe(html)  # noqa: S308  escaped above


@register.filter
def cleaned(html: str, missing: list[str] | None = None) -> SafeString:
    """Print what staff wrote with markup, by the allow-list, whatever is stored."""
    html = clean_html(html)
    for placeholder in missing or ():
        found = str(escape(placeholder))
        html = html.replace(found, f'<mark class="missing">{found}</mark>')
    return mark_safe(html)  # noqa: S308  cleaned above


@register.filter
def blocks(lines: list[str]) -> list[dict[str, Any]]:
    """Return paragraphs one by one, and items that follow each other as a list."""
    return blocks_of(lines)


@register.filter
def led(text: str, lead: str) -> str:
    """Put `lead`, a dash or nothing, before the text."""
    return f"{lead}{text}"
