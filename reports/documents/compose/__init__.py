"""Composing: the record → facts, a dict of plain values that survives JSON. Knows no layout and makes no page.

Texts are Vietnamese and bare: the numbers of headings, capitals and the marks at the ends of grounds, recipients and of
the whole are the layout's; an item within a section begins with "- ". Every kind's facts have the keys of `BARE` and of
`letterhead`; sections are made by `sections.section`, annexes by `sections.annex`. `missing` [{slot, text}] lists what
stands in brackets for want of a value, `review` what the checklist compares (see `review.py`).
"""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from django.utils import translation

from reports.documents.compose import papers
from reports.documents.compose.kinds import DocumentKind, FactsMissing
from reports.documents.compose.letterhead import letterhead, unnamed
from reports.documents.compose.review import review_of
from reports.documents.compose.slots import slots_of
from reports.documents.compose.subject import PaperSubject, about_campaign, about_delegation, about_inspection
from reports.documents.compose.wording import Contents, value_in, with_wording

__all__ = [
    "DocumentKind",
    "FactsMissing",
    "PaperSubject",
    "about_campaign",
    "about_delegation",
    "about_inspection",
    "facts_of",
    "kind_of",
    "kinds",
]

BARE: dict[str, Any] = {
    "addressee_word": "Kính gửi",
    "addressees": [],
    "grounds": [],
    "opening": "",
    "resolution": "",
    "sections": [],
    "closing": "",
    "recipients": [],
    "annexes": [],
    "reference": "",
    "number": None,
    "draft_number": None,
    "issued_on": None,
}


@cache
def kinds() -> dict[str, DocumentKind]:
    """Return all kinds by slug: of every module in papers/ that has a `KIND`."""
    modules = [import_module(f"{papers.__name__}.{found.name}") for found in pkgutil.iter_modules(papers.__path__)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.slug: kind for kind in found}


def kind_of(slug: str) -> DocumentKind | None:
    return kinds().get(slug)


def facts_of(kind: DocumentKind, paper: PaperSubject, contents: Contents | None = None) -> dict[str, Any]:
    """Return the facts of one paper, in Vietnamese whatever language the user has chosen; raises FactsMissing.

    `contents`: the body's own wording, None for the portal's.
    """
    with translation.override("vi"):
        facts = {
            **BARE,
            "kind": kind.slug,
            "kind_name": str(kind.name),
            "form": kind.form,
            "type_code": kind.type_codes[paper.layout],
            "type_title": kind.type_title,
            **letterhead(kind, paper),
            **kind.compose(paper),
        }
        if contents is not None:
            facts = with_wording(facts, contents, value_in(paper))
        shown = {slot.key: slot.content for slot in slots_of(facts)}
        facts["missing"] = [*unnamed(paper), *paper.texts.missing_in(shown), *facts.get("missing", [])]
        facts["review"] = {**review_of(paper), **facts.get("review", {})}
        return facts
