"""Panels: what an upper app adds to a lower app's page of a record or list.

A panel is a function (request, record) → (template, context), or None when it has nothing for this user. It limits its
rows itself, with `visible_to`. An app registers its panels in `AppConfig.ready` for the class of the record.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Panel = Callable[[HttpRequest, Any], tuple[str, dict] | None]
_panels: dict[Any, list[Panel]] = defaultdict(list)


@dataclass(frozen=True)
class ListPage:
    """The key under which panels of lists are registered; `name` is that of the list's URL pattern."""

    name: str


def register(shown: type | ListPage, panel: Panel) -> None:
    """Put a panel on the pages that show a record of that class, or on one list."""
    _panels[shown].append(panel)


def panels_for(request: HttpRequest, record: Model) -> list[SafeString]:
    """Return the panels of the record's or the list's page as safe HTML, in the order of their registration."""
    known = [*_panels[type(record)], *(_panels.get(record, []) if isinstance(record, ListPage) else [])]
    shown = filter(None, (panel(request, record) for panel in known))
    return [render_to_string(template, context, request) for template, context in shown]
