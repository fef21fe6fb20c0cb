"""Composing: the record → facts, a dict of plain values that survives JSON. Knows no layout and makes no page.

Facts: kind, system, type_code, type_title, about (the trích yếu), superior, issuer, symbol, place, number and issued_on
(None until issued), effective_on (ISO), grounds [text], opening, sections, closing (may be absent), signer_title,
signer_name, recipients [text], archive. A section is {heading, paragraphs [text], parts}, where parts (may be absent)
are {heading, paragraphs, table, chart}: table [{group, rows [{number, label, printed, period, side, checks [text]}]}]
holds values, chart is what inspections.values.series.satisfaction_line gives; both may be absent. Texts are bare:
the numbers of sections, capitals and the marks at the ends of grounds, recipients and of the whole are the layout's; an
item within a section begins with "- ".
"""

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from django.utils import translation

from inspections.models import Inspection
from reports.documents.compose.kinds import DocumentKind, FactsMissing
from reports.documents.compose.letterhead import letterhead

__all__ = ["DocumentKind", "FactsMissing", "facts_of", "kind_of", "kinds"]


@cache
def kinds() -> dict[str, DocumentKind]:
    """Return all kinds by slug: of every module in this package that has a `KIND`."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.slug: kind for kind in found}


def kind_of(slug: str) -> DocumentKind | None:
    return kinds().get(slug)


def facts_of(kind: DocumentKind, inspection: Inspection) -> dict[str, Any]:
    """Return the facts of one paper, in Vietnamese whatever language the user has chosen; raises FactsMissing."""
    with translation.override("vi"):
        return {
            "kind": kind.slug,
            "type_code": kind.type_code,
            "type_title": kind.type_title,
            "number": None,
            "issued_on": None,
            **letterhead(inspection),
            **kind.compose(inspection),
        }
