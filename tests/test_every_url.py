"""Every address of the portal, as each of the cast, as a stranger from another province and as nobody: who gets what.

The tables of who_sees_what.py and who_may_step.py are the specification; one walk visits each line and the tests read
what it brought home. A URL pattern without a line and a line without a pattern fail by name.

Decided here: who may not see a record gets the page of what doesn't exist, byte for byte; who may see but not do gets
403; a page that is only read answers 405 to whoever is signed in, before it looks whether the record exists; nobody is
sent to sign-in from everywhere. Readers whom one rule refuses alike take turns (readers_in_turn.py).
"""

from datetime import date
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from accounts.models import Organization, OrganizationName, OrganizationSuccession, Signatory, User
from localities import models as places
from reports.models import Dossier
from tests.readers_in_turn import shared
from tests.strangers import write_neighbours, write_strangers, write_world
from tests.trials import words_of_trials
from tests.walk import GOING_OUT, Line, browser_of, offered_of, patterns, state_of_the_tables, visits, walking
from tests.who_may_step import ELSEWHERE, STEPS, TYPED
from tests.who_sees_what import (
    ADMIN,
    ADMITTED,
    CAST,
    FURTHER,
    HISTORIES,
    IN_ADMIN,
    OF_A_DOCUMENT,
    OF_A_ROW,
    OF_SOMEBODY,
    PERSONAL,
    READERS,
    SHEETS,
    SIGNED_IN,
    TABLE,
    WORDS,
    WORLDS,
    WRITTEN_IN_PLACE,
)
from workflow.models import AccessLog

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]  # scope has its own tests on both
MISSING = 999_999_999
DOWNLOADS = [
    *("paper_download", "attachment_download", "document_download", "document_word"),
    *("dossier_file", "round_report", "round_receipt"),
]


# --- The worlds ----------------------------------------------------------------------------------------------------
def write_worlds():
    """The four worlds of our Board and the strangers', by name."""
    board, unit, shared = (
        Organization.objects.get(short_code=code) for code in ("btgdv-tu-tay-ninh", "ubnd-28108", "snv-tay-ninh")
    )
    minh, binh = (User.objects.get(username=name) for name in ("minh", "binh"))
    further = write_neighbours()
    ours = {"board": board, "unit": unit, "actor": minh, "member": binh.person}
    ours |= {"shared_with": [shared, further.shared], "with_them": [further.quy.person]}
    worlds = [
        write_world("open", **ours),
        write_world("session", state="in_session", **ours),
        write_world("planned", state="planned", **ours),
        write_world("draft", campaign_state="draft", **ours),
        write_strangers(),
    ]
    return {world.owner.upper(): world for world in worlds}


def rows_of_ours(world):
    """Return the rows named in the table's last column that are ours or visible to everybody."""
    lan, board = User.objects.get(username="lan"), world.campaign.inspecting_organization
    commune = places.LocalitySpell.objects.filter(level=places.Locality.Level.COMMUNE).first()
    register = {
        "place": commune.locality.__class__.objects.filter(level=places.Locality.Level.PROVINCE).first(),
        "district": places.District.objects.first(),
        "commune": commune.locality,
        "spell": commune,
        "change": places.LocalityChange.objects.first(),
        "link": places.ChangeLink.objects.first(),
    }
    who = {
        "board": board,
        "board_name": board.names.first(),
        "succession": OrganizationSuccession.objects.filter(new=board).first(),
        "signatory": Signatory.objects.create(
            organization=board,
            person=lan.person,
            title="Phó Trưởng ban",
            in_place_of="Trưởng ban",
            starts_on=date(2025, 7, 1),
        ),
        "person": lan.person,
        "user": lan,
        "membership": lan.memberships.first(),
    }
    return {**vars(world), **who, **register}


def rows_of_theirs(world):
    xuan = world.xuan
    who = {"board_name": world.board.names.first(), "person": xuan.person, "user": xuan}
    return {**vars(world), **who, "membership": xuan.memberships.first()}


# --- From the tables to lines --------------------------------------------------------------------------------------
def lines_of_table(worlds):
    named = {}
    for words in map(str.split, TABLE.strip().splitlines()[1:]):
        name, record, method, *statuses = words
        if len(statuses) == 2:
            statuses = [statuses[0]] * (len(CAST) - 1) + statuses[1:]
        expected = dict(zip(CAST, map(int, statuses), strict=True))
        records = sorted(named[name]) if record == "*" else [record]
        named.setdefault(name, set()).update(records)
        yield from (Line(name, each, method, address(name, each, worlds), expected) for each in records)


def address(name, record, worlds):
    """A record may end in "?…", what the address asks for."""
    record, mark, query = record.partition("?")
    return f"{_address(name, record, worlds)}{mark}{query}"


def _address(name, record, worlds):
    if name.startswith("admin/"):
        return f"/admin/{record}/"
    return reverse(name, args=[] if record == "-" else list(arguments(name, record, worlds)))


def arguments(name, record, worlds):
    """What stands in the address for a record as the table names it."""
    world, _slash, rest = record.partition("/")
    if name == "paper_download":
        return [getattr(worlds[world], f"{rest}_paper").pk if world in worlds else MISSING]
    if name in OF_A_DOCUMENT or name in WRITTEN_IN_PLACE:
        own = "document" if name in OF_A_DOCUMENT else rest
        further = {"document_slot": [rest], "document_compare_word": [rest], "document_signed_file": [MISSING]}
        return [getattr(worlds[world], own).pk if world in worlds else MISSING, *further.get(name, [])]
    if name == "value_add":
        criterion = worlds["OPEN"].set_criterion if rest == "nothing" else worlds[world[:-2]].set_criterion
        return [world, criterion.pk]
    if name in OF_A_ROW:
        return [getattr(worlds[world], OF_A_ROW[name]).pk if world in worlds else MISSING]
    if name == "localities:show":
        return [places.Locality.objects.order_by("pk").first().pk if record == "SOME" else MISSING]
    if name in OF_SOMEBODY:
        return [OF_SOMEBODY[name](User.objects.get(username=record)) if record != "NONE" else MISSING]
    if name == "history_show":
        return [HISTORIES.get(rest, rest), getattr(worlds[world], rest).pk if world in worlds else MISSING]
    if name == "password_reset":
        return [record, "a-b"]  # no account, no token
    if name == "organization_name_edit":
        return [world, OrganizationName.objects.filter(organization__short_code="btgdv-tu-tay-ninh").first().pk]
    return filter(None, [world, *(rest.split("/") if name == "template_restore" else [rest])])


def lines_of_steps(worlds):
    steps = [line.split() for line in STEPS.strip().splitlines()[1:]]
    for of, step, state, *statuses in steps:
        subject = getattr(worlds["OPEN"], of)
        yield from lines_of_step(of, step, "OPEN", key_of(subject), statuses, subject=subject, state=state)
    for world, *statuses in map(str.split, ELSEWHERE.strip().splitlines()[1:]):
        for of, step in sorted({(of, step) for of, step, *_rest in steps}):
            key = key_of(getattr(worlds[world], of)) if world in worlds else MISSING
            yield from lines_of_step(of, step, world, key, statuses)


def key_of(record):
    """What stands for it in addresses."""
    record = record.inspection if isinstance(record, Dossier) else record
    return getattr(record, "code", "") or getattr(record, "reference", "") or record.pk


def lines_of_step(of, step, world, key, statuses, **put):
    """The page of the step looked at, and its button pressed."""
    path = reverse(f"{of}_step", args=[key, step])
    for n, method in enumerate(("GET", "POST")):
        expected = {
            user: int(status.split("/")[min(n, status.count("/"))])
            for user, status in zip(CAST, statuses, strict=True)
            if status != "-"
        }
        yield Line(f"{of}_step", f"{world} {step}", method, path, expected, **put, typed=[None, TYPED][n])


def lines_of_admin(worlds):
    ours, theirs = rows_of_ours(worlds["SESSION"]), rows_of_theirs(worlds["STRANGE"])
    for words in map(str.split, ADMIN.strip().splitlines()[1:]):
        model, thu_ours, thu_theirs, board_ours, board_theirs, row = words
        ngoc_ours = "L" if model in PERSONAL else board_ours
        site = f"admin:{model.replace('.', '_')}"
        yield from lines_of_model(site, {"thu": thu_ours, "minh": board_ours, "ngoc": board_ours}, ours[row])
        rights = {"thu": thu_ours, "minh": board_ours, "ngoc": ngoc_ours}
        yield from lines_of_row(site, rights, "ours", ours[row].pk)
        yield from lines_of_sheets(site, rights, SHEETS[model]) if model in SHEETS else ()
        if row in theirs:
            rights = {"thu": thu_theirs, "minh": board_theirs, "ngoc": board_theirs}
            yield from lines_of_row(site, rights, "theirs", theirs[row].pk)
        nothing = {user: "L" if "L" in held else "-" for user, held in (("thu", thu_ours), ("minh", board_ours))}
        yield from lines_of_row(site, {**nothing, "ngoc": nothing["minh"]}, "missing", MISSING)


def lines_of_model(site, rights, row):
    for method in ("GET", "POST"):
        yield admin_line(site, "changelist", "-", method, rights, lambda held: 200 if "L" in held else 404)
        yield admin_line(site, "add", "-", method, rights, lambda held: 200 if "A" in held else refused(held))
    path = reverse(f"{site}_changelist") + f"{row.pk}/"
    route = path.removeprefix("/").replace(f"{row.pk}/", "<path:object_id>/")
    yield Line(route, "ours", "GET", path, everybody(rights, lambda held: 302 if "L" in held else 404))


def lines_of_sheets(site, rights, importers):
    """The ways out and in above a list; a file comes in by the portal's own pages."""
    expected = everybody(rights, lambda held: 200 if "L" in held else 404)
    narrowed = "?q=co+to" if "localityspell" in site else ""  # the whole country would take seconds a reader
    yield Line(f"{site}_export", "-", "GET", reverse(f"{site}_export") + narrowed, expected)
    expected = everybody(rights, refused) | dict.fromkeys(importers, 302)
    for page in ("import", "process_import"):
        yield Line(f"{site}_{page}", "-", "GET", reverse(f"{site}_{page}"), expected)


def lines_of_row(site, rights, record, pk):
    """To rows that aren't ours only those go further than to the row who find the admin at all."""
    users = IN_ADMIN if record == "ours" else ADMITTED
    yield admin_line(site, "change", record, "GET", rights, row_status("S"), pk)
    yield admin_line(site, "change", record, "POST", rights, row_status("C"), pk, users=users)
    if record != "missing":  # all its pages look the row up by the same function
        yield admin_line(site, "history", record, "GET", rights, row_status("H"), pk, users=users)
        yield admin_line(site, "delete", record, "GET", rights, row_status("D"), pk, users=users)
        yield admin_line(site, "delete", record, "POST", rights, row_status("D"), pk, users=users)


def lines_of_removals(worlds):
    """Whole rows stand in the events of what was deleted: pages of the list of events that only insiders find."""
    rights = {"minh": "LSH", "ngoc": "LSH"}
    for world in (worlds["OPEN"], worlds["SESSION"]):
        for name in ("removal_of_inspection", "removal_of_campaign"):
            pk = getattr(world, name).pk
            yield admin_line("admin:workflow_event", "change", "ours", "GET", rights, row_status("S"), pk)
    for word in ("deleted", "internal", "plan", "general"):
        path = f"{reverse('search_show')}?q={word}"
        yield Line("search_show", word, "GET", path, dict.fromkeys(SIGNED_IN, 200))


def row_status(letter):
    def status(held):
        return 404 if "S" not in held else 200 if letter in held else 403

    return status


def refused(held):
    return 403 if "L" in held else 404


def admin_line(site, page, record, method, rights, status, *args, users=IN_ADMIN):
    name = f"{site}_{page}"
    return Line(name, record, method, reverse(name, args=args), everybody(rights, status, users))


def everybody(rights, status, users=IN_ADMIN):
    """The admin is there for Thu and the Board; nobody is sent to sign-in."""
    return {user: 302 if user == "nobody" else status(rights.get(user, "-")) for user in users}


# --- The walk ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """Everything is looked at first, then everything is posted to; afterwards nothing of it is left."""
    with django_db_blocker.unblock(), transaction.atomic(), walking():
        worlds = write_worlds()
        lines = [*lines_of_table(worlds), *lines_of_steps(worlds), *lines_of_admin(worlds), *lines_of_removals(worlds)]
        lines = shared(lines)
        # Every export leaves a line in the access log, whose pages show the newest: exports come last.
        lines.sort(key=lambda line: "export" in line.path)
        browsers = {user: browser_of(user) for user in [*CAST, *FURTHER]}
        downloads = AccessLog.objects.filter(kind=AccessLog.Kind.DOWNLOADED)
        before, logged = state_of_the_tables(), downloads.count()
        seen = [*visits_of("GET", lines, browsers), *visits_of_further(lines, browsers)]
        after, logged = state_of_the_tables(), downloads.count() - logged
        offered = {user: offered_of("strange", browsers[user]) for user in ("minh", "thu")}
        hidden = {user: offered_of("internal", browsers[user]) for user in FURTHER}
        tried = {user: words_of_trials(User.objects.get(username=user), worlds) for user in ("minh", "xuan", *FURTHER)}
        posted = visits_of("POST", lines, browsers)
        transaction.set_rollback(True)
    found = {"before": before, "after": after, "logged": logged, "offered": offered}
    found |= {"hidden": hidden, "tried": tried}
    return SimpleNamespace(lines=lines, visits=[*seen, *posted], **found)


def visits_of(method, lines, browsers):
    return [each for line in lines if line.method == method for each in visits(line, browsers, line.expected)]


def visits_of_further(lines, browsers):
    """The people of further bodies look at everything there is; what status they get follows from what they meet."""
    looked = [line for line in lines if line.method == "GET" and line.record != "missing" and "NONE" not in line.record]
    return [each for line in looked if line.name not in GOING_OUT for each in visits(line, browsers, FURTHER)]


def test_every_url_pattern_has_its_line_in_the_table(walk):
    assert sorted(set(patterns(get_resolver()))) == sorted({line.name for line in walk.lines})


@pytest.mark.parametrize("user", CAST)
def test_each_gets_what_the_table_says(walk, user):
    wrong = [visit for visit in walk.visits if visit.user == user and visit.differs]
    assert [f"{visit}: {visit.status} where the table says {visit.line.expected[user]}" for visit in wrong] == []


@pytest.mark.parametrize("status", [404, 403])
def test_a_refusal_is_the_same_page_everywhere_and_for_everybody(walk, status):
    """Byte for byte: neither the address nor the reader nor what is behind it can be told from it. The check page, open
    to all, has one of its own for a code that nobody has.
    """
    refused = [visit for visit in walk.visits if visit.status == status]
    pages = {visit.refusal for visit in refused if visit.line.name != "document_check"}
    assert [page.count(b"<h1>") for page in pages] == [1]
    assert len({visit.refusal for visit in refused if visit.line.name == "document_check"}) == (status == 404)


def test_nobody_is_sent_to_sign_in_and_back_from_everywhere(walk):
    sent = [visit for visit in walk.visits if visit.user == "nobody" and visit.status == 302]
    elsewhere = {f"{visit}: {visit.location}" for visit in sent if visit.location != sign_in_for(visit.line)}
    own_ways = {
        *(f"nobody {method} factor_verify -: /sign-in/?next=%2F" for method in ("GET", "POST")),
        "nobody GET set_language -: /",
        "nobody POST set_language -: /",
        *(f"nobody {method} sign_out -: /sign-in/" for method in ("GET", "POST")),
    }
    assert elsewhere == own_ways


def sign_in_for(line):
    """The admin's own way in and out leads to the front page of the admin."""
    target = reverse("admin:index") if line.name in ("admin:login",) else line.path
    return f"{reverse('sign_in')}?next={quote(target)}"


def test_looking_changes_no_record(walk):
    changed = {label for label, state in walk.before.items() if walk.after[label] != state}
    assert changed == set()


def test_each_download_leaves_a_line_in_the_log_and_nothing_else_does(walk):
    downloads = [
        visit
        for visit in walk.visits
        if visit.line.name in DOWNLOADS and (visit.line.method, visit.status) == ("GET", 200)
    ]
    assert walk.logged == len(downloads) > 0


def test_each_meets_the_words_that_are_for_them_and_no_others(walk):
    """On all pages that the walk read, the admin's included, and in the names of what was downloaded."""
    met = {f"{world} {table}": set() for world in WORLDS for table in words_table()}
    tried = {(user, word) for user, words in walk.tried.items() for word in words}
    for user, word in {(each.user, word) for each in walk.visits for word in each.words} | tried:
        met.setdefault(place_of(word), set()).add(user)
    expected = {f"{world} {table}": cell for table, cells in words_table().items() for world, cell in cells.items()}
    may = {place: set(readers(expected.get(place, "-"))) for place in met}
    wrong = {place: (users - may[place], may[place] - users) for place, users in met.items() if users != may[place]}
    assert wrong == {}


def place_of(word):
    """ "strange.internal.finding.text" → "strange internal.finding", "strange.open_file" → "strange open_file"."""
    world, *table = word.split(".")
    return f"{world} {'.'.join(table[:-1] or table)}"


def words_table():
    """{"finding": {"open": "IUV", …}, …}"""
    lines = map(str.split, WORDS.strip().splitlines()[1:])
    return {table: dict(zip(WORLDS, cells, strict=True)) for table, *cells in lines}


def readers(cell):
    return sorted({user for letter in cell.strip("-") for user in READERS[letter].split()})


def test_what_the_admin_offers_for_choice_is_in_scope_too(walk):
    """Of the other province only what is catalogue to all: bodies, people, criteria, models."""
    assert walk.offered == {
        "minh": ["criteriaset", "criterion", "mobilizationmodel", "organizationname", "person", "setcriterion"],
        "thu": ["criteriaset", "criterion", "organizationname", "person"],
    }


def test_what_is_internal_is_offered_for_choice_inside_alone(walk):
    """Quý goes with the delegations: of their inspections he reads remarks, papers and files that are internal."""
    assert walk.hidden == {"yen": [], "quy": ["internal", "internal_file"]}
