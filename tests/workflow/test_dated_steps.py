"""Acts done outside are entered with the day on which they happened; the instant of recording stays visible."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspections.attachments.acts import publish_conclusion
from inspections.models import Inspection
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
    before = [stage_of(signed_in(user), inspection, "conclusion") for user in (ngoc, khoa)]
    Inspection.objects.filter(pk=inspection.pk).update(is_withheld=True)
    after = [stage_of(signed_in(user), inspection, "conclusion") for user in (ngoc, khoa)]
    assert before[0] == before[1] == after[0]
    assert (before[0][0], before[0][1] != "", after[1][0]) == ("Xong", True, "Chờ quyết định")
