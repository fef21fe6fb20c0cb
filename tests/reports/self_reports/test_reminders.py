"""Reminders of self-reports: each rung once on its day, until the report is in; what the unit hears of at once."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_q.models import Schedule

from accounts.models import Membership, Organization, User
from inspections.models import Inspection, Session
from portal.mails.gathering import gather
from portal.mails.letters import letter_of
from reports.models import Dossier, SectionText
from reports.submissions.following.arrivals import inform_of_arrivals
from reports.submissions.following.ladder import remind_of_due_reports
from reports.submissions.following.notices import RETURNED, inform, inform_of_request, is_still_due
from tests.standing import standing
from workflow.history.notices import still_holds
from workflow.models import Event, Mail, Notice
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = date(2027, 4, 15)
WRITERS = ["khoa", "lan"]  # the leader of the unit writes too


@pytest.fixture
def due(dossier):
    """The report is due on a day, and nothing else is."""
    Dossier.objects.exclude(pk=dossier.pk).update(due_on=date(2099, 1, 1))
    Dossier.objects.filter(pk=dossier.pk).update(due_on=DUE)
    dossier.refresh_from_db()
    return dossier


def on(month, day, hour=6):
    return datetime(2027, month, day, hour, tzinfo=HANOI)


def sent(now):
    """Who gets a notice at the run then, and what it says."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind_of_due_reports(now)
    new = Notice.objects.exclude(pk__in=before).select_related("recipient").order_by("pk")
    return sorted((each.recipient.username, each.text) for each in new)


def to_writers(words, dossier):
    reference = dossier.inspection.reference
    return [(name, f"{words} 15/04/2027: gửi báo cáo tự kiểm tra ({reference})") for name in WRITERS]


def test_each_rung_is_sent_once_on_its_day_until_the_report_is_in(due, minh):
    """Whoever else reminds of it between."""
    noted = {"due": DUE.isoformat(), "people": 2}
    Event.objects.create(actor=minh, act="reminded", subject=due, changes=noted)
    words = {8: "Sắp đến hạn", 13: "Sắp đến hạn", 15: "Đến hạn", 16: "Quá hạn", 22: "Quá hạn"}
    for day in range(7, 31):
        expected = to_writers(words[day], due) if day in words else []
        assert (day, sent(on(4, day)), sent(on(4, day, 23))) == (day, expected, [])
    events = Event.objects.about(due).filter(act="reminded", actor=None).order_by("pk")
    assert [(each.actor, each.changes["days"], each.changes["people"]) for each in events] == [
        (None, days, 2) for days in (-7, -2, 0, 1, 7)
    ]


def test_a_new_day_begins_a_new_ladder_and_a_sent_report_ends_it(due, minh):
    assert sent(on(4, 13)) == to_writers("Sắp đến hạn", due)
    take(due, "extend", minh, reason="Lũ lụt", due_on=date(2027, 5, 15))
    assert [sent(on(4, day)) for day in (15, 16, 22)] == [[], [], []]
    assert [words[:25] for _name, words in sent(on(5, 8))] == ["Sắp đến hạn 15/05/2027: g"] * 2
    standing(due, "sent")
    assert sent(on(5, 15)) == []
    standing(due, "returned")
    assert [name for name, _words in sent(on(5, 15, 7))] == WRITERS


def test_nothing_is_recalled_in_what_is_over_or_of_who_is_gone(due):
    campaign, body = due.inspection.campaign, due.reporting_organization
    for above, state in ((campaign, "closed"), (campaign, "draft"), (due.inspection, "cancelled")):
        before = above.state
        standing(above, state)
        assert sent(on(4, 13)) == []
        standing(above, before)
    Organization.objects.filter(pk=body.pk).update(closed_on=timezone.localdate())
    assert sent(on(4, 13)) == []
    Organization.objects.filter(pk=body.pk).update(closed_on=None)
    Membership.objects.filter(user__username="khoa").update(ends_on=date(2027, 4, 1))
    unread = Membership.objects.filter(user__username="lan")
    unread.update(ends_on=date(2027, 4, 1))
    assert (sent(on(4, 13)), Event.objects.about(due).filter(act="reminded").exists()) == ([], False)
    unread.update(ends_on=date(9999, 12, 31))
    assert [name for name, _words in sent(on(4, 13))] == ["lan"]  # who comes later is reminded yet


def test_several_reports_of_one_day_are_one_notice_that_leads_to_exactly_these(due, minh, lan, signed_in, campaign):
    for reference, day in (("DVCQ2026-second", DUE), ("DVCQ2026-later", DUE + timedelta(days=9))):
        other = Inspection.objects.create(
            campaign=campaign,
            delegation=campaign.delegations.get(number=1),
            subject_organization=Organization.objects.exclude(inspections__campaign=campaign).order_by("pk").first(),
            reporting_organization=due.reporting_organization,
            reference=reference,
        )
        Session.objects.create(inspection=other, held_on=timezone.localdate() + timedelta(days=20))
        take(other, "notify", minh)
        Dossier.objects.filter(inspection=other).update(due_on=day)
    assert [words for name, words in sent(on(4, 13)) if name == "lan"] == [
        "Sắp đến hạn 15/04/2027: gửi 2 báo cáo tự kiểm tra"
    ]
    notice = Notice.objects.filter(recipient=lan).latest("pk")
    rows = signed_in(lan).get(notice.path).context["page"].rows
    assert {row.pk for row in rows} == set(notice.params["dossiers"])


def test_a_mail_leaves_out_what_is_done_or_has_another_day(due):
    facts = {"dossiers": [due.pk], "due": DUE.isoformat()}
    assert (is_still_due(facts), still_holds("submissions.due", facts)) == (True, True)
    assert not is_still_due(facts | {"due": "2027-04-16"})
    for above, state in ((due, "sent"), (due.inspection.campaign, "closed")):
        before = above.state
        standing(above, state)
        assert not still_holds("submissions.due", facts)
        standing(above, before)


def test_the_unit_hears_at_once_of_the_request_a_return_another_day_and_the_acceptance(
    dossier, signed_in, lan, minh, at
):
    first = dossier.due_on
    officer, staff, day = signed_in(lan), signed_in(minh), timezone.localdate() + timedelta(days=9)
    officer.post(at(), {"text-survey": "Xã có 11 ấp.", "survey-revision": "0"})
    officer.post(at("send/"), {"is_not_secret": "on"})
    staff.post(at("check/"), {"open": "1"})
    returned = {"verdict-text-survey": "return", "code-text-survey": "unclear", "due_on": f"{day:%d/%m/%Y}"}
    staff.post(at("check/"), returned | {"return": ""})
    take(dossier, "extend", minh, reason="Lũ lụt", due_on=day + timedelta(days=1))
    officer.post(at("send/"), {"is_not_secret": "on"})
    staff.post(at("check/"), {"open": "1"})
    staff.post(at("check/"), {"accept": ""})
    dossier.refresh_from_db()
    take(dossier, "reopen", minh, reason="Thiếu số.", due_on=day)
    mine = Notice.objects.filter(recipient=lan, path=dossier.get_absolute_url()).order_by("pk")
    reference = dossier.inspection.reference
    assert [(each.text, each.is_urgent) for each in mine] == [
        (f"Đơn vị cần gửi báo cáo tự kiểm tra, hạn {first:%d/%m/%Y} ({reference}).", False),
        (f"Báo cáo tự kiểm tra được trả lại để bổ sung, hạn mới {day:%d/%m/%Y} ({reference}).", True),
        (
            f"Hạn gửi báo cáo tự kiểm tra đổi thành {day + timedelta(days=1):%d/%m/%Y} ({reference}). Lũ lụt",
            False,
        ),
        (f"Cơ quan kiểm tra đã nhận báo cáo tự kiểm tra ({reference}).", False),
        (f"Báo cáo tự kiểm tra được trả lại để bổ sung, hạn mới {day:%d/%m/%Y} ({reference}). Thiếu số.", True),
    ]
    assert [each.params["due"] is None for each in mine] == [False, False, False, True, False]
    assert not Notice.objects.filter(recipient__username="hoa", kind__startswith="submissions.").exists()


def test_what_was_done_on_an_earlier_day_or_is_over_informs_nobody(dossier):
    today, event = timezone.localdate(), Event.objects.about(dossier.inspection).latest("pk")

    def informed(days_left):
        Dossier.objects.filter(pk=dossier.pk).update(due_on=today + timedelta(days=days_left))
        before = Notice.objects.count()
        inform_of_request(dossier.inspection, event)
        return Notice.objects.count() - before

    assert [informed(days_left) for days_left in (-1, 0)] == [0, 2]
    assert [inform(dossier, RETURNED, today - timedelta(days=days)) for days in (1, 0)] == [0, 2]


def test_reminders_are_sent_every_morning_before_the_mails():
    following = "reports.submissions.following"
    jobs = {
        "reports.remind_of_due": f"{following}.ladder.remind_of_due_reports",
        "reports.inform_of_arrivals": f"{following}.arrivals.inform_of_arrivals",
    }
    for name, func in jobs.items():
        schedule = Schedule.objects.get(name=name)
        assert (schedule.func, schedule.schedule_type) == (func, Schedule.DAILY)
        assert schedule.next_run.astimezone(HANOI).hour == 6


# --- What staff hear of ----------------------------------------------------------------------------------------------
@pytest.fixture
def board_hears(minh):
    """`board_hears()` is one morning: who is informed of reports that came in, what it says, and where it leads.
    Nothing of the demo waits.
    """
    for each in Dossier.objects.filter(state="sent"):
        standing(each, "accepted")
    Notice.objects.all().delete()
    User.objects.filter(pk=minh.pk).update(email="minh@ban.example.gov.vn")

    def morning():
        before = set(Notice.objects.values_list("pk", flat=True))
        made = inform_of_arrivals()
        new = Notice.objects.exclude(pk__in=before).select_related("recipient").order_by("pk")
        assert made == len(new)
        return [(each.recipient.username, each.text, each.path) for each in new]

    return morning


def letter_to(user, day=1):
    """The mail of that morning; None where nothing is left to be said."""
    gather(timezone.localtime().replace(hour=7) + timedelta(days=day))
    return letter_of(Mail.objects.filter(recipient=user).latest("pk"))


def send(dossier, actor):
    SectionText.objects.get_or_create(dossier=dossier, section="survey", text="Xã có 11 ấp.", changed_by=actor)
    standing(dossier, "writing")
    take(dossier, "send", actor)


def test_minh_hears_each_morning_of_what_came_in_until_somebody_opens_it(dossier, board_hears, lan, hoa, minh, at):
    assert board_hears() == []
    send(dossier, lan)
    name = f"UBND xã Cần Đước ({dossier.inspection.reference})"
    first = f"Báo cáo tự kiểm tra vừa gửi đến: {name}"
    assert board_hears() == [("minh", first, at("check/"))]
    assert board_hears() == []
    theirs = Dossier.objects.own(hoa).exclude(pk=dossier.pk).first()
    send(theirs, hoa)
    both = "Báo cáo tự kiểm tra chờ kiểm tra: 2 đơn vị, vừa gửi đến: 1"
    assert board_hears() == [("minh", both, "/self-reports/?campaign=DVCQ2026&state=sent")]
    assert [each.text for each in Notice.objects.filter(recipient=minh, read_at=None)] == [both]
    letter = letter_to(minh)
    assert (letter.to, both in letter.subject, "Dân vận" in letter.body) == (["minh@ban.example.gov.vn"], True, True)
    take(theirs, "read", minh)
    assert letter_to(minh) is None
    take(dossier, "withdraw", lan)
    assert board_hears() == []


def test_what_came_in_is_said_to_staff_of_that_board_alone_and_only_while_the_campaign_runs(
    dossier, board_hears, lan, ngoc, binh, tuyet, thu
):
    send(dossier, lan)
    standing(dossier.inspection.campaign, "closed")
    assert board_hears() == []
    standing(dossier.inspection.campaign, "open")
    assert [name for name, *_rest in board_hears()] == ["minh"]
    Membership.objects.filter(user__username="minh").update(ends_on=timezone.localdate() - timedelta(days=1))
    Notice.objects.all().delete()
    assert board_hears() == []
