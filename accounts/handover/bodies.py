"""Bodies in which nobody can sign in: those that an address names, or those of one kind."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.people.models import User

SHOWN = 300
_RUN = re.compile(r"(\d{1,12})(?:-(\d{1,12}))?")


@dataclass(frozen=True)
class OfferedBody:
    organization: Organization
    name: str
    is_ticked: bool


@dataclass(frozen=True)
class Offer:
    """The bodies to choose from; `total`: how many there are in all; `is_named`: the address names them."""

    bodies: list[OfferedBody]
    total: int
    is_named: bool
    kinds: list[tuple[str, str]]
    kind: str


def offer(user: User, query: QueryDict, today: date) -> Offer:
    """Return the bodies without anybody that the address names, ticked; else those of its kind."""
    named = keys_in(query.get("bodies", ""))
    kind = query.get("kind", "")
    kinds = [("", _("mọi loại")), *Organization.Kind.choices]
    rows = Organization.objects.visible_to(user).without_users(today).defer("search_text")
    rows = rows.filter(pk__in=named) if named else _of_kind(rows, kind)
    found = list(rows.order_by("sort_key", "pk")[: SHOWN + 1])
    total = len(found) if len(found) <= SHOWN else rows.count()
    names = BodyNames(found[:SHOWN])
    bodies = [OfferedBody(body, names.at(body.pk, today), bool(named)) for body in found[:SHOWN]]
    return Offer(bodies, total, bool(named), kinds, kind)


def _of_kind(rows: QuerySet, kind: str) -> QuerySet:
    return rows.filter(kind=kind) if kind in Organization.Kind.values else rows


def chosen(user: User, codes: Collection[str]) -> list[dict[str, str]]:
    """Return the lines of the ticked bodies, by their codes, in the order of the list."""
    rows = Organization.objects.visible_to(user).filter(short_code__in=codes).order_by("sort_key", "pk")
    return [{"body": code} for code in rows.values_list("short_code", flat=True)]


def address_for(bodies: Iterable[int]) -> str:
    """Return the address of the page with these bodies ticked: "?bodies=3-5.9"."""
    runs = ".".join(f"{first}-{last}" if last > first else f"{first}" for first, last in _runs(sorted(set(bodies))))
    return f"{reverse('account_many')}?bodies={runs}"


def _runs(keys: list[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for key in keys:
        if last is not None and key == last + 1:
            last = key
            continue
        if first is not None:
            yield first, last
        first = last = key
    if first is not None:
        yield first, last


def keys_in(text: str) -> list[int]:
    """Return the ids that an address names, SHOWN at most; what isn't one is ignored."""
    keys: list[int] = []
    for part in text[:4000].split("."):
        run = _RUN.fullmatch(part)
        if run:
            first, last = int(run[1]), int(run[2] or run[1])
            keys += range(first, min(last, first + SHOWN) + 1)
    return keys[:SHOWN]
