"""Whose rows are whose, for organizations, people and accounts; and the one account of what a user can reach."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from django.contrib.auth.models import BaseUserManager
from django.db import connection, models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Length

from accounts.states import SIDES, Role
from danvan.text import fold
from workflow.querysets import SearchableQuerySet

FOREVER = date(9999, 12, 31)


def in_force(day: date, prefix: str = "", start: str = "starts_on", end: str = "ends_on") -> Q:
    """Rows whose spell covers `day`: starts on it or before, ends (exclusive) after it."""
    return Q(**{f"{prefix}{start}__lte": day, f"{prefix}{end}__gt": day})


@dataclass(frozen=True)
class Reach:
    """The organizations in whose name a user may look, by hat, as at one day; predecessors included."""

    leader: frozenset = frozenset()  # of an inspecting body
    staff: frozenset = frozenset()
    unit: frozenset = frozenset()  # as officer or leader of an inspected body
    viewer: frozenset = frozenset()  # published only
    roles: frozenset = frozenset()
    own: tuple = field(default=())  # organizations of today's memberships, without predecessors
    hats: frozenset = frozenset()  # of today's memberships, "role organization" each: what a session is begun with

    @property
    def board(self) -> frozenset:
        """Inspecting bodies in whose name the user leads or works."""
        return self.leader | self.staff

    @property
    def everything(self) -> frozenset:
        return self.board | self.unit | self.viewer | frozenset(self.own)


class OrganizationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Boards and administrators work with the whole catalogue; others see their own bodies."""
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk__in=user.reach.everything)

    def there_at(self, day: date):
        """Bodies that had a name on `day` and had not ended."""
        names = self.model._meta.get_field("names").related_model._default_manager
        is_named = Exists(names.filter(in_force(day), organization=OuterRef("pk")))
        return self.filter(is_named, Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def closest_first(self, words: str):
        """For rows found by `words`: the code itself, then those that hold the words side by side, then the rest."""
        asked = fold(words)
        is_phrase = Q(search_text__contains=f" {asked} ") | Q(search_text__endswith=f" {asked}")
        rank = Case(When(short_code=words.strip(), then=0), When(is_phrase, then=1), default=2)
        return self.order_by(rank, Length("search_text"), "pk")


class OfOrganizationQuerySet(models.QuerySet):
    """Rows that hang on an organization: their scope is the organization's."""

    path = "organization"

    def visible_to(self, user):
        organizations = self.model._meta.get_field(self.path).related_model._default_manager
        return self.filter(**{f"{self.path}__in": organizations.visible_to(user)})


class SuccessionQuerySet(OfOrganizationQuerySet):
    path = "new"


class PersonQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """The register of people is for those who set up delegations and accounts; others see themselves."""
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk=user.person_id)

    def closest_first(self, words: str):
        """For people found by `words`: those whose name begins with them, then in the register's own order."""
        rank = Case(When(search_text__startswith=fold(words), then=0), default=1)
        return self.order_by(rank, "sort_key", "pk")


class UserQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        return self.all() if user.is_administrator else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


# Today's memberships; of a viewer's bodies also all below them; of all these what they wholly succeeded. One query,
# however many generations there are: every page asks it. UNION drops what is known, so a ring of successions ends.
_REACHED = """
WITH RECURSIVE
hats(id, role, body, starts_on) AS (
    SELECT id, role, organization_id, starts_on FROM {memberships}
    WHERE user_id = %s AND starts_on <= %s AND ends_on > %s
),
below(role, body) AS (
    SELECT role, body FROM hats
    UNION
    SELECT below.role, child.id FROM below JOIN {organizations} child ON child.parent_id = below.body
    WHERE below.role = '{viewer}'
),
reached(role, body) AS (
    SELECT role, body FROM below
    UNION
    SELECT reached.role, taken.old_id FROM reached JOIN {successions} taken ON taken.new_id = reached.body
    WHERE taken.extent = 'whole' AND taken.effective_on <= %s
)
SELECT reached.role, reached.body, hats.starts_on, hats.id
FROM reached LEFT JOIN hats ON hats.role = reached.role AND hats.body = reached.body
"""


class MembershipQuerySet(models.QuerySet):
    def at(self, day: date):
        return self.filter(in_force(day))

    def reach_of(self, user, today: date) -> Reach:
        """Memberships as at `today`, widened by whole succession; a viewer's also by the bodies below its own."""
        if not user.is_active:
            return Reach()
        rows = self._reached(user, today)
        sides = defaultdict(set)
        for role, body, _starts_on, _id in rows:
            if role in SIDES:
                sides[SIDES[role]].add(body)
        held = sorted((row for row in rows if row[3]), key=itemgetter(2, 3))
        return Reach(
            **{side: frozenset(bodies) for side, bodies in sides.items()},
            roles=frozenset(role for role, *_rest in held),
            own=tuple(dict.fromkeys(body for _role, body, *_rest in held)),
            hats=frozenset(f"{role} {body}" for role, body, *_rest in held),
        )

    def _reached(self, user, today: date) -> list[tuple]:
        """Rows of role, organization, and of today's memberships their first day and id."""
        organizations = self.model._meta.get_field("organization").related_model
        successions = organizations._meta.get_field("predecessions").related_model
        tables = {"memberships": self.model, "organizations": organizations, "successions": successions}
        names = {name: connection.ops.quote_name(model._meta.db_table) for name, model in tables.items()}
        with connection.cursor() as cursor:
            day = connection.ops.adapt_datefield_value(today)
            cursor.execute(_REACHED.format(**names, viewer=Role.VIEWER), [user.pk, day, day, day])
            return cursor.fetchall()

    def visible_to(self, user):
        return self.all() if user.is_administrator else self.filter(user=user.pk)
