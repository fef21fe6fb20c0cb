"""Mails against a real SMTP server: one a person and day, urgent ones at once, nothing twice, nothing lost."""

import re
import socket
import time
from datetime import datetime, timedelta

import pytest
from django.conf import settings as project
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task

from accounts.models import User
from inspections.models import StoredFile
from inspections.papers.acts import store_file
from inspections.papers.uploads import scanning
from portal.home.tasks import tasks_of
from portal.mails.gathering import gather
from portal.mails.sending import LEASE, send, send_due
from reports.submissions.following.notices import DUE, EXTENDED, RETURNED
from tests.portal.mails.conftest import SITE
from workflow.history.notices import columns_of
from workflow.models import Mail, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unread")]


@pytest.fixture
def lan(lan):
    return with_address(lan)


@pytest.fixture
def hoa(hoa):
    return with_address(hoa)


def with_address(user):
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@xa.example.gov.vn")
    user.refresh_from_db()
    return user


def at(hour, day=0, minute=0):
    today = timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today + timedelta(days=day)


def note(user, text="Đơn vị được kiểm tra.", path="/inspections/A/", when=None, **columns):
    made = Notice.objects.create(recipient=user, text=text, path=path, **columns)
    Notice.objects.filter(pk=made.pk).update(created_at=when or at(6))
    return made


def states():
    return list(Mail.objects.order_by("pk").values_list("recipient__username", "state"))


# --- What is gathered ------------------------------------------------------------------------------------------------
def test_the_days_notices_are_one_mail_from_seven_on(post, work, lan, hoa):
    note(lan, "Việc một.", "/a/")
    note(lan, "Việc hai.", "/b/")
    note(hoa, words := "Việc của Hoa " * 12)
    work(at(6, minute=59))
    assert post.letters() == []
    work(at(7))
    letters = {to: (subject, text) for to, subject, text in post.letters()}
    assert {to: subject for to, (subject, _text) in letters.items()} == {
        lan.email: "Cổng Dân vận: 2 việc",
        hoa.email: f"Cổng Dân vận: {words}"[:149] + "…",
    }
    text = letters[lan.email][1]
    assert text.startswith(f"Kính gửi {lan.get_full_name()},\n\n1. Việc một.\n{SITE}/a/\n\n2. Việc hai.\n{SITE}/b/\n")
    assert f"tắt ở đây (lời nhắc vẫn hiện ở trang đầu của cổng):\n{SITE}/account/" in text
    note(lan, "Đến sau.", when=at(8))
    for hour in (8, 12, 23):
        work(at(hour))
    assert post.letters() == []
    work(at(7, day=1))
    assert [(to, subject) for to, subject, _text in post.letters()] == [(lan.email, "Cổng Dân vận: Đến sau.")]


def test_what_is_urgent_goes_at_once_beside_the_days_mail(post, work, lan):
    facts = {"dossiers": [], "reference": "", "campaign": "", "due": at(6).date().isoformat()}
    for kind, extra in ((RETURNED, {}), (EXTENDED, {})):
        note(lan, **columns_of(kind, **facts, **extra) | {"kind": "", "text": kind})
    note(lan, "Không gấp.")
    work(at(6))
    assert [subject for _to, subject, _text in post.letters()] == [
        f"Cổng Dân vận: 2 việc, hạn sớm nhất {at(6):%d/%m/%Y}"
    ]
    work(at(7))
    assert [subject for _to, subject, _text in post.letters()] == ["Cổng Dân vận: Không gấp."]


def test_a_day_far_ahead_is_not_urgent():
    facts = {"dossiers": [], "reference": "", "campaign": "", "note": ""}
    days = {n: (timezone.localdate() + timedelta(days=n)).isoformat() for n in (0, 1, 2)}
    assert {n: columns_of(EXTENDED, **facts, due=day)["is_urgent"] for n, day in days.items()} == {
        0: True,
        1: True,
        2: False,
    }


LEFT_OUT = {
    "read": lambda user, notice: Notice.objects.filter(pk=notice.pk).update(read_at=at(6)),
    "switched off": lambda user, notice: User.objects.filter(pk=user.pk).update(is_mailed=False),
    "locked": lambda user, notice: User.objects.filter(pk=user.pk).update(is_active=False),
    "without an address": lambda user, notice: User.objects.filter(pk=user.pk).update(email=""),
    "old": lambda user, notice: Notice.objects.filter(pk=notice.pk).update(created_at=at(6, day=-6)),
}


@pytest.mark.parametrize("change", LEFT_OUT.values(), ids=list(LEFT_OUT))
def test_who_needs_or_wants_no_mail_gets_none(post, work, lan, change):
    change(lan, note(lan))
    work(at(7))
    assert (post.letters(), states()) == ([], [])


@pytest.mark.parametrize("name", ["read", "switched off", "locked", "without an address"])
def test_what_changes_before_it_is_sent_counts_too(post, work, lan, name):
    post.stop()
    notice = note(lan)
    work(at(7))
    LEFT_OUT[name](lan, notice)
    post.start()
    work(at(8))
    assert (post.letters(), states()) == ([], [("lan", "dropped")])


# --- How it is sent --------------------------------------------------------------------------------------------------
def test_no_mail_goes_out_twice_whoever_sends_it(post, work, lan, hoa):
    """What somebody else has sent holds up none behind it."""
    note(lan)
    work(at(7))
    [mail] = Mail.objects.all()
    note(hoa)
    for _n in range(2):
        gather(at(7))
        send([mail.pk, *Mail.objects.filter(recipient=hoa).values_list("pk", flat=True)], now=at(7))
    assert (len(post.letters()), states()) == (2, [("lan", "sent"), ("hoa", "sent")])


def test_what_is_queued_is_not_queued_again_and_a_second_mail_of_a_day_waits(post, lan):
    note(lan)
    OrmQ.objects.all().delete()
    for minute in (0, 1):
        send_due(at(7, minute=minute))
    assert OrmQ.objects.count() == 1
    Mail.objects.update(state="sent", sent_at=at(7))
    late = Mail.objects.create(recipient=lan, day=at(7, day=-1).date())
    note(lan, mail=late)
    send([late.pk], now=at(8))
    assert (post.letters(), states()) == ([], [("lan", "sent"), ("lan", "waiting")])


def test_a_lost_server_is_tried_again_and_brings_one_mail_a_day(post, work, lan, thu):
    post.stop()
    note(lan, "Hôm nay.")
    work(at(7))
    [mail] = Mail.objects.all()
    assert (mail.state, mail.tries, bool(mail.fault)) == ("waiting", 1, True)
    work(at(7, minute=4))
    assert Mail.objects.get().tries == 1
    work(at(7, minute=6))
    mail.refresh_from_db()
    assert (mail.tries, mail.next_try_at) == (2, at(7, minute=16))  # twice as long as the first time
    Mail.objects.update(tries=9, next_try_at=at(7, minute=7))
    work(at(7, minute=7))
    assert Mail.objects.get().next_try_at == at(13, minute=7)  # the longest
    [line] = [task.title for task in tasks_of(thu, timezone.localdate()) if task.url == "/mails/?fault=yes"]
    assert line == "Thư nhắc việc chưa gửi được: 1 thư"
    note(lan, "Hôm sau.", when=at(6, day=1))
    work(at(7, day=1))
    post.start()
    work(at(20, day=1))
    [(_to, subject, text)] = post.letters()
    assert (subject, "Hôm nay." in text, "Hôm sau." in text) == ("Cổng Dân vận: 2 việc", True, True)
    note(lan, "Cùng ngày.", when=at(20, day=1))
    work(at(23, day=1))
    assert (post.letters(), states()) == ([], [("lan", "sent")])
    assert not [task for task in tasks_of(thu, timezone.localdate()) if task.url.startswith("/mails/")]


def test_a_server_that_hangs_is_given_up_soon_and_the_mail_goes_out_once(post, work, lan, settings):
    note(lan)
    port, began = settings.EMAIL_PORT, time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.2
        work(at(7))
    [mail] = Mail.objects.all()
    assert (mail.state, mail.tries, "timed out" in mail.fault) == ("waiting", 1, True)
    assert time.monotonic() - began < 15  # of the twenty that are set without it
    settings.EMAIL_PORT = port
    for hour in (8, 9):
        work(at(hour))
    assert ([to for to, *_rest in post.letters()], states()) == ([lan.email], [("lan", "sent")])


def test_a_mail_that_the_server_took_before_it_broke_off_comes_again_under_its_own_id(post, work, lan, hoa):
    for user in (lan, hoa):
        note(user)
    post.breaks_off = True
    work(at(7))
    post.breaks_off = False
    work(at(8))
    ids = {}
    for [to], message in post.taken:
        ids.setdefault(to, []).append(message["Message-ID"])
    assert [len(of_one) for of_one in ids.values()] == [2, 2]
    assert [len(set(of_one)) for of_one in ids.values()] == [1, 1]
    assert ids[lan.email] != ids[hoa.email]


def test_a_job_that_waits_for_a_mail_server_ends_within_its_time():
    """A server that hangs ends it at once, so that one time-out is all; at its longest, for each answer of one mail."""
    assert project.Q_CLUSTER["timeout"] > 5 * project.EMAIL_TIMEOUT


def test_one_unknown_address_holds_up_nobody(post, work, lan, hoa):
    post.unknown.add(lan.email)
    note(lan)
    note(hoa)
    post.stop()
    work(at(7))
    assert list(Mail.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0]  # nobody there: one try for all
    post.start()
    Mail.objects.update(next_try_at=at(7))
    work(at(8))
    assert [to for to, *_rest in post.letters()] == [hoa.email]
    assert sorted(states()) == [("hoa", "sent"), ("lan", "waiting")]
    assert "550" in Mail.objects.get(recipient=lan).fault


def test_a_mail_that_is_refused_for_days_is_given_up_and_stays_in_sight(post, work, lan, hoa, thu, signed_in):
    """One that is as old and was never tried goes out."""
    post.is_full = True
    note(lan)
    work(at(7))
    note(hoa)
    gather(at(7))
    Mail.objects.update(created_at=at(7, day=-6), next_try_at=at(7))
    post.is_full = False
    work(at(8))
    assert (states(), len(post.letters())) == ([("lan", "failed"), ("hoa", "sent")], 1)
    page = signed_in(thu).get("/mails/?fault=yes")
    assert ("không gửi được" in page.content.decode(), len(page.context["lines"])) == (True, 1)


def test_what_a_killed_worker_had_begun_is_not_sent_again_but_said(post, work, lan):
    note(lan)
    post.stop()
    work(at(7))
    Mail.objects.update(state="sending", changed_at=timezone.now() - timedelta(minutes=1))
    work(timezone.now())
    assert Mail.objects.get().state == "sending"  # somebody is at it
    Mail.objects.update(changed_at=timezone.now() - LEASE - timedelta(minutes=1))
    post.start()
    work(timezone.now() + timedelta(minutes=1))
    [mail] = Mail.objects.all()
    assert (post.letters(), mail.state, mail.fault[:24]) == ([], "failed", "Việc gửi bị ngắt giữa ch")


@pytest.fixture
def waits(settings, tmp_path, db):
    """`waits(since)` is a file that waits since then for a scanner that isn't there."""
    settings.PLACES_DIR, settings.SCANNER_COMMAND = tmp_path, ["/nonexistent/scanner"]
    StoredFile.objects.update(scan_state="clean")

    def store(since):
        stored = store_file(b"%PDF-", "a.pdf", "application/pdf")
        StoredFile.objects.filter(pk=stored.pk).update(created_at=since)
        scanning.scan_waiting()

    return store


def scanner_lines(user):
    return [task for task in tasks_of(user, timezone.localdate()) if task.url.endswith("#scanner")]


def test_administrators_hear_once_a_day_of_a_scanner_that_does_not_answer(post, work, thu, minh, waits, settings):
    thu, minh = with_address(thu), with_address(minh)
    now = timezone.localtime() + timedelta(minutes=1)
    waits(now - timedelta(minutes=29))
    work(now)
    assert (post.letters(), scanner_lines(thu)) == ([], [])
    silent = now - timedelta(minutes=35)
    waits(silent)
    for _twice in range(2):
        work(now)
    said = f"Máy quét mã độc không trả lời từ {silent:%H:%M, %d/%m/%Y}: 2 tệp chờ quét, người khác chưa mở được"
    [(to, subject, text)] = post.letters()
    assert (to, said in subject, "Xem danvan-worker" in text) == (thu.email, True, True)
    assert f"{SITE}/help/administrators/#scanner" in text
    [line] = scanner_lines(thu)
    assert (line.title, "/nonexistent/scanner" in line.note, scanner_lines(minh)) == (said, True, [])
    work(now + timedelta(days=1))
    assert len(post.letters()) == 1
    settings.SCANNER_COMMAND = ["true"]
    scanning.scan_waiting()
    settings.SCANNER_COMMAND = ["/nonexistent/scanner"]
    waits(silent)  # the answer counts, though this one has waited for long
    assert (scanner_lines(thu), StoredFile.objects.exclude(scan_fault="").count()) == ([], 1)


def test_without_a_mail_server_nothing_is_gathered(work, settings, lan):
    settings.SENDS_MAIL = False
    note(lan)
    work(at(7))
    assert states() == []


# --- What it says ----------------------------------------------------------------------------------------------------
def test_a_mail_names_campaign_and_day_in_its_readers_language(post, work, lan):
    User.objects.filter(pk=lan.pk).update(mail_language="en")
    facts = {"campaign": "Năm dân vận 2026", "done": 1, "refused": 0}
    for label, day in (("K0", "2026-12-31"), ("a\nBcc: b@c", "2026-12-15")):
        note(lan, **columns_of("batches.finished", **facts, label=label, due=day))
    work(at(7))
    [(_to, message)] = post.taken
    [(_address, subject, text)] = post.letters()
    assert subject == "Mass Mobilization Portal: 2 matters, the first due 15/12/2026"
    assert "Campaign: Năm dân vận 2026" in text
    assert "Due: 15/12/2026" in text
    assert "a Bcc: b@c" in text
    assert (message["Auto-Submitted"], message["List-Unsubscribe"]) == ("auto-generated", f"<{SITE}/account/>")


def test_the_link_is_of_the_settings_whatever_host_was_asked_for(post, work, lan, signed_in):
    note(lan, path="/self-reports/")
    signed_in(lan).get("/", headers={"host": "127.0.0.1"})
    work(at(7))
    [(_to, _subject, text)] = post.letters()
    assert re.findall(r"https?://\S+", text) == [f"{SITE}/self-reports/", f"{SITE}/account/"]


def test_a_reminder_isnt_mailed_once_the_report_is_in(post, work, lan):
    facts = {"dossiers": [0], "reference": "K0-1", "campaign": "K0", "due": "2026-12-15", "days": -2}
    note(lan, **columns_of(DUE, **facts))
    work(at(7))
    assert (post.letters(), states()) == ([], [("lan", "dropped")])


# --- The switch and the list -----------------------------------------------------------------------------------------
def test_lan_switches_her_mails_off_on_her_own_page(signed_in, lan):
    officer = signed_in(lan)
    page = officer.get("/account/")
    form = {"revision": lan.revision, "mail_language": "en"}
    assert (page.status_code, lan.email in page.content.decode()) == (200, True)
    assert officer.post("/account/", form).status_code == 302
    lan.refresh_from_db()
    assert (lan.is_mailed, lan.mail_language) == (False, "en")
    assert officer.post("/account/", {**form, "is_mailed": "on"}).status_code == 409  # an older copy


def test_mails_are_for_administrators_to_look_after(signed_in, lan, thu, minh):
    answers = {user.username: signed_in(user).get("/mails/").status_code for user in (lan, minh, thu)}
    assert answers == {"lan": 404, "minh": 404, "thu": 200}


@pytest.mark.parametrize(("minutes", "is_said"), [(1, False), (6, True)])
def test_while_nobody_sends_what_waits_the_list_says_so(signed_in, lan, thu, minutes, is_said):
    Task.objects.all().delete()
    ended = timezone.now() - timedelta(minutes=minutes)
    Task.objects.create(id="1", name="n", func="f", started=ended, stopped=ended, success=True)
    words, page = "chưa có tiến trình xử lý nào chạy (danvan-worker)", signed_in(thu)
    empty = page.get("/mails/").content.decode()
    Mail.objects.create(recipient=lan, day=ended.date())
    waiting = page.get("/mails/").content.decode()
    assert (words in empty, words in waiting) == (False, is_said)


def test_mails_go_out_every_minute():
    schedule = Schedule.objects.get(name="portal.send_mails")
    assert (schedule.func, schedule.schedule_type, schedule.minutes) == ("portal.mails.sending.send_due", "I", 1)


def test_a_thousand_readers_cost_a_fixed_number_of_queries(lan, django_assert_max_num_queries):
    people = [User(username=f"u{n}", person=lan.person, email=f"u{n}@x.example") for n in range(1000)]
    people = User.objects.bulk_create(people)
    Notice.objects.bulk_create([Notice(recipient=user, text="Việc", path="/") for user in people])
    with django_assert_max_num_queries(30):
        gather(datetime.now(tz=timezone.get_current_timezone()).replace(hour=7) + timedelta(days=1))
    assert Mail.objects.count() == 1000
