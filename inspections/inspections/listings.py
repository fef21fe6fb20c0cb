"""The lists of campaigns and of inspections."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from ground.listing import Column, Filter, Listing, choices_of, words_of
from inspections.campaigns.filters import of_campaign
from inspections.campaigns.models import Campaign
from inspections.campaigns.states import CampaignState
from inspections.inspections.models import Inspection, Session
from inspections.inspections.states import InspectionState


def _campaigns(user):
    return Campaign.objects.visible_to(user).select_related("inspecting_organization")


class InspectionCounts:
    """How many inspections the reader sees of some campaigns; one query, when the first of them is read."""

    def __init__(self, campaigns: list[Campaign], user: User) -> None:
        self.campaigns, self.user = campaigns, user

    @cached_property
    def by_campaign(self) -> dict[int, int]:
        seen = Inspection.objects.visible_to(self.user).filter(campaign__in=self.campaigns).order_by()
        return dict(seen.values_list("campaign").annotate(n=Count("pk")))


@dataclass(frozen=True)
class ListedCampaign:
    """A campaign with its inspecting body named as at its day."""

    campaign: Campaign
    board_name: str
    counts: InspectionCounts

    @property
    def total(self) -> int:
        return self.counts.by_campaign.get(self.campaign.pk, 0)


def list_campaigns(campaigns: list[Campaign], user: User) -> list[ListedCampaign]:
    """Return the rows of the list; one query for all names."""
    names = BodyNames([each.inspecting_organization for each in campaigns])
    counts = InspectionCounts(campaigns, user)
    return [ListedCampaign(each, names.at(each.inspecting_organization_id, each.day), counts) for each in campaigns]


CAMPAIGNS = Listing(
    name="campaign_list",
    title=_("Đợt kiểm tra"),
    noun=lambda n: npgettext("counted", "đợt kiểm tra", "đợt kiểm tra", n),
    section="campaigns",
    rows=_campaigns,
    prepare=list_campaigns,
    columns=(
        Column(
            "theme",
            _("Đợt"),
            lambda row: row.campaign.theme,
            url=lambda row: row.campaign.get_absolute_url(),
            note=lambda row: row.campaign.code,
        ),
        Column("code", _("Mã đợt"), lambda row: row.campaign.code, sort="code", is_shown=False),
        Column("year", _("Năm"), lambda row: row.campaign.year, sort="year"),
        Column("board", _("Cơ quan kiểm tra"), lambda row: row.board_name, sort="inspecting_organization__sort_key"),
        Column("total", _("Số cuộc kiểm tra"), lambda row: row.total, is_shown=False),
        Column("starts_on", _("Bắt đầu"), lambda row: row.campaign.starts_on, sort="starts_on", is_shown=False),
        Column("ends_on", _("Kết thúc"), lambda row: row.campaign.ends_on, sort="ends_on", is_shown=False),
        Column(
            "state",
            _("Trạng thái"),
            words_of("campaign.state", CampaignState.choices),
            sort="state",
            shape=lambda row: row.campaign.shape,
        ),
    ),
    filters=(Filter("state", _("Trạng thái"), **choices_of("state", CampaignState.choices)),),
    default_sort="-year",
    search_label=_("Tên hoặc mã đợt"),
    search_example=_("dan van 2019… không cần dấu"),
    empty=(
        _("Chưa có đợt kiểm tra nào."),
        _("Đợt hiện ở đây khi cơ quan kiểm tra mở đợt và thông báo cho đơn vị."),
    ),
    template="inspections/inspections/campaigns.html",
)


READ_OF_INSPECTION = ("reference", "state", "kind", "delegation", "campaign__code", "campaign__theme", "campaign__year")
READ_OF_INSPECTION += ("subject_organization__short_code",)


def _inspections(user):
    rows = Inspection.objects.visible_to(user).select_related("campaign", "subject_organization")
    return rows.only(*READ_OF_INSPECTION).with_shown_state(user)


@dataclass(frozen=True)
class ListedInspection:
    """An inspection with the day of its last session, None without one, and its subject's name on that day."""

    inspection: Inspection
    last_day: date | None
    subject_name: str


def list_inspections(inspections: list[Inspection], user: User | None = None) -> list[ListedInspection]:
    """Return a row for each, in their order; two queries for all."""
    today = timezone.localdate()
    names = BodyNames([each.subject_organization for each in inspections])
    held = Session.objects.filter(inspection__in={each.pk for each in inspections}).order_by()
    last_days = dict(held.values_list("inspection").annotate(day=Max("held_on")))
    rows = []
    for each in inspections:
        last_day = last_days.get(each.pk)
        then = last_day or min(today, date(each.campaign.year, 12, 31))
        rows.append(ListedInspection(each, last_day, names.at(each.subject_organization_id, then)))
    return rows


def load_delegations(inspections: list[Inspection], user: User) -> None:
    """Load the delegations of the inspections."""
    prefetch_related_objects(inspections, "delegation")


def _delegation(row: ListedInspection) -> str:
    return str(row.inspection.delegation or "")


INSPECTIONS = Listing(
    name="inspection_list",
    title=pgettext_lazy("plural", "Cuộc kiểm tra"),
    noun=lambda n: npgettext("counted", "cuộc kiểm tra", "cuộc kiểm tra", n),
    section="inspections",
    rows=_inspections,
    prepare=list_inspections,
    columns=(
        Column(
            "subject",
            _("Đơn vị được kiểm tra"),
            lambda row: row.subject_name,
            sort="subject_organization__sort_key",
            url=lambda row: row.inspection.get_absolute_url(),
        ),
        Column("reference", _("Mã cuộc kiểm tra"), lambda row: row.inspection.reference, sort="reference"),
        Column("campaign", _("Đợt"), lambda row: row.inspection.campaign.theme, sort="campaign__year"),
        Column("kind", _("Hình thức"), lambda row: row.inspection.get_kind_display(), is_shown=False),
        Column("delegation", _("Đoàn"), _delegation, load=load_delegations, is_shown=False),
        Column("day", _("Ngày làm việc"), lambda row: row.last_day),
        Column(
            "state",
            _("Trạng thái"),
            words_of("inspection.shown_state", InspectionState.choices),
            sort="shown_state",
            sort_like="state",
            shape=lambda row: row.inspection.shape,
        ),
    ),
    filters=(
        of_campaign(),
        Filter("state", _("Trạng thái"), **choices_of("shown_state", InspectionState.choices)),
        Filter("kind", _("Hình thức"), **choices_of("kind", Inspection.Kind.choices)),
    ),
    default_sort="-reference",
    search_label=_("Tên đơn vị hoặc mã cuộc"),
    search_example=_("{place}… không cần dấu"),
    empty=(
        _("Chưa có cuộc kiểm tra nào."),
        _("Cuộc kiểm tra hiện ở đây khi cơ quan kiểm tra lập và thông báo cho đơn vị."),
    ),
)
