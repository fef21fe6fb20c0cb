"""The home page of one user: lines in groups, a leader's morning, the agenda, the running campaigns, notices."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from ground.text import short_date
from inspections.models import Campaign
from portal.campaigns.deadlines import LATE, LATER, TODAY, UNDATED, WEEK, group_of, next_monday
from portal.home.agenda import SHOWN, AgendaDay, agenda, coming_sessions
from portal.home.counting import InspectionGroup
from portal.home.morning import AgeRow, DelegationBar, Figure, NumberLink, ages, delegation_bars, figures, happened
from portal.home.task import Task
from portal.home.tasks import Work, lines_of, work_of
from portal.rows import CampaignRow, campaign_row, live_totals
from workflow.models import Notice

CAMPAIGNS_SHOWN = 5
NOTICES_SHOWN = 5


@dataclass(frozen=True)
class TaskGroup:
    """The lines of one group of deadlines; `note`: until when, or in which order."""

    key: str
    label: str
    note: str
    tasks: list[Task]


@dataclass(frozen=True)
class Morning:
    """How one campaign of a leader's stands today."""

    campaign: Campaign
    figures: list[Figure]
    ages: list[AgeRow]
    undone: int
    news: list[NumberLink]
    bars: list[DelegationBar]


@dataclass(frozen=True)
class Empty:
    """What an empty home says: what is missing, what to do first, and where."""

    title: str
    text: str = ""
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class HomePage:
    """What home shows to one user. `groups`: own lines; `held`: what is overdue in campaigns the user leads."""

    groups: list[TaskGroup]
    held: list[Task]
    mornings: list[Morning]
    count: int
    late: int
    campaigns: list[CampaignRow]
    days: list[AgendaDay]
    has_more_sessions: bool
    notices: list[Notice]
    empty: Empty | None
    may_plan: bool
    today: date


def home_page(user: User, today: date) -> HomePage:
    """Put the page together."""
    work, sessions = work_of(user, today), coming_sessions(user, today)
    subjects = [session.inspection.subject_organization for session in sessions]
    boards = [each.inspecting_organization for each in work.campaigns.values()]
    lines = lines_of(work, [*subjects, *boards])
    own = lines.rest
    late = sum(1 for task in [*own, *lines.held] if task.due_on and task.due_on < today)
    names = {each.pk: lines.names.at(each.inspection.subject_organization_id, each.held_on) for each in sessions}
    return HomePage(
        groups=task_groups(own, today, is_leader=bool(work.led)),
        held=lines.held,
        mornings=mornings(work),
        count=len(own) + len(lines.held),
        late=late,
        campaigns=_campaigns(work, lines.names),
        days=agenda(sessions, names, today),
        has_more_sessions=len(sessions) > SHOWN,
        notices=list(Notice.objects.visible_to(user).filter(read_at=None)[:NOTICES_SHOWN]),
        empty=None if own or lines.held else _empty(work),
        may_plan=bool(user.reach.staff),
        today=today,
    )


def task_groups(tasks: list[Task], today: date, is_leader: bool = False) -> list[TaskGroup]:
    """Group lines that are in the order of their dates; empty groups are left out, undated lines stand last. What is
    overdue of a leader's own stands below what is overdue of everybody.
    """
    sunday = short_date(next_monday(today) - timedelta(days=1))
    heads = {
        LATE: (_("Quá hạn, việc của tôi") if is_leader else _("Quá hạn"), _("lâu nhất xếp trước")),
        TODAY: (_("Hôm nay"), ""),
        WEEK: (_("Tuần này"), _("đến Chủ Nhật %s") % sunday),
        LATER: (_("Sau đó"), ""),
    }
    by_group: dict[str, list[Task]] = {}
    for task in tasks:
        group = group_of(task.due_on, today)
        by_group.setdefault(LATER if group == UNDATED else group, []).append(task)
    return [TaskGroup(key, *words, by_group[key]) for key, words in heads.items() if key in by_group]


def mornings(work: Work) -> list[Morning]:
    """Return a leader's campaigns, the newest first; one query, none for others."""
    led = work.led
    news = happened(led, work.today) if led else {}
    return [_morning(work, campaign, news[pk]) for pk, campaign in led.items()]


def _morning(work: Work, campaign: Campaign, news: list[NumberLink]) -> Morning:
    groups = [group for group in work.inspections if group.campaign == campaign.pk]
    open_ones = [group for group in work.assignments if group.campaign == campaign.pk]
    return Morning(
        campaign=campaign,
        figures=figures(campaign, groups, open_ones, work.today),
        ages=ages(campaign, open_ones, work.today),
        undone=sum(group.n for group in open_ones),
        news=news,
        bars=delegation_bars(campaign, groups),
    )


def _campaigns(work: Work, names: BodyNames) -> list[CampaignRow]:
    """Return the first running campaigns that no morning shows; for viewers with what isn't published to them."""
    shown = [each for pk, each in work.campaigns.items() if pk not in work.led][:CAMPAIGNS_SHOWN]
    groups: dict[int, list[InspectionGroup]] = {}
    for group in work.inspections:
        groups.setdefault(group.campaign, []).append(group)
    totals = live_totals(work.user, shown)
    return [
        campaign_row(
            each, names.at(each.inspecting_organization_id, each.day), groups.get(each.pk, []), totals.get(each.pk)
        )
        for each in shown
    ]


def _empty(work: Work) -> Empty:
    """Return what an empty home says to this user: what to do first."""
    user = work.user
    if user.reach.staff:
        return _empty_for_staff(work)
    if user.reach.leader:
        return Empty(
            _("Không có việc nào chờ bạn."), _("Chuyên viên lập đợt kiểm tra; đợt đã lập hiện ở đây để bạn mở.")
        )
    if user.is_administrator:
        text = _("Tài khoản ở mục Quản trị; cơ quan, cán bộ ở mục Danh mục.")
        return Empty(_("Chưa có việc nào."), text, reverse("account_list"), _("Xem tài khoản"))
    if any(each.inspecting_organization_id in user.reach.viewer for each in work.campaigns.values()):
        text = _("Bạn xem được kết luận đã công bố; số đơn vị chưa công bố ghi ở đợt đang chạy.")
        return Empty(_("Không có việc nào chờ bạn."), text, reverse("inspection_list"), _("Xem kết luận đã công bố"))
    text = _("Khi cơ quan kiểm tra gửi thông báo hoặc công bố kết luận, việc và hạn sẽ hiện ở đây.")
    return Empty(_("Hiện không có việc nào chờ bạn."), text)


def _empty_for_staff(work: Work) -> Empty:
    if work.campaigns:
        campaign = next(iter(work.campaigns.values()))
        text = _("Xem đợt đang chạy đến đâu, hoặc lập đợt kiểm tra mới.")
        return Empty(_("Không có việc nào chờ bạn."), text, campaign.get_absolute_url(), _("Mở đợt đang chạy"))
    text = _("Bắt đầu bằng việc lập đợt kiểm tra: chọn bộ chỉ tiêu, hạn, rồi thêm đơn vị.")
    return Empty(_("Chưa có đợt kiểm tra nào đang chạy."), text, reverse("campaign_new"), _("Lập đợt kiểm tra"))
