"""/metrics: the trade's figures for whoever monitors the server, nothing for anybody else, and no names in it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django_q.models import OrmQ, Task
from prometheus_client.parser import text_string_to_metric_families

from inspections.models import Inspection
from inspections.papers.models import StoredFile
from portal.metrics import figures
from reports.models import Dossier
from workflow.models import Mail
from workflow.steps.acts import take

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TOKEN = {"Authorization": "Bearer a-long-token"}


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = "a-long-token"


def found(now=NOW):
    return {each.name: each.by_state or each.value for each in figures.figures(now)}


@pytest.fixture
def quiet(db):
    """Without what the demo brought of queued work."""
    for model in (OrmQ, Task, Mail):
        model.objects.all().delete()


def test_prometheus_reads_what_is_written(quiet, client):
    answer = client.get("/metrics", headers=TOKEN)
    families = {each.name: each for each in text_string_to_metric_families(answer.content.decode())}
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert sorted(families) == [
        "danvan_assignments_late",
        "danvan_batch_items_waiting",
        "danvan_dossiers",
        "danvan_dossiers_late",
        "danvan_files_free_bytes",
        "danvan_files_unscanned",
        "danvan_inspections",
        "danvan_jobs_failed",
        "danvan_jobs_queued",
        "danvan_mails",
        "danvan_mails_stuck",
        "danvan_scanner_silent",
    ]
    assert {each.type for each in families.values()} == {"gauge"}


def test_labels_are_states_and_nothing_else(quiet, client):
    families = text_string_to_metric_families(client.get("/metrics", headers=TOKEN).content.decode())
    labels = {name: value for each in families for sample in each.samples for name, value in sample.labels.items()}
    samples = [sample for each in families for sample in each.samples]
    assert (set(labels), len(samples) < 60) == ({"state"}, True)


def test_the_queue_and_the_worker(quiet):
    for n, (ago, success) in enumerate([(2, True), (5, False), (60 * 25, False)]):
        stopped = NOW - timedelta(minutes=ago)
        Task.objects.create(id=str(n), name="n", func="f", started=stopped, stopped=stopped, success=success)
    OrmQ.objects.create(key="danvan", payload="", lock=NOW)
    values = found()
    names = ("danvan_worker_silent_seconds", "danvan_jobs_queued", "danvan_jobs_failed")
    assert [values[name] for name in names] == [120, 1, 1]


def test_mails_that_do_not_get_out(quiet, lan, hoa, minh):
    day = date(2026, 6, 1)
    Mail.objects.create(recipient=lan, day=day, state="failed")
    Mail.objects.create(recipient=hoa, day=day, tries=2)
    Mail.objects.create(recipient=minh, day=day, state="sent", sent_at=NOW)
    values = found()
    assert values["danvan_mails"] == {"waiting": 1, "sending": 0, "sent": 1, "dropped": 0, "failed": 1}
    assert values["danvan_mails_stuck"] == 2


def test_files_that_wait_for_a_scanner_that_does_not_answer(quiet, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    stored = StoredFile.objects.first()
    StoredFile.objects.update(scan_state="clean", scanned_at=NOW - timedelta(hours=3))
    StoredFile.objects.filter(pk=stored.pk).update(
        scan_state="waiting", scanned_at=None, created_at=NOW - timedelta(hours=2)
    )
    values = found()
    names = ("danvan_files_unscanned", "danvan_files_unscanned_seconds", "danvan_scanner_silent")
    assert [values[name] for name in names] == [1, 7200, 1]


def test_the_age_of_the_last_backup(quiet, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    name = "danvan_last_backup_age_seconds"
    ages = [found().get(name)]
    for ago in (timedelta(hours=31), timedelta(hours=2), timedelta(days=-1)):  # the last by a clock that was ahead
        backup = tmp_path / f"danvan-{(NOW - ago).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        backup.mkdir()
        ages.append(found().get(name))  # without its sums it isn't whole
        (backup / "SHA256SUMS").touch()
        ages.append(found().get(name))
    assert ages == [None, None, 31 * 3600, 31 * 3600, 2 * 3600, 2 * 3600, 2 * 3600]


def test_late_dossiers(quiet, minh):
    before = found()
    inspection = Inspection.objects.get(reference="DVCQ2026-25459")
    take(inspection, "notify", minh)
    Dossier.objects.filter(inspection=inspection).update(due_on=date(2026, 5, 31))
    after = found()
    assert after["danvan_dossiers_late"] - before["danvan_dossiers_late"] == 1
    assert after["danvan_dossiers"]["requested"] - before["danvan_dossiers"]["requested"] == 1
    Dossier.objects.filter(inspection=inspection).update(due_on=date(2026, 6, 1))
    assert found()["danvan_dossiers_late"] == before["danvan_dossiers_late"]


def test_they_cost_few_queries(quiet, settings, django_assert_num_queries):
    with django_assert_num_queries(11):
        figures.figures(NOW)
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    StoredFile.objects.update(scan_state="waiting", scanned_at=None, created_at=NOW - timedelta(hours=2))
    with django_assert_num_queries(13):
        figures.figures(NOW)


@pytest.mark.parametrize(
    ("address", "headers", "proxies"),
    [
        ("127.0.0.1", {}, 1),
        ("127.0.0.1", {"Authorization": "Bearer another"}, 1),
        ("127.0.0.1", {"Authorization": "Bearer "}, 1),
        ("10.0.0.9", TOKEN, 1),
        ("127.0.0.1", TOKEN | {"X-Forwarded-For": "10.0.0.9"}, 1),  # through nginx
        ("127.0.0.1", TOKEN | {"X-Forwarded-For": "127.0.0.1"}, 0),  # through a proxy that isn't known
    ],
)
def test_for_all_others_there_is_no_such_page(settings, db, client, address, headers, proxies):
    settings.PROXY_COUNT = proxies
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert (answer.status_code, answer.content) == (404, client.get("/no-such-page").content)


def test_without_a_token_in_the_settings_nobody_reads_them(settings, db, client):
    settings.METRICS_TOKEN = ""
    assert [client.get("/metrics", headers=each).status_code for each in (TOKEN, {"Authorization": "Bearer "})] == [
        404,
        404,
    ]


def test_no_name_and_no_redirect_is_needed(settings, quiet, client):
    settings.ALLOWED_HOSTS = ["danvan.example.gov.vn"]
    settings.SECURE_SSL_REDIRECT = True
    assert Client(SERVER_NAME="127.0.0.1").get("/metrics", headers=TOKEN).status_code == 200
