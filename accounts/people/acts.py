"""Acts on bodies and accounts, one function for each."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.organizations.committees import party_committee, peoples_committee
from accounts.organizations.models import Organization, OrganizationName
from accounts.people.checks import self_assigned_role
from accounts.people.models import Membership, Person, User
from accounts.people.states import Role
from ground.text import fold, nfc, short_date
from localities.models import ChangeLink, LocalitySpell
from localities.places.states import Level
from workflow.history.acts import create
from workflow.history.notices import columns_of, notice_words
from workflow.models import Event, Notice
from workflow.records.refusals import StepRefused

SET_UP = "set_up"  # the first event of a portal, by which a second run is recognised


class Refused(Exception):
    """Raised where the portal can't be set up; the argument says why."""


@dataclass(frozen=True)
class FirstAccount:
    """The account of the first administrator, who creates all others."""

    username: str
    full_name: str
    password: str
    must_change_password: bool = True


def refuse_unless_empty() -> None:
    """Raise Refused where there are bodies, people or accounts; places may be loaded already."""
    counts = {model: model.objects.count() for model in (Organization, Person, User)}
    if not any(counts.values()):
        return
    there = _("%(bodies)d cơ quan, %(people)d người, %(accounts)d tài khoản")
    there %= {"bodies": counts[Organization], "people": counts[Person], "accounts": counts[User]}
    first = Event.objects.filter(act=SET_UP).order_by("at").first()
    if first:
        words = {"body": first.subject, "day": short_date(localtime(first.at)), "there": there}
        raise Refused(_("Cổng đã được lập ngày %(day)s cho %(body)s, đang có %(there)s. Không thay đổi gì.") % words)
    refusal = _(
        "Cơ sở dữ liệu này không trống: đang có %(there)s của bản dùng thử (load_demo) hoặc của người khác. "
        "Lập cổng trên một cơ sở dữ liệu trống, riêng với bản dùng thử. Không thay đổi gì."
    )
    raise Refused(refusal % {"there": there})


def provinces_called(words: str, day: date) -> list[LocalitySpell]:
    """Return the provinces of that day whose code or whole name is `words`, with accents or without."""
    return called(words, LocalitySpell.objects.as_at(day).filter(level=Level.PROVINCE))


def called(words: str, spells: QuerySet) -> list[LocalitySpell]:
    wanted = fold(words)
    return [
        spell
        for spell in spells.select_related("locality")
        if wanted in (spell.official_code, fold(spell.name), fold(spell.bare_name))
    ]


def provinces_like(words: str, day: date) -> list[LocalitySpell]:
    """Return the provinces of that day in whose name a word begins with `words`; none for no words."""
    wanted = fold(words)
    provinces = LocalitySpell.objects.as_at(day).filter(level=Level.PROVINCE)
    return [spell for spell in provinces if wanted and f" {wanted}" in f" {fold(spell.name)}"]


def former_provinces_called(words: str, day: date) -> list[tuple[LocalitySpell, LocalitySpell]]:
    """Return each province that was called so and is no more on that day, with the one in which it lies now."""
    former = called(words, LocalitySpell.objects.filter(level=Level.PROVINCE, ends_on__lte=day))
    today = LocalitySpell.objects.as_at(day).filter(level=Level.PROVINCE)
    links = ChangeLink.objects.recorded().filter(source__in=[spell.locality_id for spell in former])
    became = {(link.source_id, link.target_id) for link in links.filter(change__effective_on__lte=day)}
    pairs = [(old, new) for old in former for new in today if (old.locality_id, new.locality_id) in became]
    return [(old, new) for old, new in pairs if old.locality_id != new.locality_id]


def merged_into(province: LocalitySpell, day: date) -> list[str]:
    """Return the names of the former provinces of which it was made, without its own."""
    made_of = ChangeLink.objects.wholly_before(province.locality_id, day)
    former = LocalitySpell.objects.filter(locality__in=made_of, level=Level.PROVINCE).order_by("sort_key")
    return [spell.name for spell in former if spell.name != province.name]


@transaction.atomic
def set_up(province: LocalitySpell, body: OrganizationName, signer: str, account: FirstAccount, today: date) -> Event:
    """Fill an empty portal: both committees of every current place, the inspecting body, the first administrator;
    return the event.

    `body`: what `committees.inspecting_body` returned, with names changed at will; `signer`: "" where nobody is known
    yet. Raises Refused where the database isn't empty, ValidationError for names that don't fit and for a weak
    password.
    """
    refuse_unless_empty()
    body.clean_fields(exclude=["organization", "signer"])
    names = _make_bodies(province, body, today)
    if signer:
        body.signer = _make_person(signer, body.organization, body.signer_title)
    OrganizationName.objects.bulk_create(names)
    _make_administrator(account, body.organization, today)
    return Event.objects.create(act=SET_UP, subject=body.organization)


def _make_bodies(province, body, today) -> list[OrganizationName]:
    """Create the bodies of all places from the province down, so that each finds the body above it; one query a
    level. Return their unsaved names.
    """
    spells = [province, *LocalitySpell.objects.under(province.locality, today).order_by("level", "sort_key")]
    made = {}
    for _level, generation in groupby(spells, key=lambda spell: spell.level):
        pairs = [(spell, name) for spell in generation for name in _committees(spell, body)]
        for spell, name in pairs:
            _put_under(name, made.get((name.organization.system, spell.parent_id)))
        _store(name for _spell, name in pairs)
        made |= {(name.organization.system, spell.locality_id): name for spell, name in pairs}
    names = list(made.values())
    return names if body in names else [*names, _make_board(body, made[body.organization.system, province.locality_id])]


def _committees(spell, body) -> list[OrganizationName]:
    """Return the committees of the places; on the State track the province's People's Committee is the inspecting
    body itself.
    """
    both = [peoples_committee(spell), party_committee(spell)]
    return [body if name.organization.short_code == body.organization.short_code else name for name in both]


def _make_board(body, committee) -> OrganizationName:
    _put_under(body, committee)
    _store([body])
    return body


def _put_under(name, above) -> None:
    """Set the superior: Party papers name the committee above on top, a People's Committee has none there."""
    if above is None:
        return
    name.organization.parent = above.organization
    if name.organization.system == Organization.System.PARTY:
        name.superior = above.name


def _store(names) -> None:
    """Insert many bodies in bulk, with the search columns that `save` would compute."""
    organizations = []
    for name in names:
        body = name.organization
        body.search_text = body.found_by([name])["search_text"]
        organizations.append(body)
    Organization.objects.bulk_create(organizations)


def _make_person(full_name, organization, position="") -> Person:
    person = Person(full_name=full_name, organization=organization, position=position)
    person.full_clean()
    person.save()
    return person


def _make_administrator(account, organization, today) -> User:
    person = _make_person(account.full_name, organization)
    username = nfc(account.username).strip()
    user = User(username=username, person=person, must_change_password=account.must_change_password)
    validate_password(account.password, user)
    if not account.must_change_password:  # its owner has typed it
        user.password_set_by = user
    user.set_password(account.password)
    user.full_clean()
    user.save()
    Membership.objects.create(user=user, organization=organization, role=Role.ADMINISTRATOR, starts_on=today)
    return user


# --- A role from another's hand ------------------------------------------------------------------------------------
def give_role(membership: Membership, actor: User | None, reason: str = "") -> Membership:
    """Store a new role and inform its holder and those who watch over roles there; `actor` None: a command.

    Raises StepRefused if the actor would assign it to himself, or the account has the role already.
    """
    refusals = self_assigned_role(None, membership, actor) if actor else []
    if refusals or _is_held(membership):
        raise StepRefused(refusals or [_("Tài khoản này đang có vai trò ấy ở cơ quan này rồi.")])
    with transaction.atomic():
        create(membership, actor, reason)
        _notify_of_role(membership, actor)
    return membership


def _is_held(membership) -> bool:
    same = Membership.objects.filter(user=membership.user, organization=membership.organization, role=membership.role)
    return same.filter(starts_on__lt=membership.ends_on, ends_on__gt=membership.starts_on).exists()


def _notify_of_role(membership, actor) -> None:
    account, today = membership.user, timezone.localdate()
    overseers = User.objects.overseers([membership.organization_id], today)
    recipients = {account, *(overseers.exclude(person=actor.person_id) if actor else overseers)}
    columns = columns_of(
        "accounts.role",
        who=actor.get_full_name()[:60] if actor else "",
        account=account.username,
        person=account.get_full_name()[:60],
        role=membership.role,
        body=membership.organization.short_code,
    )
    path = reverse("person_show", args=[account.person_id])
    Notice.objects.bulk_create(Notice(recipient=each, path=path, **columns) for each in recipients)


@notice_words("accounts.role")
def role_words(facts: dict[str, str]) -> str:
    named = {"who": facts["who"] or _("Người vận hành máy chủ"), "role": str(Role(facts["role"]).label)}
    return _("%(who)s đã giao cho %(account)s (%(person)s) vai trò %(role)s ở %(body)s.") % {**facts, **named}
