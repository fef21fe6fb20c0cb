"""The lists of campaigns and of inspections."""

from datetime import date

from django.db.models import Count, Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


def with_board_name(campaigns: list[Campaign], user: User) -> list[Campaign]:
    names = BodyNames([each.inspecting_organization for each in campaigns])
    for each in campaigns:
        each.board_name = names.at(each.inspecting_organization_id, each.day)
    return campaigns


def count_inspections(campaigns: list[Campaign], user: User) -> None:
    """Set on each campaign the number of its inspections that the user may see."""
    seen = Inspection.objects.visible_to(user).filter(campaign__in=campaigns).order_by()
    counts = dict(seen.values_list("campaign").annotate(n=Count("pk")))
    for each in campaigns:
        each.total = counts.get(each.pk, 0)


CAMPAIGNS = Listing(
    name="campaign_list",
    title=_("Đợt kiểm tra"),
    section="campaigns",
    rows=_campaigns,
    prepare=with_board_name,
    columns=(
        Column(
            "theme",
            _("Đợt"),
            lambda row: row.theme,
            url=lambda row: row.get_absolute_url(),
            note=lambda row: row.code,
        ),
        Column("code", _("Mã đợt"), lambda row: row.code, sort="code", is_shown=False),
        Column("year", _("Năm"), lambda row: row.year, sort="year"),
        Column("board", _("Cơ quan kiểm tra"), lambda row: row.board_name, sort="inspecting_organization__sort_key"),
        Column("total", _("Số cuộc kiểm tra"), lambda row: row.total, load=count_inspections, is_shown=False),
        Column("starts_on", _("Bắt đầu"), lambda row: row.starts_on, sort="starts_on", is_shown=False),
        Column("ends_on", _("Kết thúc"), lambda row: row.ends_on, sort="ends_on", is_shown=False),
        Column(
            "state", _("Trạng thái"), words_of("state", CampaignState.choices), sort="state", shape=lambda r: r.shape
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
    return rows.only(*READ_OF_INSPECTION)


def named_then(inspections: list[Inspection], user: User | None = None) -> list[Inspection]:
    """Set on each inspection the day of its last session and its subject's name on that day; return the list."""
    today = timezone.localdate()
    names = BodyNames([each.subject_organization for each in inspections])
    held = Session.objects.filter(inspection__in={each.pk for each in inspections}).order_by()
    last_days = dict(held.values_list("inspection").annotate(day=Max("held_on")))
    for each in inspections:
        each.last_day = last_days.get(each.pk)
        then = each.last_day or min(today, date(each.campaign.year, 12, 31))
        each.subject_name = names.at(each.subject_organization_id, then)
    return inspections


def with_delegations(inspections: list[Inspection], user: User) -> None:
    prefetch_related_objects(inspections, "delegation")


INSPECTIONS = Listing(
    name="inspection_list",
    title=_("Cuộc kiểm tra"),
    section="inspections",
    rows=_inspections,
    prepare=named_then,
    columns=(
        Column(
            "subject",
            _("Đơn vị được kiểm tra"),
            lambda row: row.subject_name,
            sort="subject_organization__sort_key",
            url=lambda row: row.get_absolute_url(),
        ),
        Column("reference", _("Mã cuộc kiểm tra"), lambda row: row.reference, sort="reference"),
        Column("campaign", _("Đợt"), lambda row: row.campaign.theme, sort="campaign__year"),
        Column("kind", _("Hình thức"), lambda row: row.get_kind_display(), is_shown=False),
        Column("delegation", _("Đoàn"), lambda row: str(row.delegation or ""), load=with_delegations, is_shown=False),
        Column("day", _("Ngày làm việc"), lambda row: row.last_day),
        Column(
            "state", _("Trạng thái"), words_of("state", InspectionState.choices), sort="state", shape=lambda r: r.shape
        ),
    ),
    filters=(
        of_campaign(),
        Filter("state", _("Trạng thái"), **choices_of("state", InspectionState.choices)),
        Filter("kind", _("Hình thức"), **choices_of("kind", Inspection.Kind.choices)),
    ),
    default_sort="-reference",
    search_label=_("Tên đơn vị hoặc mã cuộc"),
    search_example=_("moc chau, son la… không cần dấu"),
    empty=(
        _("Chưa có cuộc kiểm tra nào."),
        _("Cuộc kiểm tra hiện ở đây khi cơ quan kiểm tra lập và thông báo cho đơn vị."),
    ),
)
