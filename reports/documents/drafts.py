"""Drafts of an inspection's papers: which kinds there are, the day they are meant for, their facts."""

from datetime import date
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from inspections.inspections.models import Inspection
from reports.documents.compose import about_inspection, facts_of, kinds
from reports.documents.compose.kinds import DocumentKind, FactsMissing


def printable_kinds() -> list[DocumentKind]:
    """Return the kinds about an inspection that have a template."""
    return [kind for kind in kinds().values() if kind.about == "inspection" and _has_template(kind)]


def _has_template(kind: DocumentKind) -> bool:
    try:
        get_template(f"documents/{kind.slug.replace('-', '_')}.html")
    except TemplateDoesNotExist:
        return False
    return True


def drafted_on(inspection: Inspection) -> date:
    """Return the day of the last session, for which drafts are meant; raises FactsMissing without a dated one."""
    days = [held_on for held_on in inspection.sessions.values_list("held_on", flat=True) if held_on]
    if not days:
        raise FactsMissing(_("Chưa có buổi làm việc nào ghi ngày, nên chưa lập được văn bản."))
    return max(days)


def draft_facts(kind: DocumentKind, inspection: Inspection) -> dict[str, Any]:
    """Return the facts of a draft meant for the last session's day."""
    return facts_of(kind, about_inspection(inspection.pk, drafted_on(inspection)))
