"""The matrix as a sheet that goes out: all rows that the page's filters find, a column for each stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.inspections.progress import stage_labels
from inspections.models import Campaign
from portal.campaigns import matrix
from portal.campaigns.forms import MatrixFilter
from portal.rows import stage_days

CHUNK = 500


@dataclass(frozen=True)
class MatrixSheet:
    """The title of the sheet, the filters in words, "" for none, its head, and what reads its rows."""

    title: str
    filters: str
    head: list[str]
    rows: Callable[[], Iterator[list]]


def matrix_sheet(campaign: Campaign, user: User, address: QueryDict, today: date) -> MatrixSheet:
    seen = matrix.seen_by(user, campaign, today)
    form = MatrixFilter(address, delegations=matrix.delegations_in(matrix.tally(seen)))
    stages = stage_labels().values()
    head = [_("Đơn vị"), _("Mã"), _("Đoàn"), *map(str, stages), _("Bước tiếp theo"), _("Hạn")]
    title = _("Tiến độ %s") % campaign.theme
    return MatrixSheet(title, form.in_words(), head, partial(_rows, campaign, user, form.filters, today))


def _rows(campaign, user, filters, today) -> Iterator[list]:
    found = matrix.narrowed_for(user, campaign, filters, today)
    rows, order = matrix.grouped(found, filters.get("group") or "", campaign.day)
    found = rows.order_by(*order, "pk").iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        days = stage_days(chunk)
        for inspection in chunk:
            yield _cells(matrix.matrix_row(inspection, campaign, "", today, days.get(inspection.pk, {})))


def _cells(row: matrix.MatrixRow) -> list:
    stages = [" ".join(filter(None, [str(stage.word), str(stage.note)])) for stage in row.stages]
    head = [row.subject_name, row.inspection.reference, str(row.inspection.delegation or "")]
    return [*head, *stages, str(row.next_label), row.next_on]
