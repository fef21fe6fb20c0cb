"""Panels: what an upper app shows on a lower app's page. The lower app names the place, the upper one fills it.

A panel is a function (request, record) → (template, context), or None when it has nothing for this reader. Its rows
are scoped by itself, with `visible_to`. An app registers its panels in `AppConfig.ready`.
"""

from collections import defaultdict

from django.template.loader import render_to_string

_panels = defaultdict(list)


def register(place: str, panel) -> None:
    _panels[place].append(panel)


def panels_for(place: str, request, record) -> list[str]:
    """The panels of one place as safe HTML, in the order of their registration."""
    shown = filter(None, (panel(request, record) for panel in _panels[place]))
    return [render_to_string(template, context, request) for template, context in shown]
