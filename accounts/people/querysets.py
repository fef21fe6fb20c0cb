"""Scopes of people and accounts, and `Reach`, from which all scopes are derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, reduce
from operator import itemgetter, or_
from typing import TYPE_CHECKING, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Case, Exists, Func, OuterRef, Q, QuerySet, Value, When

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession
from accounts.organizations.querysets import in_force, rank_bodies_near
from accounts.people.states import SIDES, Role
from ground.text import fold, match_key, spoken_pattern
from workflow.records.querysets import NOWHERE, Near, SearchableQuerySet

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from accounts.people.models import User


def _person_rows():
    from accounts.people.models import Person  # which names its queryset here

    return Person._default_manager


def _user_rows():
    from accounts.people.models import User  # which names its queryset here

    return User._default_manager


ACCOUNTS_WITH_SCOPES = 32  # so many a process keeps; those of one take half a megabyte, at most two


@dataclass(frozen=True)
class Reach:
    """The organizations in whose name a user may read, by role, as at one day; predecessors included."""

    leader: frozenset = frozenset()  # of an inspecting body
    staff: frozenset = frozenset()
    unit: frozenset = frozenset()  # as officer or leader of an inspected body
    viewer: frozenset = frozenset()  # published only
    roles: frozenset = frozenset()
    own: tuple = field(default=())  # organizations of today's memberships, without predecessors
    memberships: frozenset = frozenset()  # "role organization" of each of today's
    head: tuple = ("", "")  # the superior and the name with which papers of the first of `own` are headed today

    @classmethod
    def of(cls, rows: list[list] | None) -> Self:
        """Return what these rows of `Reached` say; None is nothing."""
        sides = defaultdict(set)
        for role, body, *_held in rows or ():
            if role in SIDES:
                sides[SIDES[role]].add(body)
        held = sorted((row for row in rows or () if row[3]), key=itemgetter(2, 3))
        return cls(
            **{side: frozenset(bodies) for side, bodies in sides.items()},
            roles=frozenset(role for role, *_rest in held),
            own=tuple(dict.fromkeys(body for _role, body, *_rest in held)),
            memberships=frozenset(f"{role} {body}" for role, body, *_rest in held),
            head=_head(held),
        )

    @property
    def board(self) -> frozenset:
        """Return the inspecting bodies in whose name the user leads or works."""
        return self.leader | self.staff

    @property
    def everything(self) -> frozenset:
        return self.board | self.unit | self.viewer | frozenset(self.own)


@lru_cache(maxsize=ACCOUNTS_WITH_SCOPES)
def scopes_of(*account: Hashable) -> dict:
    """Return where the scopes of an account are kept, which is told from others by all that they depend on."""
    return {}


class PersonQuerySet(SearchableQuerySet):
    ways_to_name: list[Callable[[User], list[Q]]] = []  # conditions for people whom a user may name; of upper rooms

    def visible_to(self, user: User) -> Self:
        """Return all people for administrators and inspecting bodies, who set up accounts and delegations; for
        others only themselves.
        """
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk=user.person_id)

    def namesakes(self, full_name: str, body: int | None) -> Self:
        """Return those who may be the person of this name in this body: names are equal but for spaces, capitals,
        marks and their places; the body is the same, or one of the two has none.
        """
        named = self.filter(name_key=match_key(full_name))
        return named.filter(Q(organization=body) | Q(organization=None)) if body else named

    def maybe_twice(self) -> Self:
        """Return the people who may be registered twice: with a namesake of the same body or without one, or with an
        account of a namesake's e-mail address.
        """
        people, accounts = _person_rows(), _user_rows()
        others = people.filter(name_key=OuterRef("name_key")).exclude(pk=OuterRef("pk"))
        same_body = Exists(others.filter(Q(organization=OuterRef("organization")) | Q(organization=None)))
        no_body = Q(organization=None) & Exists(others)
        theirs = accounts.filter(email__iexact=OuterRef("email"), person__name_key=OuterRef("person__name_key"))
        shared = Exists(theirs.exclude(person=OuterRef("person")))
        addresses = accounts.filter(shared, person=OuterRef("pk")).exclude(email="")
        return self.filter(Q(same_body) | no_body | Q(Exists(addresses)))

    def choosable_by(self, user: User) -> Self:
        """Return the people whom the user may name in a form: those that the user sees, and in a delegation those
        whom its work concerns.
        """
        seen = self.visible_to(user)
        ways = [way for ways in self.ways_to_name for way in ways(user)]
        return self.filter(reduce(or_, ways, Q(pk__in=seen.values("pk")))) if ways else seen

    def closest_first(self, words: str, near: Near = NOWHERE) -> Self:
        """Order people found by `words`: equal names first, tone marks too; then those who work near; then names that
        begin with the words; then in the register's order.
        """
        exact = Case(When(full_name__iregex=f"^{spoken_pattern(words)}$", then=0), default=1)
        closeness = Case(When(search_text__startswith=fold(words), then=0), default=1)
        return self.order_by(exact, *rank_bodies_near(near, "organization__"), closeness, "sort_key", "pk")


class UserQuerySet(SearchableQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.all() if user.is_administrator else self.filter(pk=user.pk)

    def administrators(self, day: date) -> Self:
        return self._in_use_as(Q(role=Role.ADMINISTRATOR), day)

    def with_reach(self, day: date) -> Self:
        """Return accounts that know what they reach on `day`: `Reach.of` its `reached`."""
        return self.annotate(reached=Reached(day))

    def with_password(self) -> Self:
        """Return the accounts that ever got a password; nobody can sign in to the others."""
        return self.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def overseers(self, bodies: Iterable[int] | QuerySet, day: date) -> Self:
        """Return the users who may assign roles there: the portal's administrators, and the leaders of these
        inspecting bodies.
        """
        return self._in_use_as(Q(role=Role.ADMINISTRATOR) | Q(role=Role.LEADER, organization__in=bodies), day)

    def watching(self, account: User, actor: User | None, day: date) -> Self:
        """Return the users to inform at once when `actor` changes this account; None is the server's operator.

        These are other administrators and the leaders of both accounts' bodies, without the two people themselves.
        """
        accounts = [each for each in (account, actor) if each]
        bodies = self._memberships().at(day).filter(user__in=[each.pk for each in accounts]).values("organization")
        return self.overseers(bodies, day).exclude(person__in=[each.person_id for each in accounts])

    def _in_use_as(self, role: Q, day: date):
        return self.filter(is_active=True, pk__in=self._memberships().at(day).filter(role).values("user"))

    def _memberships(self):
        from accounts.people.models import Membership  # which names its queryset here

        return Membership.objects


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username: str) -> User:
        return self.get(username__iexact=username)


class Reached(Func):
    """What an account's memberships of a day reach, as one value of its row: rows of role, organization, and for its
    memberships themselves first day, id, the body's superior and name. However many generations of bodies there are,
    it is one query, with the account itself: every page asks it.

    It holds the day's memberships, with how papers head their bodies; of a viewer's bodies also all below them; of all
    these what they wholly succeeded. UNION drops what is known, so a ring of successions ends.
    """

    template = """(
WITH RECURSIVE
held(id, role, body, starts_on) AS (
    SELECT id, role, organization_id, starts_on FROM {memberships}
    WHERE user_id = {user} AND starts_on <= {day} AND ends_on > {day}
),
below(role, body) AS (
    SELECT role, body FROM held
    UNION
    SELECT below.role, child.id FROM below JOIN {organizations} child ON child.parent_id = below.body
    WHERE below.role = '{viewer}'
),
reached(role, body) AS (
    SELECT role, body FROM below
    UNION
    SELECT reached.role, taken.old_id FROM reached JOIN {successions} taken ON taken.new_id = reached.body
    WHERE taken.extent = 'whole' AND taken.effective_on <= {day}
)
SELECT {array_of_all}({array}(reached.role, reached.body, held.starts_on, held.id, head.superior, head.name))
FROM reached
LEFT JOIN held ON held.role = reached.role AND held.body = reached.body
LEFT JOIN {names} head ON head.organization_id = held.body AND head.starts_on <= {day} AND head.ends_on > {day}
)"""

    def __init__(self, day: date) -> None:
        super().__init__("pk", Value(day, models.DateField()), output_field=models.JSONField())

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        return self._written(compiler, array_of_all="json_group_array", array="json_array")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        return self._written(compiler, array_of_all="jsonb_agg", array="jsonb_build_array")

    def _written(self, compiler, **functions: str) -> tuple[str, list]:
        from accounts.people.models import Membership  # which names its queryset here

        tables = {"memberships": Membership, "organizations": Organization}
        tables |= {"successions": OrganizationSuccession, "names": OrganizationName}
        quoted = {name: compiler.quote_name_unless_alias(model._meta.db_table) for name, model in tables.items()}
        (user, _no_params), (day, params) = map(compiler.compile, self.get_source_expressions())
        sql = self.template.format(**quoted, **functions, user=user, day=day, viewer=Role.VIEWER)
        return sql, [*params] * sql.count(day)


class MembershipQuerySet(models.QuerySet):
    def at(self, day: date) -> Self:
        return self.filter(in_force(day))

    def reach_of(self, user: User, today: date) -> Reach:
        """Return the scope of the memberships at `today`, extended to predecessors by whole succession, for viewers
        also to the bodies below their own.
        """
        if not user.is_active:
            return Reach()
        return Reach.of(_user_rows().filter(pk=user.pk).values_list(Reached(today), flat=True).first())

    def acting_for(self, bodies: Iterable[int], day: date) -> dict[int, set[int]]:
        """Map each inspected body to the ids of users who act for it on that day, its heirs' users included; bodies
        without any are left out.
        """
        return self._in_the_name_of(bodies, "unit", day)

    def working_for(self, bodies: Iterable[int], side: str, day: date) -> dict[int, set[int]]:
        """Map each inspecting body to the ids of its "leader" or "staff" users, as `acting_for` does."""
        return self._in_the_name_of(bodies, side, day)

    def _in_the_name_of(self, bodies: Iterable[int], side: str, day: date) -> dict[int, set[int]]:
        stands_for = OrganizationSuccession.objects.heirs_of(bodies, day)
        roles = [role for role, each in SIDES.items() if each == side]
        rows = self.at(day).filter(role__in=roles, user__is_active=True, organization__in=stands_for)
        acting = defaultdict(set)
        for organization, user in rows.values_list("organization", "user"):
            for body in stands_for[organization]:
                acting[body].add(user)
        return dict(acting)

    def visible_to(self, user: User) -> Self:
        return self.all() if user.is_administrator else self.filter(user=user.pk)


def _head(held: list[list]) -> tuple[str, str]:
    """Return superior and name of the body of the oldest role; ("", "") if it has no name today."""
    superior, name = held[0][4:] if held else (None, None)
    return superior or "", name or ""
