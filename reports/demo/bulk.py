"""Bulk data of the country's size: five campaigns over all its communes of three tiers, written as a stream.

Everything belongs to the demo's inspecting body, so that the demo's accounts see it: its staff all of it, viewers what
is concluded, the officers what concerns the communes from which theirs was made.
"""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organization, OrganizationName, OrganizationSuccession, Person, User
from accounts.organizations.committees import peoples_committee
from ground.text import given_name_key, match_key, sort_key
from inspections.criteria.catalogue import load_default_set
from inspections.inspections.states import InspectionState as S
from inspections.models import (
    Answer,
    Campaign,
    Cause,
    Delegation,
    DelegationMember,
    Finding,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
)
from localities.models import ChangeLink, LocalitySpell
from localities.places.states import Level
from reports.demo.advance import at
from reports.demo.bulk_rows import VALUE_FIELDS, WORDS, Body, Rows, Year, add_inspection, value_rows
from reports.demo.pouring import pour
from reports.submissions.models import Round
from workflow.models import AccessLog, Batch, Event
from workflow.steps.acts import bring_in

BOARD = "btgdv-tu-tay-ninh"
LAST_DAY = date(2025, 6, 30)  # of the three tiers: 10,035 communes
OVER = [(S.CLOSED, 1.0)]
ENDING = [(S.CLOSED, 0.6), (S.FOLLOWED_UP, 0.4)]
RUNNING = [
    (S.CLOSED, 0.12),
    (S.FOLLOWED_UP, 0.5),
    (S.CONCLUDED, 0.14),
    (S.FOR_DECISION, 0.04),
    (S.DRAFTING, 0.05),
    (S.RECORDED, 0.05),
    (S.IN_SESSION, 0.02),
    (S.NOTIFIED, 0.04),
    (S.PLANNED, 0.04),
]
YEARS = {2022: OVER, 2023: OVER, 2024: OVER, 2025: ENDING, 2026: RUNNING}
CODES = {year: f"CN{year}" for year in YEARS}  # cả nước
ACTORS = {"leader": "ngoc", "staff": "minh", "head": "binh", "secretary": "son", "owner": "lan"}
CAST_IN = {1: [("binh", "head"), ("son", "secretary"), ("van", "member")], 2: [("ngoc", "head"), ("minh", "secretary")]}
DELEGATIONS = 12
AT_ONCE = 200  # inspections in memory
MADE_BY = "make_bulk_data"
SOURCES = ["reports/demo", "localities/data", "inspections/criteria", "accounts/organizations/committees.py"]
HALF_MADE = "half made"


def made_by() -> str:
    """Return a hash of the code and data from which bulk data is made; data made from others isn't reused."""
    hashed = sha256()
    for name in SOURCES:
        path = Path(settings.BASE_DIR, name)
        files = path.rglob("*") if path.is_dir() else [path]
        for file in sorted(file for file in files if file.suffix in (".py", ".json", ".csv")):
            hashed.update(file.read_bytes())
    return hashed.hexdigest()[:16]


def standing_here(communes: int | None) -> str:
    """Return "complete", HALF_MADE (also for data of other code or another size), or "" where there is none."""
    batch = Batch.objects.filter(kind=MADE_BY).order_by("-pk").first()
    if batch is None:
        return ""
    is_it = batch.finished_at and batch.parameters == {"made_by": made_by(), "communes": communes}
    return "complete" if is_it else HALF_MADE


def make_bulk(communes: int | None, tell: Callable[[str], object] = lambda line: None) -> None:
    """Create the bulk data on top of the demo; `communes` None means all of them. `tell` is called with progress
    messages.
    """
    actors = {role: User.objects.select_related("person").get(username=name) for role, name in ACTORS.items()}
    batch = Batch.objects.create(
        kind=MADE_BY, actor=actors["staff"], parameters={"made_by": made_by(), "communes": communes}
    )
    bodies = make_bodies(communes)
    tell(f"{len(bodies)} communes")
    for number, states in YEARS.items():
        year = make_year(number, states, actors)
        for start in range(0, len(bodies), AT_ONCE):
            write(rows_of(year, bodies[start : start + AT_ONCE]), actors["staff"])
        tell(f"{year.campaign.code}: {len(bodies)} inspections")
    batch.finished_at = timezone.now()
    batch.save(update_fields=["finished_at", "changed_at"])


# --- Who ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def make_bodies(communes: int | None) -> list[Body]:
    """Create the People's Committee of every commune on the last day, each with a person who presents its reports."""
    spells = LocalitySpell.objects.as_at(LAST_DAY).filter(level=Level.COMMUNE).order_by("official_code")[:communes]
    names = [peoples_committee(spell) for spell in spells]
    for name, spell in zip(names, spells, strict=True):
        body = name.organization
        body.short_code = f"ubnd-cu-{spell.official_code}"  # the codes of two tiers are used again
        body.search_text = body.found_by([name])["search_text"]
        body.sort_key = sort_key(name.full_name)
    bodies = [name.organization for name in names]
    Organization.objects.bulk_create(bodies)
    OrganizationName.objects.bulk_create(names)
    chance = Random("danvan people")  # noqa: S311  nothing secret is drawn
    speakers = Person.objects.bulk_create([speaker(body, chance) for body in bodies])
    hand_over({body.locality_id: body for body in bodies})
    rows = zip(bodies, names, spells, speakers, strict=True)
    return [Body(body, name.full_name, spell.official_code, person) for body, name, spell, person in rows]


def speaker(body: Organization, chance: Random) -> Person:
    full_name = " ".join(chance.choice(WORDS[part]) for part in ("family", "middle", "given"))
    person = Person(full_name=full_name, position="Chủ tịch Ủy ban nhân dân", organization=body)
    person.sort_key, person.search_text = given_name_key(full_name), person.folded_words()
    person.name_key = match_key(full_name)
    return person


def hand_over(bodies: dict[int, Organization]) -> None:
    """Record the demo's communes of two tiers as successors of the bodies of the communes they were made of."""
    heirs = {body.locality_id: body for body in Organization.objects.filter(short_code__regex=r"^ubnd-\d+$")}
    links = ChangeLink.objects.recorded().filter(target__in=heirs, source__in=bodies).distinct()
    OrganizationSuccession.objects.bulk_create(
        OrganizationSuccession(old=bodies[link.source_id], new=heirs[link.target_id], effective_on=date(2025, 7, 1))
        for link in links
    )


# --- The work ----------------------------------------------------------------------------------------------------
@transaction.atomic
def make_year(number: int, states: list, actors: dict) -> Year:
    """Create a campaign with its delegations: the cast in the first two, others in the rest."""
    board = Organization.objects.get(short_code=BOARD)
    campaign = Campaign(
        inspecting_organization=board, code=CODES[number], theme=f"Dân vận chính quyền cả nước năm {number}",
        year=number, starts_on=date(number, 1, 15), ends_on=date(number, 12, 20),
        period_start=date(number, 1, 1), period_end=date(number, 12, 31),
        criteria_set=load_default_set(board, number), state="closed" if states == OVER else "open",
    )  # fmt: skip
    campaign.search_text = campaign.folded_words()
    bring_in([campaign], [campaign_history(campaign, actors["leader"])])
    delegations = [Delegation(campaign=campaign, number=n) for n in range(1, DELEGATIONS + 1)]
    Delegation.objects.bulk_create(delegations)
    DelegationMember.objects.bulk_create(member for delegation in delegations for member in members_of(delegation))
    criteria = list(campaign.criteria_set.criteria.all())
    every_third = criteria[::3] + criteria[1::3]
    chance = Random(f"danvan {number}")  # noqa: S311
    return Year(campaign, delegations, every_third, states, actors, chance)


def campaign_history(campaign: Campaign, leader: User) -> list[Event]:
    opened = Event(at=at(campaign.starts_on), actor=leader, act="open", from_state="draft", to_state="open")
    closed = Event(at=at(campaign.ends_on), actor=leader, act="close", from_state="open", to_state="closed")
    return [opened, closed] if campaign.state == "closed" else [opened]


def members_of(delegation: Delegation) -> list[DelegationMember]:
    cast = [(User.objects.get(username=name).person, role) for name, role in CAST_IN.get(delegation.number, [])]
    others = Person.objects.filter(accounts__isnull=True).order_by("sort_key", "pk")
    roles = ["head", "secretary", "member"]
    people = cast or list(zip(others[3 * delegation.number :][:3], roles, strict=False))
    return [
        DelegationMember(delegation=delegation, person=person, role=role, position=position)
        for position, (person, role) in enumerate(people, start=1)
    ]


def rows_of(year: Year, bodies: list[Body]) -> Rows:
    rows = Rows()
    for body in bodies:
        add_inspection(rows, year, body)
    return rows


@transaction.atomic
def write(rows: Rows, reader: User) -> None:
    bring_in(rows.inspections, rows.histories)
    OfficialPaper.objects.bulk_create(rows.papers)
    log_downloads(rows.papers, reader)
    PaperLink.objects.bulk_create(rows.links)
    Session.objects.bulk_create(rows.sessions)
    bring_in(rows.dossiers, rows.dossier_histories)
    Round.objects.bulk_create(rows.rounds)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    pour(MeasuredValue, VALUE_FIELDS, value_rows(rows.values, rows.inspections[0].campaign.year, now))
    Finding.objects.bulk_create(rows.findings)
    Cause.objects.bulk_create(rows.causes)
    Recommendation.objects.bulk_create(rows.recommendations)
    bring_in(rows.assignments, rows.assignment_histories)
    Answer.objects.bulk_create(rows.answers)


def log_downloads(papers: list[OfficialPaper], reader: User) -> None:
    kind = ContentType.objects.get_for_model(OfficialPaper)
    AccessLog.objects.bulk_create(
        AccessLog(actor=reader, kind="downloaded", content_type=kind, object_id=paper.pk, label=paper.title)
        for paper in papers
    )
