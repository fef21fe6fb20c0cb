"""Sheets of many rows come from a standby that follows by streaming, a real one here; nothing else does.

What a test writes isn't committed: who reads it has read the database that is written to.
"""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ground.shared import replica
from ground.sheets.files import table_of
from inspections.models import Campaign, Delegation, Inspection
from portal.server.checks import replica_follows
from portal.server.findings import Health
from portal.server.full import check_all
from workflow.models import AccessLog

on_postgresql = pytest.mark.one_database("postgresql")
LIST = "/inspections/?export=csv"
SHEETS = [
    "/inspections/?export=csv",
    "/inspections/?export=xlsx",
    "/campaigns/DVCQ2026/?export=csv",
    "/campaigns/DVCQ2026/self-reports/?export=csv",
    "/export/inspections.csv",
    "/admin/inspections/inspection/export/?kind=csv",
]


def as_postgres(program, *arguments):
    """Run one of PostgreSQL's own programs, as its own user where this is root."""
    path = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda found: int(found.parts[4]))[-1]
    other = [] if os.geteuid() else ["runuser", "-u", "postgres", "--"]
    subprocess.run([*other, path, *arguments], cwd="/", check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def standby(django_db_setup, tmp_path_factory):
    """A copy of the running cluster, which follows it; gives the folder of its socket."""
    folder = Path(f"/tmp/danvan-standby-{os.getpid()}")
    folder.mkdir()
    if os.geteuid() == 0:
        subprocess.run(["chown", "postgres:", folder], check=True)
    primary = connection.get_connection_params()
    copied = ("-h", primary["host"], "-U", primary["user"], "-D", folder / "db")
    as_postgres("pg_basebackup", *copied, "-R", "-c", "fast", "--no-sync")
    served = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    as_postgres("pg_ctl", "-D", folder / "db", "-l", folder / "log", "-w", "-s", "start", "-o", served)
    yield folder
    as_postgres("pg_ctl", "-D", folder / "db", "-m", "immediate", "-s", "stop")
    subprocess.run(["rm", "-rf", folder], check=True)


@pytest.fixture
def routed(settings, monkeypatch):
    monkeypatch.setattr(replica, "_rests_until", 0)
    settings.DATABASE_ROUTERS = ["ground.shared.replica.ReplicaRouter"]


def send_marks(execute, query, *arguments):
    """Send them on at once, as a commit does, which a test's transaction never comes to."""
    found = execute(query, *arguments)
    if query == replica.WRITE_MARK:
        ask("default", "SELECT pg_walfile_name(pg_switch_wal())")
    return found


@pytest.fixture
def follow(db, settings, routed):
    """`follow(host)` reads sheets from the database of the same name there."""

    def go(host):
        connections["replica"] = connection.copy("replica")
        connections["replica"].settings_dict["OPTIONS"]["host"] = str(host)
        settings.REPLICA_DATABASE_URL, settings.REPLICA_WAIT_SECONDS = "postgres://", 20

    with connection.execute_wrapper(send_marks):
        yield go
    connections["replica"].close()
    del connections["replica"]


@pytest.fixture
def following(follow, standby):
    follow(standby)


@pytest.fixture
def uncommitted(db):
    Inspection.objects.update(reference=Concat(Value("X"), "reference"))
    Delegation.objects.update(number=F("number") + 70)


def is_of_primary(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    text = str(table_of(content)) if content.startswith(b"PK") else content.decode()
    assert answer.status_code == 200
    return "XDVCQ2026-" in text or "Đoàn số 71" in text


@on_postgresql
@pytest.mark.parametrize("address", SHEETS)
def test_a_sheet_is_read_from_the_replica(following, uncommitted, signed_in, minh, address):
    assert not is_of_primary(signed_in(minh).get(address))


@pytest.mark.parametrize("address", SHEETS)
def test_without_a_replica_it_is_read_from_the_one_database(uncommitted, signed_in, minh, address):
    assert is_of_primary(signed_in(minh).get(address))


@on_postgresql
@pytest.mark.parametrize("address", SHEETS)
def test_the_page_beside_is_not(following, uncommitted, signed_in, minh, address):
    browser, page = signed_in(minh), address.partition("?")[0].replace("export/inspections.csv", "inspections/")
    with CaptureQueriesContext(connections["replica"]) as queries:
        answer = browser.get(page.removesuffix("export/"))
    assert (is_of_primary(answer), len(queries)) == (True, 0)


@on_postgresql
def test_who_took_it_out_is_written_down(following, signed_in, minh):
    signed_in(minh).get(LIST).getvalue()
    assert AccessLog.objects.filter(kind="exported", actor=minh).count() == 1


@on_postgresql
def test_hoa_gets_no_more_from_the_replica(following, signed_in, hoa):
    browser = signed_in(hoa)
    table = browser.get(LIST).getvalue()
    replica._rests_until = float("inf")
    assert browser.get(LIST).getvalue() == table
    assert b"DVCQ2026-28108" not in table


WRITES = {
    "create": lambda: Campaign.objects.create(code="a"),
    "update": lambda: Campaign.objects.update(code="a"),
    "delete": lambda: Campaign.objects.all().delete(),
    "save": lambda: Campaign(pk=1, code="a").save(),
    "lock": lambda: Campaign.objects.select_for_update().first(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_is_written_or_locked_while_a_sheet_is_read(routed, db, write):
    with replica.reading(), pytest.raises(replica.WriteWhileReading):
        write()


def test_no_table_is_made_there(routed):
    may = replica.ReplicaRouter().allow_migrate
    assert (may("default", "accounts"), may("replica", "accounts")) == (True, False)


# --- A replica that can't be used ------------------------------------------------------------------------------------
@on_postgresql
def test_one_that_is_away_is_not_waited_for_again(follow, tmp_path, uncommitted, signed_in, minh, caplog):
    follow(tmp_path)
    assert [is_of_primary(signed_in(minh).get(LIST)) for _n in range(2)] == [True, True]
    assert sum("the replica is away" in each for each in caplog.messages) == 1


@on_postgresql
def test_one_that_is_behind_gives_nothing_old(following, settings, uncommitted, signed_in, minh):
    settings.REPLICA_WAIT_SECONDS = 0
    ask(replica.ALIAS, "SELECT pg_wal_replay_pause()")
    try:
        assert is_of_primary(signed_in(minh).get(LIST))
    finally:
        ask(replica.ALIAS, "SELECT pg_wal_replay_resume()")


@pytest.fixture
def frozen(standby):
    """`frozen()` stops all processes of the standby; its system takes connections and bytes as before."""
    main = int((standby / "db/postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{main}/task/{main}/children")
    signalled = []

    def freeze():
        signalled.extend([main, *map(int, children.read_text().split())])
        for pid in signalled:
            os.kill(pid, signal.SIGSTOP)

    yield freeze
    for pid in reversed(signalled):
        os.kill(pid, signal.SIGCONT)


@on_postgresql
@pytest.mark.parametrize("is_connected", [True, False])
def test_one_that_is_frozen_holds_no_sheet(
    following, frozen, settings, uncommitted, signed_in, minh, is_connected, caplog
):
    browser, settings.REPLICA_SILENT_SECONDS = signed_in(minh), 0.5
    connections["replica"].settings_dict["OPTIONS"]["connect_timeout"] = 2  # the least that libpq takes
    if is_connected:
        assert not is_of_primary(browser.get(LIST))
    frozen()
    assert [is_of_primary(browser.get(LIST)) for _n in range(2)] == [True, True]
    assert sum("the replica is away" in each for each in caplog.messages) == 1


@on_postgresql
def test_the_check_of_the_server_tells_how_it_follows(following, frozen, settings):
    settings.PROBE_SECONDS, settings.REPLICA_SILENT_SECONDS = 20, 0.5
    connections["replica"].settings_dict["OPTIONS"]["connect_timeout"] = 2
    found = [each for each in check_all(timezone.now()) if each.name == "replica"]
    assert [(each.health, each.words) for each in found] == [(Health.WELL, "theo kịp")]
    settings.PROBE_SECONDS = 0
    ask(replica.ALIAS, "SELECT pg_wal_replay_pause()")
    try:
        late = replica_follows()
    finally:
        ask(replica.ALIAS, "SELECT pg_wal_replay_resume()")
    assert (late.health, late.words) == (Health.DOUBTFUL, "chậm hơn 0 giây, hoặc không phải là bản sao")
    frozen()
    away = replica_follows()
    assert (away.health, away.words.partition(":")[0]) == (Health.DOUBTFUL, "không trả lời")


def test_where_there_is_none_the_check_says_nothing_of_it(db):
    assert "replica" not in {each.name for each in check_all(timezone.now())}


@on_postgresql
def test_one_that_was_promoted_is_none(follow, settings):
    follow(connection.get_connection_params()["host"])  # no standby: nobody knows what it has
    settings.REPLICA_WAIT_SECONDS = 0
    assert not replica.has_caught_up()


@on_postgresql
def test_one_that_fails_in_the_midst_gives_no_half_sheet(following):
    def make():
        def lines():
            yield b"head"
            if ask_which():
                connections["replica"].close()
                raise OperationalError
            yield b"row"

        return StreamingHttpResponse(lines(), headers={"Content-Disposition": "attachment"})

    assert replica.read_from_replica(make).getvalue() == b"headrow"


def ask_which():
    """Tell whether models are read from the replica now."""
    return Campaign.objects.all().db == replica.ALIAS


def ask(alias, query):
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
