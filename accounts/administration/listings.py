"""The list of accounts, for administrators."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.administration.states import SHAPES, AccountState
from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.organizations.querysets import in_force
from accounts.people.models import Membership, User
from accounts.people.states import Role
from accounts.second_factor.checks import factor_state
from accounts.second_factor.querysets import with_factor_state
from accounts.second_factor.states import FACTOR_SHAPES, FactorState
from ground.listing import Column, Filter, Listing

NO_ROLE = "none"


def state_of(account: User) -> AccountState:
    if not account.is_active:
        return AccountState.LOCKED
    if account.is_first_password_over(timezone.localdate()):
        return AccountState.EXPIRED
    return AccountState.ACTIVE if account.last_login else AccountState.NEVER


@dataclass(frozen=True)
class ListedAccount:
    """An account; `factor`: of its second factor; today's roles in words, each with its body, "" without any."""

    account: User
    state: AccountState
    factor: FactorState
    roles: str


def describe_accounts(accounts: list[User], user: User) -> list[ListedAccount]:
    """Return the rows of the list; two queries for all roles."""
    today = timezone.localdate()
    pks = [*(account.pk for account in accounts), 0]  # so that an empty page costs as much
    held = Membership.objects.visible_to(user).at(today).filter(user__in=pks).select_related("organization")
    held = list(held.defer("organization__search_text").order_by("starts_on", "pk"))
    names = BodyNames([each.organization for each in held])
    roles = defaultdict(list)
    for each in held:
        roles[each.user_id].append(each)
    return [_describe(each, roles[each.pk], names, today) for each in accounts]


def _describe(account: User, held: list[Membership], names: BodyNames, today: date) -> ListedAccount:
    roles = [f"{each.get_role_display()}, {names.at(each.organization_id, today)}" for each in held]
    factor = factor_state(account, {each.role for each in held}, today)
    return ListedAccount(account, state_of(account), factor, "; ".join(roles))


def _accounts(user):
    rows = User.objects.visible_to(user).select_related("person", "second_factor")
    return rows.defer("search_text", "person__search_text", "second_factor__secret")


def _in_state(rows, state):
    first_day = timezone.localdate() - timedelta(days=settings.FIRST_PASSWORD_DAYS)
    is_over = Q(must_change_password=True, first_password_at__date__lt=first_day)
    conditions = {
        AccountState.NEVER: ~is_over & Q(is_active=True, last_login=None),
        AccountState.EXPIRED: is_over & Q(is_active=True),
        AccountState.ACTIVE: ~is_over & Q(is_active=True, last_login__isnull=False),
        AccountState.LOCKED: Q(is_active=False),
    }
    return rows.filter(conditions[state])


def _with_factor(rows, state):
    return with_factor_state(rows, state, timezone.localdate())


def _roles(_user) -> list[tuple[str, str]]:
    return [*Role.choices, (NO_ROLE, gettext("không có vai trò nào"))]


def _with_role(rows, role):
    held = Membership.objects.at(timezone.localdate()).order_by()
    if role == NO_ROLE:
        return rows.exclude(pk__in=held.values("user"))
    return rows.filter(pk__in=held.filter(role=role).values("user"))


def find_accounts(rows: QuerySet, words: str) -> QuerySet:
    """Return the accounts found by name or person, and those with a role today in a body found by the words."""
    bodies = Organization.objects.search(words).order_by().values("pk")
    held = Membership.objects.filter(in_force(timezone.localdate()), organization__in=bodies).order_by().values("user")
    return rows.filter(Q(pk__in=User.objects.search(words).order_by().values("pk")) | Q(pk__in=held))


@dataclass(frozen=True)
class BodyFilter(Filter):
    """Accounts with a role in one body, today or later; pages of bodies link to it by the short code."""

    def read(self, text: str, options: dict) -> tuple[int, str] | None:
        body = Organization.objects.filter(short_code=text).prefetch_related("names").first()
        return (body.pk, body.full_name_at(timezone.localdate())) if body else None


def _of_body(rows, body):
    held = Membership.objects.filter(organization=body, ends_on__gt=timezone.localdate()).order_by()
    return rows.filter(pk__in=held.values("user"))


def _last_sign_in(row: ListedAccount) -> str:
    return moment(row.account.last_login)


def moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""


ACCOUNTS = Listing(
    name="account_list",
    title=pgettext_lazy("plural", "Tài khoản"),
    noun=lambda n: npgettext("counted", "tài khoản", "tài khoản", n),
    section="accounts",
    rows=_accounts,
    prepare=describe_accounts,
    columns=(
        Column(
            "person",
            _("Người"),
            lambda row: row.account.get_full_name(),
            sort="person__sort_key",
            url=lambda row: reverse("account_show", args=[row.account.pk]),
        ),
        Column("username", _("Tên đăng nhập"), lambda row: row.account.username, sort="username"),
        Column("roles", _("Vai trò, cơ quan"), lambda row: row.roles),
        Column("state", _("Trạng thái"), lambda row: str(row.state.label), shape=lambda row: SHAPES[row.state]),
        Column(
            "factor",
            _("Xác nhận hai bước"),
            lambda row: str(row.factor.label),
            shape=lambda row: FACTOR_SHAPES[row.factor],
        ),
        Column("last", _("Đăng nhập gần nhất"), _last_sign_in, sort="last_login"),
        Column("email", _("Thư điện tử"), lambda row: row.account.email, is_shown=False),
    ),
    filters=(
        Filter("state", _("Trạng thái"), lambda user: AccountState.choices, _in_state),
        Filter("factor", _("Xác nhận hai bước"), lambda user: FactorState.choices, _with_factor),
        Filter("role", _("Vai trò"), _roles, _with_role),
        BodyFilter("body", _("Cơ quan"), lambda user: [], _of_body),
    ),
    search=find_accounts,
    default_sort="person",
    search_label=_("Người, tên đăng nhập hoặc cơ quan"),
    search_example=_("lan, {place}… không cần dấu"),
    empty=(_("Chưa có tài khoản nào."), _("Lập tài khoản cho người làm việc trên cổng.")),
    template="accounts/administration/accounts.html",
)
