"""Acts done outside are entered with the day on which they happened; the instant of recording stays visible."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspections.attachments.acts import publish_conclusion
from inspections.models import Assignment, Inspection
from portal.home.morning import happened
from tests.inspections.attachments.typed_papers import NOTICE, judged, printed
from workflow.history.recent import happened_to
from workflow.models import Event
from workflow.records.refusals import StepRefused
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(db):
    return Inspection.objects.get(reference="DVCQ2026-25459")


def press(browser, record, step, **typed):
    return browser.post(f"{record.get_absolute_url()}steps/{step}/", typed)


def stage_of(browser, inspection, key):
    rows = browser.get(inspection.campaign.get_absolute_url(), {"q": inspection.reference}).context["page"].rows
    return next((stage.word, stage.note) for stage in rows[0].stages if stage.key == key)


def own_stage(browser, inspection, key):
    stages = browser.get(inspection.get_absolute_url()).context["stages"]
    return next((stage.word, stage.note) for stage in stages if stage.key == key)


def test_history_and_matrix_show_the_day_and_the_history_the_instant_too(signed_in, minh, planned):
    browser = signed_in(minh)
    assert press(browser, planned, "notify", happened_on="10/05/2026").status_code == 302
    event = Event.objects.about(planned).first()
    assert (event.act, event.happened_on) == ("notify", date(2026, 5, 10))
    assert timezone.localdate(event.at) == timezone.localdate()
    page = browser.get(planned.get_absolute_url()).content.decode()
    assert "thực hiện ngày 10/05/2026" in page
    assert f"{timezone.localtime(event.at):%d/%m/%Y %H:%M}" in page
    assert stage_of(browser, planned, "notice") == ("Xong", "10/05/2026")
    assert own_stage(browser, planned, "notice") == ("Xong", "10/05/2026")


def test_without_a_day_it_is_today_and_only_the_instant_is_kept(signed_in, minh, planned):
    browser = signed_in(minh)
    press(browser, planned, "notify", happened_on="")
    assert Event.objects.about(planned).first().happened_on is None
    assert "thực hiện ngày" not in browser.get(planned.get_absolute_url()).content.decode()
    assert stage_of(browser, planned, "notice") == ("Xong", f"{timezone.localdate():%d/%m/%Y}")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (timezone.localdate() + timedelta(days=1), "Ngày thực hiện sau hôm nay."),
        (date(2026, 5, 9), "Ngày thực hiện trước bước “Gửi thông báo” (10/05/2026)."),
        (date(26, 5, 9), "Năm 0026 không thể đúng"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(signed_in, minh, planned, day, why):
    take(planned, "notify", minh, happened_on=date(2026, 5, 10))
    page = press(signed_in(minh), planned, "start", happened_on=f"{day.day:02d}/{day.month:02d}/{day.year:04d}")
    assert page.context["form"].errors["happened_on"][0].startswith(why)
    with pytest.raises(StepRefused):
        take(planned, "start", minh, happened_on=day)
    assert Inspection.objects.get(pk=planned.pk).state == "notified"


def test_what_was_done_weeks_ago_is_no_news_of_today(minh, planned):
    campaign, today = planned.campaign, timezone.localdate()
    take(planned, "notify", minh, happened_on=today - timedelta(days=20))
    did = Inspection.objects.filter(happened_to(Inspection, "notify", today), campaign=campaign)
    assert (planned in did, counted(campaign, today)) == (False, did.count())
    take(planned, "start", minh, happened_on=today - timedelta(days=1))
    assert planned in Inspection.objects.filter(happened_to(Inspection, "start", today))


def counted(campaign, today):
    words = "thông báo làm việc đã gửi"
    return sum(line.n for line in happened({campaign.pk: campaign}, today)[campaign.pk] if line.words == words)


def test_a_published_conclusion_and_what_follows_it_have_the_day(ngoc):
    inspection = Inspection.objects.get(reference="DVCQ2026-28138")
    day = Event.objects.about(inspection).first().day
    publish_conclusion(inspection, ngoc, judged(NOTICE), happened_on=day, **printed(day))
    events = Event.objects.about(inspection).filter(act__in=["conclude", "follow"])
    assert {(each.act, each.day) for each in events} <= {("conclude", day), ("follow", day)}
    assert events.get(act="conclude").happened_on == day != timezone.localdate()


def test_outsiders_read_no_day_of_a_conclusion_that_is_withheld(signed_in, ngoc, khoa):
    inspection = Inspection.objects.get(reference="DVCQ2026-28108")
    before = [own_stage(signed_in(user), inspection, "conclusion") for user in (ngoc, khoa)]
    assert before == [stage_of(signed_in(user), inspection, "conclusion") for user in (ngoc, khoa)]
    Inspection.objects.filter(pk=inspection.pk).update(is_withheld=True)
    after = [own_stage(signed_in(user), inspection, "conclusion") for user in (ngoc, khoa)]
    assert after == [stage_of(signed_in(user), inspection, "conclusion") for user in (ngoc, khoa)]
    assert before[0] == before[1] == after[0]
    assert (before[0][0], before[0][1] != "", after[1][0]) == ("Xong", True, "Chờ quyết định")


# --- Recommendations -----------------------------------------------------------------------------------------------
@pytest.fixture
def assignment(db):
    """Lan's to answer, since she accepted it."""
    return Assignment.objects.filter(recommendation__inspection__reference="DVCQ2026-28108").order_by("pk").first()


@pytest.fixture
def accepted_on(assignment):
    return Event.objects.about(assignment).get(act="accept").day


def test_the_day_of_each_act_of_a_recommendation_stands_in_its_rounds_beside_the_instant(
    signed_in, lan, minh, assignment, accepted_on
):
    days = {act: accepted_on + timedelta(days=n) for n, act in enumerate(["plan", "answer", "extend", "return"])}
    typed = {act: {"reason": f"Lời của {act}", "happened_on": f"{day:%d/%m/%Y}"} for act, day in days.items()}
    typed["extend"]["due_on"] = "31/12/2027"
    for act, fields in typed.items():
        who = lan if act in ("plan", "answer") else minh
        assert press(signed_in(who), assignment, act, **fields).status_code == 302, act
    events = Event.objects.about(assignment).filter(act__in=typed)
    assert {each.act: each.happened_on for each in events} == days
    assert {timezone.localdate(each.at) for each in events} == {timezone.localdate()}
    page = signed_in(minh).get(assignment.get_absolute_url())
    rounds = [page.context["latest"], *page.context["rounds"]]
    assert {(each.text.split("Lời của ")[1], each.happened_on) for each in rounds if "Lời" in each.text} == set(
        days.items()
    )
    text = page.content.decode()
    assert [text.count(f"thực hiện ngày {day:%d/%m/%Y}") for day in days.values()] == [1] * 4
    assert text.count(f"{timezone.localtime(events[0].at):%d/%m/%Y %H:%M}") >= 1


def test_a_recommendation_that_was_verified_outside_is_news_of_that_day(lan, minh, assignment, accepted_on):
    take(assignment, "answer", lan, reason="Xong.", happened_on=accepted_on)
    assert assignment.answers.get().happened_on == accepted_on
    take(assignment, "verify", minh)
    assert assignment.answers.order_by("pk").last().happened_on is None


@pytest.mark.parametrize(
    ("step", "comes_after", "why"),
    [
        ("answer", "accept", "Ngày thực hiện trước bước “Nhận thực hiện” (%s)."),
        ("accept", "conclude", "Ngày thực hiện trước khi có đề nghị này (%s)."),
    ],
)
def test_a_recommendation_is_not_acted_on_before_it_was_there_nor_in_the_future(
    signed_in, lan, assignment, step, comes_after, why
):
    if step == "accept":  # another share of it, which nobody has accepted
        share = {"owner_organization": assignment.owner_organization, "owner_as_printed": "UBND xã"}
        assignment = Assignment.objects.create(recommendation=assignment.recommendation, **share)
    before = assignment.recommendation.inspection if step == "accept" else assignment
    first = Event.objects.about(before).get(act=comes_after).day
    refused = {
        first - timedelta(days=1): why % f"{first:%d/%m/%Y}",
        timezone.localdate() + timedelta(days=1): "Ngày thực hiện sau hôm nay.",
    }
    for day, words in refused.items():
        page = press(signed_in(lan), assignment, step, reason="Xong", happened_on=f"{day:%d/%m/%Y}")
        assert page.context["form"].errors == {"happened_on": [words]}
        with pytest.raises(StepRefused) as refusal:
            take(assignment, step, lan, reason="Xong", happened_on=day)
        assert refusal.value.messages == [words]
    take(assignment, step, lan, reason="Xong", happened_on=first)
    assert Event.objects.about(assignment).first().day == first
