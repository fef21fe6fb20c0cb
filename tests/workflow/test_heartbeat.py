"""Whether anybody does background work: what check_server, the batch pages and /metrics rely on."""

from datetime import UTC, datetime, timedelta

import pytest
from django_q.models import Task

from workflow.jobs import heartbeat

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def ended(ago, success=True):
    stopped = NOW - ago
    Task.objects.create(
        id=f"{ago}"[:32], name="job", func="f", started=stopped, stopped=stopped, success=success, result=None
    )


@pytest.fixture(autouse=True)
def no_jobs(db):
    Task.objects.all().delete()


def test_without_any_job_there_is_no_beat():
    assert (heartbeat.last_beat(NOW), heartbeat.is_alive(NOW)) == (None, False)


@pytest.mark.parametrize(("minutes", "is_alive"), [(0, True), (4, True), (6, False)])
def test_the_worker_lives_while_jobs_end(minutes, is_alive):
    ended(timedelta(minutes=minutes))
    ended(timedelta(hours=1))
    assert heartbeat.last_beat(NOW) == NOW - timedelta(minutes=minutes)
    assert heartbeat.is_alive(NOW) is is_alive


def test_a_job_that_failed_was_run_by_somebody():
    ended(timedelta(minutes=1), success=False)
    assert heartbeat.is_alive(NOW)


def test_beats_from_before_the_clock_was_put_back_say_nothing():
    ended(timedelta(days=-1))
    ended(timedelta(hours=2))
    assert (heartbeat.last_beat(NOW), heartbeat.is_alive(NOW)) == (NOW - timedelta(hours=2), False)
