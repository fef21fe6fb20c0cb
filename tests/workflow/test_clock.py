"""A clock that was a day ahead and was put back: nobody waits for the day that was."""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task

from accounts.models import SecondFactor
from ground.schedules import every_morning
from workflow.jobs import batches, clock, heartbeat
from workflow.models import Batch, Mail

NOW = datetime(2026, 6, 1, 2, 0, 30, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def only_own_rows(db):
    """What the demo brought was written at the time of the test's own clock."""
    for model in (Schedule, OrmQ, Task, Batch, Mail):
        model.objects.all().delete()


def planned(next_run, **columns):
    return Schedule.objects.create(func="f", next_run=next_run, **columns)


def next_runs():
    return list(Schedule.objects.order_by("pk").values_list("next_run", flat=True))


@pytest.mark.parametrize(("hour", "day"), [(0, 1), (5, 1), (6, 2), (23, 2)])
def test_a_portal_that_is_filled_at_any_hour_waits_for_the_next_morning_and_for_no_other(monkeypatch, hour, day):
    now = timezone.make_aware(datetime(2026, 6, 1, hour, 29))
    monkeypatch.setattr(timezone, "now", lambda: now)
    every_morning("own.morning", "f").code(apps, None)
    assert next_runs() == [timezone.make_aware(datetime(2026, 6, day, 6))]
    assert clock.mend(now) == 0


def test_schedules_run_within_their_period_at_their_time_of_day():
    planned(TOMORROW + timedelta(seconds=40), schedule_type="I", minutes=1)
    planned(TOMORROW + timedelta(hours=20), schedule_type="D")
    planned(TOMORROW + timedelta(days=3), schedule_type="W")
    assert clock.mend(NOW) == 2
    assert next_runs() == [
        NOW + timedelta(seconds=40),
        NOW + timedelta(hours=20),
        TOMORROW + timedelta(days=3),  # a week is longer than what it still waits
    ]


def test_schedules_of_a_clock_that_is_right_or_was_behind_stay_as_they_are():
    rows = [
        planned(NOW + MINUTE, schedule_type="I", minutes=1),
        planned(NOW + DAY, schedule_type="D"),
        planned(NOW - DAY, schedule_type="I", minutes=1),
        planned(NOW + 3 * DAY, schedule_type="O"),
    ]
    assert (clock.mend(NOW), next_runs()) == (0, [row.next_run for row in rows])


def test_a_queued_job_is_run_as_soon_as_one_whose_worker_was_killed():
    retry = timedelta(seconds=settings.Q_CLUSTER["retry"])
    for lock in (NOW - MINUTE, NOW + retry, TOMORROW):
        OrmQ.objects.create(key="danvan", payload="", lock=lock)
    assert clock.mend(NOW) == 1
    assert list(OrmQ.objects.order_by("pk").values_list("lock", flat=True)) == [NOW - MINUTE, NOW + retry, NOW + retry]


def test_jobs_that_ended_tomorrow_are_no_sign_of_life_today():
    Task.objects.create(id="1", name="n", func="f", started=TOMORROW, stopped=TOMORROW, success=True)
    assert (clock.mend(NOW), heartbeat.is_alive(NOW)) == (1, False)
    assert heartbeat.last_beat(NOW) == NOW - clock.LONG_AGO


def test_a_batch_that_stands_still_is_seen_to(minh):
    batch = Batch.objects.create(kind="count", actor=minh, parameters={"language": "vi"})
    batch.items.create(key="a")
    Batch.objects.update(created_at=TOMORROW, changed_at=TOMORROW)
    batch.items.update(changed_at=TOMORROW)
    assert clock.mend(NOW) == 2
    batch.refresh_from_db()
    counts = batches.counts_of([batch])[batch.pk]
    after = NOW + batches.STANDS_STILL_AFTER + timedelta(seconds=1)
    assert [batches.stands_still(batch, counts, at) for at in (NOW, after)] == [False, True]


def test_mails_are_tried_again_and_a_sending_that_broke_off_is_given_up_in_time(minh, lan, hoa):
    day = NOW.date()
    for reader, state in ((minh, "waiting"), (lan, "sending")):
        Mail.objects.create(recipient=reader, day=day, state=state, next_try_at=TOMORROW)
    Mail.objects.create(recipient=hoa, day=day, next_try_at=NOW + timedelta(hours=6))  # the longest wait there is
    Mail.objects.update(changed_at=TOMORROW)
    assert clock.mend(NOW) == 2
    shown = Mail.objects.order_by("pk").values_list("state", "next_try_at", "changed_at")
    assert list(shown) == [
        ("waiting", NOW, TOMORROW),
        ("sending", TOMORROW, NOW),
        ("waiting", NOW + timedelta(hours=6), TOMORROW),
    ]


def test_failed_sign_ins_of_tomorrow_block_nobody_until_then():
    attempt = AccessAttempt.objects.create(username="lan", ip_address="10.0.0.1", failures_since_start=8)
    AccessAttempt.objects.update(attempt_time=TOMORROW)
    assert clock.mend(NOW) == 1
    attempt.refresh_from_db()
    assert attempt.attempt_time == NOW


def test_codes_of_the_app_are_accepted_again(minh, lan):
    now = int(NOW.timestamp()) // 30
    SecondFactor.objects.all().delete()
    for user, step in ((minh, now + 2 * 60 * 24), (lan, now + 1)):  # a phone may be a code ahead
        SecondFactor.objects.create(user=user, last_step=step)
    assert clock.mend(NOW) == 1
    assert list(SecondFactor.objects.order_by("pk").values_list("last_step", flat=True)) == [now, now + 1]
