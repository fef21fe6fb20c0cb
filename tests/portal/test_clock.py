"""A clock that goes a day ahead and is put back: meanwhile work goes on, afterwards nothing waits for the day that was.

What is written while a test runs is what the clock ahead wrote: it is put back by a day.
"""

from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task

from accounts.second_factor import acts
from accounts.sign_in import access, reset, sessions
from accounts.single_sign_on import provider
from ground.text import instant_text
from inspections.models import StoredFile
from inspections.papers.acts import store_file
from inspections.papers.uploads.scanning import silence_of_scanner
from portal.server import checks
from portal.server.findings import Health
from tests.accounts.second_factor.conftest import code_now, enrolled, with_password  # noqa: F401  a fixture
from tests.conftest import DEMO_PASSWORD
from tests.portal.mails.conftest import post, unread, work  # noqa: F401  fixtures
from tests.portal.mails.test_mails import at, note, with_address
from workflow.jobs import clock
from workflow.models import AccessLog

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def put_back():
    """What time it is then, once the worker has looked at what the clock ahead has left."""
    now = timezone.now() - DAY
    clock.mend(now)
    return now


def test_schedules_that_ran_ahead_run_again_within_their_period(db):
    Schedule.objects.all().delete()
    ahead = timezone.now()
    for columns in ({"schedule_type": "I", "minutes": 1}, {"schedule_type": "D"}):
        row = Schedule(func="f", next_run=ahead - DAY - MINUTE, **columns)
        row.next_run = row.calculate_next_run(ahead)  # as the library does when it has run
        row.save()
    now = put_back()
    waits = [row.next_run - now for row in Schedule.objects.order_by("pk")]
    assert [wait <= longest for wait, longest in zip(waits, [2 * MINUTE, DAY + MINUTE], strict=True)] == [True, True]


def test_jobs_that_were_queued_ahead_are_run_soon(db):
    OrmQ.objects.all().delete()
    async_task("f")
    OrmQ.objects.update(lock=timezone.now() + MINUTE)  # a worker had taken it
    now = put_back()
    assert OrmQ.objects.get().lock - now <= timedelta(minutes=5)


def test_each_days_mail_goes_out_once_and_on_its_own_day(post, work, unread, lan):  # noqa: F811
    lan = with_address(lan)

    def subjects_of(text, written, sent):
        note(lan, text, when=written)
        work(sent)
        return [subject.removeprefix("Cổng Dân vận: ") for _to, subject, _text in post.letters()]

    assert subjects_of("Hôm nay.", at(6), at(8)) == ["Hôm nay."]
    assert subjects_of("Lúc đồng hồ nhanh.", at(9, day=1), at(9, day=1)) == ["Lúc đồng hồ nhanh."]
    clock.mend(at(10))
    assert subjects_of("Ngày mai.", at(11), at(12)) == []
    work(at(7, day=1))
    assert [subject for _to, subject, _text in post.letters()] == ["Cổng Dân vận: Ngày mai."]


def test_wrong_codes_that_were_typed_ahead_hold_nobody_back(enrolled, ngoc, rf):  # noqa: F811
    """The phone's clock was right: all its codes were wrong for the portal."""
    enrolled(ngoc)
    for _n in range(5):
        with_password("ngoc").post("/sign-in/code/", {"one_time_password": "000000"})
    with pytest.raises(acts.CodeRefused):
        acts.check_code(rf.post("/"), ngoc, code_now(), timezone.now())
    now = put_back()
    acts.check_code(rf.post("/"), ngoc, code_now(seconds=-DAY.total_seconds()), now)


def test_wrong_passwords_that_were_typed_ahead_hold_nobody_back(settings, lan):
    browser, form = Client(), {"username": "lan", "password": "sai"}
    for _n in range(settings.AXES_FAILURE_LIMIT):
        browser.post("/sign-in/", form)
    now = put_back()
    assert {row.attempt_time for row in AccessAttempt.objects.all()} == {now}
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME) - MINUTE)
    assert browser.post("/sign-in/", form | {"password": DEMO_PASSWORD}).status_code == 302


@pytest.fixture
def visit(rf, signed_in, minh):
    """A request of Minh's in a session that has just begun."""
    visit = rf.get("/")
    visit.session, visit.user = signed_in(minh).session, minh
    return visit


def test_sessions_end_with_words_while_it_is_ahead_and_go_on_where_nobody_noticed(visit):
    now = timezone.now()
    kind, words = sessions.ending_of(visit, now + DAY)
    assert (kind, words.startswith("Phiên đã hết")) == (AccessLog.Kind.TIMED_OUT, True)
    assert sessions.ending_of(visit, now + 10 * MINUTE) is None


def test_a_session_that_began_ahead_goes_on_and_lasts_no_day_longer(visit, settings):
    now = timezone.now() - DAY
    assert sessions.ending_of(visit, now) is None
    sessions.keep(visit.session, now)
    settings.IDLE_MINUTES = settings.SESSION_HOURS * 120
    hours = timedelta(hours=settings.SESSION_HOURS)
    endings = [sessions.ending_of(visit, now + hours + late) for late in (-MINUTE, MINUTE)]
    assert [ending and ending[0] for ending in endings] == [None, AccessLog.Kind.TIMED_OUT]


def test_a_refusal_that_was_logged_ahead_hides_no_later_one(rf, db):
    request = rf.get("/")
    request.axes_locked_out = True
    AccessLog.objects.all().delete()
    for _twice in range(2):
        access.refused(None, {"username": "lan"}, request)
    ahead, now = AccessLog.objects.get(), timezone.now() - DAY
    assert (access.is_logged("lan", ahead.address, "", ahead.at), access.is_logged("lan", ahead.address, "", now)) == (
        True,
        False,
    )


def test_of_a_scanner_that_is_silent_administrators_hear_though_a_file_came_ahead(settings, db):
    settings.CLAMD_ADDRESS, waits = "127.0.0.1:9", timedelta(minutes=settings.SCANNER_SILENT_MINUTES) + MINUTE
    StoredFile.objects.update(scan_state=StoredFile.Scan.CLEAN, scanned_at=None)
    store_file(b"%PDF-", "a.pdf", "application/pdf")
    now = put_back()
    assert [silence_of_scanner(now + later) is None for later in (timedelta(), waits)] == [True, False]


def test_a_mailed_link_that_was_made_ahead_is_void(minh):
    token = reset.tokens.make_token(minh)
    assert reset.tokens.check_token(minh, token)
    with pytest.MonkeyPatch.context() as clocks:
        clocks.setattr(reset.LinkTokens, "_now", lambda tokens: datetime.now() - DAY)
        assert not reset.tokens.check_token(minh, token)


def test_a_provider_that_was_away_is_asked_again(settings):
    cache.set(provider.SILENT, timezone.now(), 60)
    assert [provider.is_resting(timezone.now() - back) for back in (timedelta(), DAY)] == [True, False]
    cache.clear()


def test_a_backup_of_tomorrow_is_no_reason_to_make_none(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    now = timezone.now()
    for made_at in (now - 2 * DAY, now + DAY):
        folder = tmp_path / f"danvan-{made_at:%Y%m%dT%H%M%SZ}"
        folder.mkdir()
        (folder / "SHA256SUMS").touch()
    found = checks.backup(now)
    assert (found.health, found.words) == (Health.UNWELL, f"bản gần nhất lúc {instant_text(now - 2 * DAY)}")
