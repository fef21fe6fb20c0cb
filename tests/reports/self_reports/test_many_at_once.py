"""Many self-reports in one act: reminded, or given another due day; judged first, done in the background, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from accounts.models import Membership
from reports.models import Dossier
from reports.submissions.following.bulk import ACTS, judge
from tests.made_work import make_body, make_user
from tests.standing import standing
from workflow.jobs import batches
from workflow.models import Batch, BatchItem, Event, Notice

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def staff(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def confirm(staff, django_capture_on_commit_callbacks):
    """`confirm(query)` presses the button of the page and lets the worker do what is queued."""

    def press(query, **typed):
        address = f"{reverse('dossier_bulk')}?{query}"
        form = staff.get(address).context["form"]
        sent = {name: form[name].value() for name in ("receipt", "shown")} | typed
        with django_capture_on_commit_callbacks(execute=True):
            answers = [staff.post(address, sent), staff.post(address, sent)]
        for task in OrmQ.objects.order_by("pk"):
            batches.run(*SignedPackage.loads(task.payload)["args"])
        OrmQ.objects.all().delete()
        return answers

    return press


@pytest.fixture
def others(dossier):
    """Further reports of the campaign, all of which are awaited; the last one is accepted."""
    rows = list(Dossier.objects.filter(inspection__campaign=dossier.inspection.campaign).exclude(pk=dossier.pk))
    for row in rows:
        standing(row.inspection, "notified")
        standing(row, "requested")
    standing(rows[-1], "accepted")
    return rows


def rows_of(*dossiers):
    return "&".join(f"row={each.pk}" for each in dossiers)


def test_minh_reminds_the_ticked_ones_with_his_words(confirm, dossier, others, lan):
    Notice.objects.all().delete()
    first, second = confirm(f"act=remind&{rows_of(dossier, others[-1])}", reason="Gửi sớm giúp.")
    batch = Batch.objects.get()
    assert (first.url, second.url) == (reverse("batch_show", args=[batch.pk]),) * 2
    assert [(item.key, item.message) for item in batch.items.all()] == [(str(dossier.pk), "Đã nhắc 2 người.")]
    [notice] = Notice.objects.filter(recipient=lan, kind="submissions.reminder")
    reference, day = dossier.inspection.reference, f"{dossier.due_on:%d/%m/%Y}"
    assert (notice.text, notice.path) == (
        f"Đôn đốc: gửi báo cáo tự kiểm tra ({reference}), hạn {day}. Gửi sớm giúp.",
        dossier.get_absolute_url(),
    )
    [event] = Event.objects.about(dossier).filter(act="reminded")
    assert (event.actor.username, event.reason, event.changes["people"]) == ("minh", "Gửi sớm giúp.", 2)
    confirm(f"act=remind&{rows_of(dossier)}", reason="")  # without words
    assert Notice.objects.filter(recipient=lan, kind="submissions.reminder").count() == 2


def test_many_get_another_day_with_a_reason_each_with_its_event_and_notice(confirm, dossier, others, lan, staff):
    Notice.objects.all().delete()
    query = f"act=extend&all=1&campaign={dossier.inspection.campaign.code}&state=requested"
    page = staff.get(f"{reverse('dossier_bulk')}?{query}")
    judged, kept = page.context["judged"], f"campaign={dossier.inspection.campaign.code}&state=requested"
    assert (len(judged.can), judged.cannot) == (len(others), [])  # the accepted one isn't among those filtered
    assert page.context["back"] == f"{reverse('dossier_list')}?{kept}"
    confirm(query, due_on=f"{LATER:%d/%m/%Y}", reason="Lũ lụt")
    moved = Dossier.objects.filter(due_on=LATER)
    assert set(moved) == {dossier, *others[:-1]}
    events = Event.objects.about_all(list(moved)).filter(act="extend")
    assert {(event.reason, event.changes["due_on"][1]) for event in events} == {("Lũ lụt", LATER.isoformat())}
    assert events.count() == len(others)
    assert Notice.objects.filter(recipient=lan, text__contains=f"đổi thành {LATER:%d/%m/%Y}").exists()


WRONG = {
    "a day that is over": ({"due_on": f"{TODAY - timedelta(days=1):%d/%m/%Y}", "reason": "x"}, "due_on"),
    "no day": ({"due_on": "", "reason": "x"}, "due_on"),
    "no reason": ({"due_on": f"{TODAY:%d/%m/%Y}", "reason": ""}, "reason"),
    "another list": ({"due_on": f"{TODAY:%d/%m/%Y}", "reason": "x", "shown": "7"}, "shown"),
}


@pytest.mark.parametrize(("typed", "field"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_day_changes_nothing_and_is_said_at_its_field(confirm, dossier, typed, field):
    first, _second = confirm(f"act=extend&{rows_of(dossier)}", **typed)
    assert (first.status_code, list(first.context["form"].errors)) == (422, [field])
    assert not Batch.objects.exists()


def test_one_report_gets_another_day_only_with_a_reason_and_not_before_today(staff, dossier, at):
    past, day = f"{TODAY - timedelta(days=1):%d/%m/%Y}", f"{LATER:%d/%m/%Y}"
    for typed in ({"due_on": day}, {"due_on": past, "reason": "x"}, {"reason": "x"}):
        assert staff.post(at("steps/extend/"), typed).status_code == 200
    assert staff.post(at("steps/extend/"), {"due_on": day, "reason": "Lũ lụt"}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.due_on == LATER


REASONS = {
    "accepted": (lambda each: standing(each, "accepted"), "Trạng thái hiện là “Đã nhận”."),
    "sent": (lambda each: standing(each, "sent"), "Trạng thái hiện là “Đã gửi”."),
    "of a cancelled inspection": (
        lambda each: standing(each.inspection, "cancelled"),
        "Đơn vị không gửi báo cáo được nữa: cuộc kiểm tra đã xong, hoặc đơn vị đã kết thúc.",
    ),
    "of a body without accounts": (
        lambda each: Membership.objects.filter(organization=each.reporting_organization).update(ends_on=TODAY),
        "Chưa có tài khoản nào của đơn vị để nhận lời nhắc.",
    ),
    "of a closed campaign": (
        lambda each: standing(each.inspection.campaign, "closed"),
        "Việc này không thuộc vai trò của bạn.",
    ),
}


@pytest.mark.parametrize(("change", "why"), REASONS.values(), ids=list(REASONS))
def test_what_cant_be_reminded_is_kept_back_with_its_reason(staff, dossier, change, why):
    change(dossier)
    judged = staff.get(f"{reverse('dossier_bulk')}?act=remind&{rows_of(dossier)}").context["judged"]
    assert ([each.why for each in judged.cannot], judged.can) == ([why], [])


def test_a_day_that_is_over_by_then_is_refused_and_the_day_it_has_changes_nothing(dossier, minh):
    for days in (-1, 0, 0):
        typed = {"reason": "x", "due_on": (TODAY + timedelta(days=days)).isoformat()}
        batch = batches.start("submissions.extend", minh, [(str(dossier.pk), "x")], "x", **typed)
        batches.do(batch, batch.items.get().pk)
    assert list(BatchItem.objects.order_by("pk").values_list("state", "message")) == [
        ("refused", "Ngày này đã qua."),
        ("done", ""),
        ("done", "Hạn đã là ngày này."),
    ]
    assert Event.objects.about(dossier).filter(act="extend").count() == 1


def test_what_changes_after_the_confirmation_is_judged_again(dossier, minh, lan):
    """So is whether who confirmed may do it."""
    items = [(str(dossier.pk), "x")]
    for kind, typed in (("remind", {"due_on": ""}), ("extend", {"due_on": LATER.isoformat()})):
        batch = batches.start(f"submissions.{kind}", minh, items, "x", reason="x", **typed)
        standing(dossier, "accepted")
        batches.do(batch, batch.items.get().pk)
        standing(dossier, "requested")
        batch = batches.start(f"submissions.{kind}", lan, items, "x", reason="x", **typed)
        batches.do(batch, batch.items.get().pk)
    assert set(BatchItem.objects.values_list("state", flat=True)) == {"refused"}
    assert not Event.objects.about(dossier).filter(act__in=["reminded", "extend"]).exists()


def test_the_list_is_ticked_by_staff_only_and_reaches_no_stranger(signed_in, staff, lan, hoa, ngoc, tuyet, dossier):
    rows = reverse("dossier_list")
    assert f'name="row" value="{dossier.pk}"' in staff.get(rows).content.decode()
    for user in (lan, ngoc, tuyet):
        assert 'name="row"' not in signed_in(user).get(rows).content.decode()
    for user in (lan, hoa, ngoc, tuyet):
        assert signed_in(user).get(f"{reverse('dossier_bulk')}?act=extend&{rows_of(dossier)}").status_code == 403
    other = make_body("ban-moi", kind="party_board", system="party")
    Membership.objects.create(user=lan, organization=other, role="staff", starts_on=TODAY)
    for user, why in ((make_user("moi", other, "staff"), []), (lan, ["Việc này không thuộc vai trò của bạn."])):
        judged = signed_in(user).get(f"{reverse('dossier_bulk')}?act=remind&{rows_of(dossier)}").context["judged"]
        assert (judged.can, [each.why for each in judged.cannot]) == ([], why)
    for query in ("act=remind&row=999999999", "act=remind", "act=remind&row=x"):
        judged = staff.get(f"{reverse('dossier_bulk')}?{query}").context["judged"]
        assert (judged.can, judged.cannot) == ([], [])
    for query in ("all=1&state=nothing", "&".join(f"row={n}" for n in range(51))):
        assert staff.get(f"{reverse('dossier_bulk')}?act=remind&{query}").status_code == 400


def test_judging_costs_a_fixed_number_of_queries(minh, dossier, others, django_assert_num_queries):
    rows = Dossier.objects.visible_to(minh)
    for found in (rows.filter(pk=dossier.pk), rows):
        with django_assert_num_queries(4):
            judge(ACTS["remind"], found, minh, TODAY)
