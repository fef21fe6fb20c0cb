"""How a campaign's self-reports stand, by delegation: each number leads to exactly its rows."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.delegations.models import delegation_name
from inspections.models import Campaign
from reports.submissions.listings import NO_DELEGATION, late_condition
from reports.submissions.models import Dossier
from reports.submissions.querysets import UNOPENED
from reports.submissions.states import DossierState

LATE, UNSEEN = "late", "unopened"


@dataclass(frozen=True)
class OverviewCell:
    """So many reports; `words` say which, `url` leads to them, "" where there are none; `head`: of its column."""

    n: int
    words: str
    url: str
    head: str = ""


@dataclass(frozen=True)
class OverviewRow:
    """The reports of one delegation's inspections, or of all; their sum is the last of the cells."""

    label: str
    cells: list[OverviewCell]
    is_sum: bool = False


@dataclass(frozen=True)
class Overview:
    """A row for each delegation, and their sum; none where no report was requested."""

    campaign: Campaign
    heads: list[str]
    rows: list[OverviewRow]

    @property
    def total(self) -> int:
        return self.rows[-1].cells[-1].n if self.rows else 0


def overview_of(campaign: Campaign, user: User, today: date) -> Overview:
    """Count the reports that the user sees; one query."""
    rows = Dossier.objects.visible_to(user).filter(inspection__campaign=campaign)
    groups = list(_counted(rows, today))
    first, *others = (str(state.label) for state in DossierState)
    heads = [first, _("Trong đó chưa mở"), *others, _("Quá hạn"), _("Cộng")]
    made = [OverviewRow(_label(group), _cells(campaign, group, _label(group))) for group in groups]
    if len(groups) > 1:
        summed = {name: sum(group[name] for group in groups) for name in [*DossierState.values, UNSEEN, LATE, "n"]}
        made.append(OverviewRow(_("Cộng"), _cells(campaign, summed, _("Cộng")), is_sum=True))
    return Overview(campaign, heads, [_under(heads, row) for row in made])


def _under(heads: list[str], row: OverviewRow) -> OverviewRow:
    """Give each cell the head of its column, beside which a phone shows it."""
    return replace(row, cells=[replace(cell, head=head) for head, cell in zip(heads, row.cells, strict=True)])


def _counted(rows: QuerySet[Dossier], today: date) -> QuerySet:
    of_state = {state: Count("pk", filter=Q(state=state)) for state in DossierState.values}
    by = (
        rows.with_opened()
        .order_by()
        .values(delegation=F("inspection__delegation"), number=F("inspection__delegation__number"))
    )
    counted = by.annotate(
        **of_state, unopened=Count("pk", filter=UNOPENED), late=Count("pk", filter=late_condition(today)), n=Count("pk")
    )
    return counted.order_by(F("number").asc(nulls_last=True), F("delegation").asc(nulls_last=True))


def _cells(campaign: Campaign, group: dict, label: str) -> list[OverviewCell]:
    """Return the cells of a group of reports, which lead to those of its delegation; of a sum to those of all."""
    narrowed = {"campaign": campaign.code}
    if "delegation" in group:
        narrowed["delegation"] = str(group["delegation"] or NO_DELEGATION)
    late, unseen = _("quá hạn"), _("chưa mở")
    cells = [_cell(group[state], f"{label}: {state.label}", narrowed | {"state": state}) for state in DossierState]
    cells.insert(1, _cell(group[UNSEEN], f"{label}: {unseen}", narrowed | {"opened": "no"}))
    cells.append(_cell(group[LATE], f"{label}: {late}", narrowed | {"due": LATE}))
    return [*cells, _cell(group["n"], label, narrowed)]


def _label(group: dict) -> str:
    if group["delegation"] is None:
        return _("Chưa có đoàn")
    return delegation_name(group["number"])


def _cell(n: int, words: str, query: dict[str, str]) -> OverviewCell:
    return OverviewCell(n, words, f"{reverse('dossier_list')}?{urlencode(query)}" if n else "")
