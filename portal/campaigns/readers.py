"""Units of a campaign in which nobody can sign in, and how they get accounts: at once by an administrator, whom staff
ask from the same page.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.handover.bodies import address_for
from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.people.models import Membership, User
from ground.text import instant_text
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Inspection
from workflow.history.notices import columns_of, notice_words
from workflow.history.states import ACCOUNTS_REQUESTED
from workflow.history.views import form_page
from workflow.models import Event, Notice
from workflow.records.forms import OnceForm
from workflow.records.pages import FormPage
from workflow.records.refusals import StepRefused

KIND = "accounts.requested"
AGAIN_AFTER = timedelta(hours=12)
SHOWN = 300


def bodies_without_anybody(inspections: QuerySet[Inspection], today: date) -> list[int]:
    """Return the ids of the bodies that report in live inspections and for which no account acts; three queries."""
    live = inspections.exclude(state=InspectionState.CANCELLED).order_by()
    bodies = set(live.values_list("reporting_organization", flat=True))
    return sorted(bodies - set(Membership.objects.acting_for(bodies, today)))


@dataclass(frozen=True, kw_only=True)
class ReadersPage(FormPage):
    """`names`: of the first SHOWN bodies without anybody; `total`; `address`: where an administrator makes accounts
    for them, "" for others.
    """

    names: list[str]
    total: int
    address: str


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_readers(request: HttpRequest, code: str) -> HttpResponse:
    """Show which units of the campaign nobody would read for, to its staff; POST asks the administrators."""
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization")
    campaign, today = get_object_or_404(rows, code=code), timezone.localdate()
    if "staff" not in campaign.roles_of(request.user, today):
        raise PermissionDenied
    bodies = bodies_without_anybody(Inspection.objects.visible_to(request.user).filter(campaign=campaign), today)
    page = _page(campaign, bodies, request.user, today)

    def ask(form: OnceForm) -> str:
        request_accounts(campaign, bodies, request.user, timezone.now())
        return page.back

    return form_page(request, OnceForm(request.POST or None), ask, page)


def _page(campaign: Campaign, bodies: list[int], user: User, today: date) -> ReadersPage:
    shown = list(Organization.objects.filter(pk__in=bodies[:SHOWN]).defer("search_text").order_by("sort_key", "pk"))
    names = BodyNames(shown)
    return ReadersPage(
        section="campaigns",
        title=_("Đơn vị chưa có ai đăng nhập được"),
        lead=_("Đơn vị phải gửi báo cáo trong đợt mà không tài khoản nào đang dùng làm việc cho đơn vị."),
        back=campaign.get_absolute_url(),
        back_words=campaign.theme,
        button=_("Nhờ quản trị hệ thống lập tài khoản"),
        template="portal/campaigns/readers.html",
        names=[names.at(body.pk, today) for body in shown],
        total=len(bodies),
        address=address_for(bodies) if user.is_administrator and bodies else "",
    )


def request_accounts(campaign: Campaign, bodies: list[int], actor: User, now: datetime) -> None:
    """Tell the administrators for how many bodies accounts are missing, with the way to them. Raises StepRefused."""
    if not bodies:
        raise StepRefused([_("Đơn vị nào cũng đã có người đăng nhập được.")])
    requests = Event.objects.about(campaign).filter(act=ACCOUNTS_REQUESTED)
    last = requests.filter(at__range=(now - AGAIN_AFTER, now)).first()
    if last:
        words = _("Đã nhờ lúc %(at)s. Chưa thấy thì gọi quản trị hệ thống.")
        raise StepRefused([words % {"at": instant_text(last.at)}])
    Event.objects.create(at=now, act=ACCOUNTS_REQUESTED, actor=actor, subject=campaign, changes={"bodies": len(bodies)})
    address = address_for(bodies)
    path = address if len(address) <= Notice._meta.get_field("path").max_length else reverse("account_many")
    columns = columns_of(KIND, who=actor.get_full_name()[:80], n=len(bodies))
    administrators = User.objects.administrators(timezone.localdate(now))
    Notice.objects.bulk_create([Notice(recipient=each, path=path, **columns) for each in administrators])


@notice_words(KIND)
def requested_words(facts: dict[str, Any]) -> str:
    words = ngettext(
        "%(who)s nhờ lập tài khoản cho %(n)d đơn vị chưa có ai đăng nhập được.",
        "%(who)s nhờ lập tài khoản cho %(n)d đơn vị chưa có ai đăng nhập được.",
        facts["n"],
    )
    return words % facts
