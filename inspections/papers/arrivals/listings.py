"""The list of papers that arrived, with the columns of the office's book in their order."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from ground.listing import Column, Filter, Listing
from ground.text import fold
from inspections.papers.arrivals.models import Arrival
from inspections.papers.models import OfficialPaper

TYPES = dict(OfficialPaper.Type.choices)
PLAIN = {OfficialPaper.Type.OTHER, OfficialPaper.Type.PRESS}  # whose type says nothing before the title


def _rows(user):
    of_paper = ("paper_type", "number", "dated_on", "issuer", "title")
    rows = Arrival.objects.visible_to(user).select_related("paper")
    return rows.only(*(field.name for field in Arrival._meta.concrete_fields), *(f"paper__{name}" for name in of_paper))


def _years(user):
    years = Arrival.objects.visible_to(user).order_by("-year").values_list("year", flat=True).distinct()
    return [(year, year) for year in years]


def type_and_title(arrival: Arrival) -> str:
    """Return "Báo cáo kết quả…", also where the title itself begins with the type."""
    paper, name = arrival.paper, str(TYPES[arrival.paper.paper_type])
    is_named = paper.paper_type in PLAIN or fold(paper.title).startswith(fold(name))
    return paper.title if is_named else f"{name} {paper.title}"


def note_of(arrival: Arrival) -> str:
    cancelled = str(_("Đã hủy: %s")) % arrival.cancelled_reason if arrival.cancelled_reason else ""
    return "; ".join(filter(None, [cancelled, arrival.note]))


def _act(arrival: Arrival) -> str:
    return "" if arrival.cancelled_reason else str(_("Sửa"))


def _act_url(arrival: Arrival) -> str:
    return "" if arrival.cancelled_reason else reverse("arrival_edit", args=[arrival.pk])


ARRIVALS = Listing(
    name="arrival_list",
    title=_("Văn bản đến theo số"),
    noun=lambda n: npgettext("counted", "văn bản", "văn bản", n),
    section="papers",
    rows=_rows,
    columns=(
        Column("n", _("Số đến"), lambda row: row.n, sort="n", note=lambda row: str(row.year)),
        Column("arrived_on", _("Ngày đến"), lambda row: row.arrived_on, sort="arrived_on"),
        Column("issuer", _("Tác giả"), lambda row: row.paper.issuer),
        Column("number", _("Số, ký hiệu"), lambda row: row.paper.number, is_as_written=True),
        Column("dated_on", _("Ngày văn bản"), lambda row: row.paper.dated_on),
        Column("title", _("Tên loại và trích yếu"), type_and_title, is_as_written=True),
        Column("received_by", _("Đơn vị, người nhận"), lambda row: row.received_by),
        Column("note", _("Ghi chú"), note_of),
        Column("act", _("Việc"), _act, url=_act_url),
    ),
    filters=(Filter("year", _("Năm"), _years, lambda rows, year: rows.filter(year=year)),),
    default_sort="-arrived_on",
    search_label=_("Số đến, số văn bản, tác giả, trích yếu hoặc người nhận"),
    search_example=_("bao cao, 12-BC… không cần dấu"),
    empty=(_("Chưa có văn bản nào vào sổ đến."), _("Bấm “Vào sổ văn bản đến” để ghi văn bản cơ quan nhận được.")),
    template="inspections/papers/arrivals/list.html",
)
