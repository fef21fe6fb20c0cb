"""Phụ lục số liệu của cả đợt: the figures of every inspection of a campaign, one section for each; a landscape sheet.

The annex of a whole province has hundreds of pages: it is printed in parts.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.documents.compose.kinds import DocumentKind, Place, Rule
from reports.documents.compose.papers.figures_annex import figures_grid
from reports.documents.compose.sections import filled, section
from reports.documents.compose.subject import PaperSubject


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    units = []
    for inspection, values in paper.values_of_inspections:
        name, table = paper.names.full(inspection.subject_organization), figures_grid(values, paper)
        units.append(section(f"figures-{inspection.pk}", name, grid=table))
    return {
        "about": f"số liệu {paper.work}",
        "reference": f"Kèm theo Báo cáo kết quả {paper.act} của {paper.issuer}",
        "sections": filled(units),
        "signers": [],
        "recipients": [],
        "archive": "",
    }


PLACES = (Place("about", text="số liệu {công việc}", rule=Rule.FILLED),)

KIND = DocumentKind(
    slug="campaign-figures",
    name=_("Phụ lục số liệu cả đợt"),
    type_codes={"party": "", "state": ""},
    type_title="PHỤ LỤC",
    form="annex",
    is_internal=True,
    about="campaign",
    compose=compose,
    places=PLACES,
)
