"""The list of papers."""

from dataclasses import replace

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from accounts.people.models import User
from ground.listing import Column, Filter, LinkFilter, Listing, choices_of, words_of
from inspections.attachments.models import PaperLink
from inspections.campaigns.filters import of_campaign, only
from inspections.delegations.models import Delegation
from inspections.papers.arrivals.models import Arrival
from inspections.papers.models import OfficialPaper

NOT_SHOWN = ("search_text", "sort_key", "revision", "created_at", "changed_at")  # by no column


def _papers(user):
    return OfficialPaper.objects.visible_to(user).select_related("file").defer(*NOT_SHOWN)


def load_keepers(papers: list[OfficialPaper], user: User) -> None:
    """Load the names of the bodies that keep the papers."""
    prefetch_related_objects(papers, "kept_by__names")


def _linked_to_campaign(rows, code, user):
    own = Q(campaign__code=code) | Q(inspection__campaign__code=code) | Q(finding__campaign__code=code)
    return rows.filter(pk__in=PaperLink.objects.visible_to(user).filter(own).values("paper"))


def _keeper(paper) -> str:
    return paper.kept_by.full_name_at(timezone.localdate())


def _paper_url(paper) -> str:
    return paper.download_url


PAPERS = Listing(
    name="paper_list",
    title=_("Văn bản"),
    noun=lambda n: npgettext("counted", "văn bản", "văn bản", n),
    section="papers",
    rows=_papers,
    columns=(
        Column("title", _("Trích yếu"), lambda row: row.title, sort="sort_key", url=_paper_url),
        Column("type", _("Loại văn bản"), words_of("paper_type", OfficialPaper.Type.choices), sort="paper_type"),
        Column("number", _("Số, ký hiệu"), lambda row: row.number, is_as_written=True),
        Column("dated_on", _("Ngày văn bản"), lambda row: row.dated_on, sort="dated_on"),
        Column("issuer", _("Nơi ban hành"), lambda row: row.issuer),
        Column("web_address", _("Địa chỉ trên mạng"), lambda row: row.web_address, is_shown=False),
        Column("kept_by", _("Cơ quan lưu"), _keeper, load=load_keepers, is_shown=False),
        Column("internal", _("Nội bộ"), lambda row: row.is_internal, is_shown=False),
    ),
    filters=(
        LinkFilter("campaign", _("Đợt"), of_campaign().choices, _linked_to_campaign),
        Filter("type", _("Loại văn bản"), **choices_of("paper_type", OfficialPaper.Type.choices)),
        only("file", _("Tệp"), _("có tệp"), Q(file__isnull=False)),
    ),
    default_sort="-dated_on",
    search_label=_("Trích yếu, số hoặc nơi ban hành"),
    search_example=_("ke hoach 64, bao cao… không cần dấu"),
    empty=(
        _("Chưa có văn bản nào."),
        _("Văn bản hiện ở đây khi được đính kèm vào đợt hoặc cuộc kiểm tra."),
    ),
)


# --- With the number of arrival, for those who keep a book of arrivals ------------------------------------------------
def load_arrivals(papers: list[OfficialPaper], user: User) -> None:
    """Put into each paper `arrival`, the number under which it stands in a book of the user's bodies, None without one,
    and `arrival_url`: where it is entered there, "" unless one of them keeps it that hasn't issued it itself.
    """
    ids, board, new = [paper.pk for paper in papers], user.reach.board, reverse("arrival_new")
    lines = Arrival.objects.filter(paper__in=ids, organization__in=board, cancelled_reason="").order_by("pk")
    numbers = dict(lines.values_list("paper", "n"))
    issued = PaperLink.objects.filter(paper__in=ids, role__in=[PaperLink.Role.RESULT, PaperLink.Role.ISSUED]).order_by()
    decisions = Delegation.objects.filter(decision_paper__in=ids).order_by()
    own = {paper for (paper,) in issued.values_list("paper").union(decisions.values_list("decision_paper"))}
    for paper in papers:
        paper.arrival = numbers.get(paper.pk)
        is_foreign = paper.pk not in own and paper.paper_type != OfficialPaper.Type.PRESS
        may_arrive = paper.arrival is None and is_foreign and paper.kept_by_id in board
        paper.arrival_url = f"{new}?paper={paper.pk}" if may_arrive else ""


def _arrival(paper) -> int | str:
    return paper.arrival or (str(_("Vào sổ đến")) if paper.arrival_url else "")


def _arrival_url(paper) -> str:
    return paper.arrival_url


PAPERS_OF_BOARD = replace(
    PAPERS,
    columns=(*PAPERS.columns, Column("arrival", _("Số đến"), _arrival, url=_arrival_url, load=load_arrivals)),
    template="inspections/papers/arrivals/papers.html",
)
