"""An officer hands the work of a body over to a colleague there: the colleague's account, the end of the own role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handover.names import SignInNames
from accounts.organizations.models import Organization
from accounts.people.acts import give_role
from accounts.people.models import Membership, Person, User
from accounts.people.states import Role
from ground.text import match_key, short_date
from workflow.history.acts import change, create
from workflow.history.notices import columns_of, notice_words
from workflow.history.states import CREATED, HANDED_OVER, PASSWORD_SET
from workflow.models import Event, Notice
from workflow.records.refusals import StepRefused

KIND = "accounts.handed_over"
A_DAY = 3  # hand-overs by one officer
SLIPS_A_DAY = 10
WITHIN = 60  # days in which the own role may still go on


@dataclass(frozen=True)
class Colleague:
    """Who goes on; `username` "" for a name by the rule."""

    full_name: str
    position: str
    phone: str
    email: str
    username: str


def offices_of(user: User, today: date) -> QuerySet:
    """Return the roles of an officer that the user has today, each of which can be handed over."""
    working = Q(organization__closed_on=None) | Q(organization__closed_on__gt=today)
    rows = Membership.objects.at(today).filter(working, user=user, role=Role.OFFICER)
    return rows.select_related("organization").prefetch_related("organization__names").order_by("starts_on", "pk")


def person_of(body: Organization, full_name: str) -> Person | None:
    """Return the one person of the body with this name; None where there is none, or several."""
    people = list(Person.objects.filter(organization=body, name_key=match_key(full_name))[:2])
    return people[0] if len(people) == 1 else None


def account_of(person: Person | None) -> User | None:
    """Return the account in use with which the person already works; None without one."""
    rows = User.objects.filter(person=person, is_active=True) if person else User.objects.none()
    return rows.select_related("person").order_by("pk").first()


@transaction.atomic
def hand_over(office: Membership, to: Colleague, last_day: date, others: Iterable[User], now: datetime) -> User:
    """Give the colleague the role from today and end the own one after `last_day`; return the colleague's account.

    It has no password yet where it is new. `others` are informed beside the officers of the body. What the officer was
    in the middle of is the body's, and stays where it is. Raises StepRefused.
    """
    actor, body, today = office.user, office.organization, timezone.localdate(now)
    office = offices_of(actor, today).select_for_update(of=("self",)).filter(pk=office.pk).first()
    if office is None:
        raise StepRefused([_("Vai trò này đã kết thúc, không còn gì để bàn giao.")])
    _refuse_many(actor, now)
    account = _account(to, body, actor)
    role = Membership(user=account, organization=body, role=Role.OFFICER, starts_on=today)
    if not Membership.objects.at(today).filter(user=account, organization=body, role=Role.OFFICER).exists():
        give_role(role, actor)
    _end(office, last_day, actor)
    facts = {"account": account.pk, "from": actor.get_full_name(), "to": account.get_full_name()}
    Event.objects.create(at=now, act=HANDED_OVER, actor=actor, subject=body, changes=facts, reason=facts["to"])
    _notify(actor, account, body, last_day, others)
    return account


def _refuse_many(actor: User, now: datetime) -> None:
    done = Event.objects.filter(act=HANDED_OVER, actor=actor, at__range=(now - timedelta(days=1), now)).count()
    if done >= A_DAY:
        words = _("Mỗi ngày bàn giao được %d lần. Cần nữa thì nhờ quản trị hệ thống của cơ quan kiểm tra.")
        raise StepRefused([words % A_DAY])


def refuse_many_slips(actor: User, now: datetime) -> None:
    """Raise StepRefused where the officer has shown as many first passwords as a day allows: each is reported."""
    shown = Event.objects.filter(act=PASSWORD_SET, actor=actor, at__range=(now - timedelta(days=1), now)).count()
    if shown >= SLIPS_A_DAY:
        words = _("Mỗi ngày hiện phiếu được %d lần. Cần nữa thì nhờ quản trị hệ thống của cơ quan kiểm tra in.")
        raise StepRefused([words % SLIPS_A_DAY])


def _account(to: Colleague, body: Organization, actor: User) -> User:
    """Return the colleague's account, a new one without a password where there is none."""
    person = person_of(body, to.full_name)
    account = account_of(person)
    if account is not None:
        return account
    if person is not None and person.accounts.exists():
        raise StepRefused([_("Tài khoản của %s đã khóa. Nhờ quản trị hệ thống mở khóa trước.") % person.full_name])
    if person is None:
        person = Person(full_name=to.full_name, position=to.position, phone=to.phone, organization=body)
        create(person, actor)
    names = SignInNames(User.objects.order_by().values_list("username", flat=True))
    username = to.username or names.propose(to.full_name, str(body))
    account = User(username=username, person=person, email=to.email)
    account.set_unusable_password()
    return create(account, actor)


def _end(office: Membership, last_day: date, actor: User) -> None:
    ends_on = last_day + timedelta(days=1)
    if ends_on < office.ends_on:
        office.ends_on = ends_on
        change(office, actor, office.revision)


def may_show_slip(actor: User, account: User) -> bool:
    """Tell whether `actor`, still an officer of the body, made this account for a colleague there, and it is nothing
    more: whoever shows its password could sign in to it.
    """
    roles = list(account.memberships.values_list("role", "organization"))
    bodies = [office.organization_id for office in offices_of(actor, timezone.localdate())]
    is_made_by = Event.objects.about(account).filter(act=CREATED, actor=actor).exists()
    return is_made_by and len(roles) == 1 and roles[0][0] == Role.OFFICER and roles[0][1] in bodies


def _notify(actor: User, account: User, body: Organization, last_day: date, others: Iterable[User]) -> None:
    today = timezone.localdate()
    officers = User.objects.filter(is_active=True, pk__in=_officers(body, today))
    recipients = {*officers, *others} - {actor, account}
    named = {"who": actor.get_full_name()[:60], "to": account.get_full_name()[:60]}
    facts = {**named, "body": body.full_name_at(today)[:100], "until": last_day.isoformat()}
    columns, path = columns_of(KIND, **facts), body.get_absolute_url()
    Notice.objects.bulk_create([Notice(recipient=each, path=path, **columns) for each in recipients])


def _officers(body: Organization, today: date) -> QuerySet:
    roles = [Role.OFFICER, Role.UNIT_LEADER]
    return Membership.objects.at(today).filter(organization=body, role__in=roles).order_by().values("user")


@notice_words(KIND)
def handed_over_words(facts: dict[str, Any]) -> str:
    words = _("%(who)s bàn giao việc trên cổng của %(body)s cho %(to)s, làm đến hết ngày %(day)s.")
    return words % {**facts, "day": short_date(date.fromisoformat(facts["until"]))}
