"""What check_server, the administrators' page, home and /healthz say of the server."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django_q.models import OrmQ, Task

from accounts.models import User
from ground import health
from inspections.papers.acts import store_file
from portal.server import checks, full, probes
from portal.server.files import compare, sweep
from portal.server.findings import Health
from tests.made_clamd import SILENT, clamd_that
from tests.unprivileged import locked, open_folder
from workflow.models import Mail

QUERIES = 14 if connection.vendor == "sqlite" else 15  # the one more is the clock of the database
NOW = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
A_DAY = 24 * 3600


@pytest.fixture(autouse=True)
def server(db, settings, tmp_path):
    """A folder of files of its own, where nothing is yet, and a worker that has just ended a job."""
    settings.SERVER_WARNINGS = True
    settings.FILES_DIR, settings.BACKUP_DIR = tmp_path / "files", tmp_path / "backups"
    options = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": settings.FILES_DIR}}
    settings.STORAGES = settings.STORAGES | {"default": options}
    settings.FILES_DIR.mkdir()
    Task.objects.all().delete()
    return tmp_path


def job(stopped, success=True, **columns):
    return Task.objects.create(
        id=os.urandom(16).hex(), name="job", func="f", started=stopped, stopped=stopped, success=success, **columns
    )


def states(findings):
    return {found.name: found.health for found in findings}


# --- The worker, jobs, mails, clock, backups, disk -------------------------------------------------------------------
def test_a_worker_that_has_ended_no_job_for_minutes_is_unwell():
    assert checks.worker(NOW).health == Health.UNWELL
    job(NOW - timedelta(minutes=10))
    assert checks.worker(NOW).health == Health.UNWELL
    job(NOW - timedelta(minutes=1))
    assert checks.worker(NOW).health == Health.WELL


def test_failed_jobs_of_the_last_week_are_counted():
    job(NOW - timedelta(days=8), success=False)
    assert checks.failed_jobs(NOW).health == Health.WELL
    job(NOW - timedelta(days=6), success=False)
    assert checks.failed_jobs(NOW).words.startswith("1 ")


def mail(recipient, **columns):
    return Mail.objects.create(recipient=recipient, day=NOW.date(), **columns)


def test_mails_that_were_given_up_or_were_refused_once_are_counted(lan, hoa, minh, van, khoa):
    mail(lan)
    mail(hoa, state="sent", sent_at=NOW)
    assert checks.failed_mails(NOW).health == Health.WELL
    mail(minh, tries=1)
    mail(van, state="failed")
    Mail.objects.filter(pk=mail(khoa, state="failed").pk).update(day=NOW.date() - timedelta(days=8))
    found = checks.failed_mails(NOW)
    assert (found.health, found.words) == (Health.DOUBTFUL, "2 thư trong 7 ngày qua")


def test_a_missing_migration_is_said_and_no_row_is_counted_that_may_lack_columns():
    assert checks.migrations().health == Health.WELL
    MigrationRecorder(connection).record_unapplied("workflow", "0002_append_only_history")
    found = checks.migrations()
    assert (found.health, found.words) == (Health.UNWELL, "thiếu 1 bước")
    assert [each.name for each in full.of_rows(NOW)] == ["migrations"]


def test_a_clock_that_was_put_back_is_seen_by_what_was_written_before():
    assert checks.clock(datetime.now(UTC)).health == Health.WELL
    job(datetime.now(UTC) + timedelta(days=1))
    assert checks.clock(datetime.now(UTC)).health == Health.UNWELL


@pytest.mark.parametrize(("hours", "state"), [(1, Health.WELL), (30, Health.WELL), (31, Health.UNWELL)])
def test_a_backup_of_yesterday_is_too_old(settings, hours, state):
    assert checks.backup(NOW).health == Health.UNWELL
    folder = settings.BACKUP_DIR / f"danvan-{NOW - timedelta(hours=hours):%Y%m%dT%H%M%SZ}"
    folder.mkdir(parents=True)
    assert checks.backup(NOW).health == Health.UNWELL  # it isn't whole
    (folder / "SHA256SUMS").touch()
    assert checks.backup(NOW).health == state


@pytest.mark.parametrize(
    ("part_of_what_is_free", "state"), [(0, Health.WELL), (0.5, Health.DOUBTFUL), (2, Health.UNWELL)]
)
def test_a_disk_with_little_room_is_unwell(settings, tmp_path, part_of_what_is_free, state):
    settings.SPACE_MIN_BYTES = shutil.disk_usage(tmp_path).free * part_of_what_is_free
    assert checks.space("space", "", tmp_path / "not" / "there").health == state


def test_a_folder_that_takes_no_file_is_unwell(settings, tmp_path):
    assert (checks.writing().health, list(settings.FILES_DIR.iterdir())) == (Health.WELL, [])
    settings.FILES_DIR = tmp_path / "file"
    settings.FILES_DIR.write_text("no folder")
    assert (checks.writing().health, checks.stored_files()[0].health) == (Health.UNWELL, Health.UNWELL)


# --- Rows against files ----------------------------------------------------------------------------------------------
@pytest.fixture
def stored():
    return store_file(b"%PDF-", "a.pdf", "application/pdf", "clean")


def aged(path, seconds):
    os.utime(path, (time.time() - seconds,) * 2)


def file_of_age(path, seconds):
    path.write_bytes(b"1")
    aged(path, seconds)
    return path


def test_a_row_without_its_file_and_a_file_of_another_size_are_named(settings, stored):
    assert (stored.key in compare().missing, compare().changed) == (False, [])
    (settings.FILES_DIR / stored.key).write_bytes(b"%PDF-and more")
    assert compare().changed == [stored.key]
    (settings.FILES_DIR / stored.key).unlink()
    assert stored.key in compare().missing
    assert checks.stored_files()[0].health == Health.UNWELL


def test_a_picture_that_the_portal_made_counts_as_the_file_itself(settings, stored):
    type(stored).objects.filter(pk=stored.pk).update(shown_key="picture")
    assert "picture" in compare().missing
    file_of_age(settings.FILES_DIR / "picture", 2 * A_DAY)
    assert ("picture" in compare().missing, compare().unnamed) == (False, [])


def test_the_broom_takes_old_files_without_a_row_and_nothing_else(settings, stored):
    aged(settings.FILES_DIR / stored.key, 2 * A_DAY)
    default_storage.save("imports/7/waiting", ContentFile(b"waits"))
    aged(settings.FILES_DIR / "imports" / "7" / "waiting", 2 * A_DAY)
    old, young = file_of_age(settings.FILES_DIR / "old", A_DAY + 60), file_of_age(settings.FILES_DIR / "young", 0)
    assert compare().unnamed == ["old"]
    assert sweep() == ["old"]
    assert (old.exists(), young.exists(), sweep()) == (False, True, [])
    assert (settings.FILES_DIR / stored.key).exists()


def test_the_command_sweeps_only_where_it_is_told_to(settings, capsys):
    old = file_of_age(settings.FILES_DIR / "old", 2 * A_DAY)
    for options, is_left in [({}, True), ({"sweep": True, "older_than": 72}, True), ({"sweep": True}, False)]:
        with pytest.raises(SystemExit) as ended:
            call_command("check_server", **options)
        assert (ended.value.code, old.exists()) == (1, is_left)
    printed = capsys.readouterr().out
    assert "Tệp không dữ liệu nào nhắc đến: 1 tệp cũ hơn một ngày" in printed
    assert "! Sao lưu: chưa có bản nào" in printed


def test_a_file_of_somebody_else_is_seen(settings, stored):
    assert compare().foreign == []
    assert compare(user=os.geteuid() + 1).foreign == [stored.key]


def test_a_folder_of_somebody_else_is_said_with_what_to_do(settings):
    with open_folder() as place:
        settings.FILES_DIR, settings.BACKUP_DIR = place / "files" / "below", place / "backups"
        backup = settings.BACKUP_DIR / f"danvan-{NOW:%Y%m%dT%H%M%SZ}"
        for folder in (settings.FILES_DIR, backup):
            folder.mkdir(parents=True)
        (backup / "SHA256SUMS").touch()
        assert (checks.writing().health, checks.backup(NOW).health) == (Health.WELL, Health.WELL)
        with locked(place / "files", backup):
            looks = [*checks.stored_files(), checks.writing(), checks.backup(NOW)]
            disk = checks.space("space", "", settings.FILES_DIR)
    found = {each.name: each for each in looks}
    assert states(looks) == dict.fromkeys(["missing_files", "files", "backup"], Health.UNWELL)
    assert (found["missing_files"].to_do, disk.name) == (f"chown -R danvan: {settings.FILES_DIR}", "space")


# --- Other servers ---------------------------------------------------------------------------------------------------
def test_a_scanner_that_answers_is_well_and_one_that_hangs_is_said_within_seconds(settings, tmp_path):
    settings.PROBE_SECONDS = 0.3
    assert probes.scanner_answers().health == Health.WELL  # none is used
    with clamd_that(b"stream: OK\0", tmp_path / "clamd") as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        assert probes.scanner_answers().health == Health.WELL
    with clamd_that(b"", tmp_path / "clamd", SILENT) as daemon:
        began = time.monotonic()
        assert probes.scanner_answers().health == Health.UNWELL
        assert time.monotonic() - began < 15  # of the twenty or more that work waits


@pytest.fixture
def mail_server(settings):
    """A socket to which mails would go; it listens and says nothing."""
    settings.SENDS_MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        yield server


def test_a_mail_server_that_is_away_is_said(settings, mail_server):
    mail_server.close()
    assert probes.mail_server_answers().health == Health.UNWELL
    settings.SENDS_MAIL = False
    assert probes.mail_server_answers().health == Health.WELL


def test_a_mail_server_that_hangs_is_said_within_seconds(settings, mail_server):
    settings.PROBE_SECONDS = 0.3
    began = time.monotonic()
    assert probes.mail_server_answers().health == Health.UNWELL
    assert time.monotonic() - began < 15  # of the twenty or more that work waits


def test_a_mail_server_that_answers_is_well(mail_server):
    def answer():
        with mail_server.accept()[0] as connection, connection.makefile("rw", newline="\r\n") as talk:
            for greeting in ("220 here", "250 go on", "221 goodbye"):
                talk.write(f"{greeting}\n")
                talk.flush()
                talk.readline()

    threading.Thread(target=answer).start()
    assert probes.mail_server_answers().health == Health.WELL


def test_a_frozen_database_is_said_and_the_rest_is_looked_at(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        address = f"postgres://danvan@127.0.0.1:{frozen.getsockname()[1]}/danvan?sslmode=disable"
        environment = os.environ | {"DATABASE_URL": address, "DANVAN_DATA": str(tmp_path)}
        command = [sys.executable, "manage.py", "check_server", "--json"]
        done = subprocess.run(command, cwd=project.BASE_DIR, env=environment, capture_output=True, timeout=60)
    found = {each["name"]: each["health"] for each in json.loads(done.stdout)}
    others = ["space", "backup_space", "files", "backup", "scanner", "mail_server"]
    assert (done.returncode, found["database"], list(found)) == (1, "unwell", ["database", *others])


# --- The page and home -----------------------------------------------------------------------------------------------
def test_thu_sees_what_is_unwell_first(signed_in, thu, django_assert_num_queries):
    job(datetime.now(UTC) - timedelta(hours=1), success=False, result="ValueError: Hỏng : Traceback")
    browser = signed_in(thu)
    browser.get("/server/")
    with django_assert_num_queries(QUERIES):
        page = browser.get("/server/")
    lines = [(line.finding.name, line.finding.health.value) for line in page.context["lines"]]
    assert lines[:3] == [("worker", "unwell"), ("missing_files", "unwell"), ("backup", "unwell")]
    assert [row.fault for row in page.context["jobs"]] == ["ValueError: Hỏng"]


def test_who_is_no_administrator_finds_no_such_page(signed_in, minh, lan):
    for user in (minh, lan):
        assert [signed_in(user).get("/server/").status_code, signed_in(user).post("/server/").status_code] == [404, 404]


def test_thu_does_failed_jobs_again_once(signed_in, thu):
    failed = job(datetime.now(UTC), success=False, args=(7,), kwargs={"a": 1}, result="x")
    job(datetime.now(UTC) - timedelta(days=30), success=False)
    browser, before = signed_in(thu), OrmQ.objects.count()
    for _again in range(2):
        browser.post("/server/", {"act": "jobs"})
    assert (OrmQ.objects.count() - before, Task.objects.filter(pk=failed.pk).exists()) == (1, False)
    queued = OrmQ.objects.latest("pk").task
    assert (queued["func"], queued["args"], queued["kwargs"]) == ("f", (7,), {"a": 1})


def test_thu_sends_failed_mails_again(signed_in, thu):
    today = datetime.now(UTC).date()
    people = User.objects.exclude(pk=thu.pk).order_by("pk")[:2]
    failed, sent = (
        Mail.objects.create(recipient=person, day=today, state=state, tries=5, sent_at=at)
        for person, state, at in [(people[0], "failed", None), (people[1], "sent", NOW)]
    )
    signed_in(thu).post("/server/", {"act": "mails"})
    found = dict(Mail.objects.filter(pk__in=[failed.pk, sent.pk]).values_list("pk", "state"))
    assert found == {failed.pk: "waiting", sent.pk: "sent"}


def test_home_warns_administrators_alone_and_names_what_is_amiss(signed_in, thu, minh):
    words = "Máy chủ cần xem: Tiến trình việc nền, Sao lưu"
    assert words in signed_in(thu).get("/").content.decode()
    assert "Máy chủ cần xem" not in signed_in(minh).get("/").content.decode()


# --- /healthz --------------------------------------------------------------------------------------------------------
def test_what_is_live_may_be_unready_and_what_is_ready_may_be_unwell(client, settings, tmp_path):
    """The worker is silent: of what this test writes the look, on a connection of its own, sees nothing."""

    def said():
        answers = [client.get(path) for path in ("/healthz/live", "/healthz/ready", "/healthz")]
        return [answer.content.decode() for answer in answers], [answer.status_code for answer in answers]

    settings.SERVER_WARNINGS = False
    assert said() == (["ok", "ok", "ok"], [200, 200, 200])
    settings.SERVER_WARNINGS = True
    assert said() == (["ok", "ok", "unwell: worker"], [200, 200, 503])
    settings.SPACE_MIN_BYTES = 1 << 62
    assert said() == (["ok", "ok", "unwell: space"], [200, 200, 503])
    (tmp_path / "file").write_text("no folder")
    settings.FILES_DIR = tmp_path / "file"
    assert said() == (["ok", "unwell: files", "unwell: files"], [200, 503, 503])


def test_the_health_check_is_told_of_a_silent_worker(settings):
    from portal.server.tasks import silent_worker

    assert (silent_worker in health.FURTHER, silent_worker()) == (True, "worker")
    job(datetime.now(UTC))
    assert silent_worker() == ""
    Task.objects.all().delete()
    settings.SERVER_WARNINGS = False
    assert silent_worker() == ""
