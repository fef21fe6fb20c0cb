"""Where the head isn't known yet the deputy decides in his place, else the Board's staff with a reason: one rule for
the steps of inspections and for papers.
"""

import pytest

from inspections.models import DelegationMember, Inspection
from portal.campaigns.matrix import narrowed_for
from portal.home.tasks import tasks_of
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.issuing import issue
from reports.documents.issue.steps import remarks_on, submit
from tests.reports.issued import DAY, NOW, TODAY, fresh, refusal_of
from workflow.models import Event, Notice
from workflow.records.refusals import NotYours
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
LED_BY = {"head": {"binh": "head", "van": "deputy"}, "deputy": {"van": "deputy"}, "nobody": {}}
# Of a delegation led so: who submits the conclusion and issues the delegation's papers, and whether with a reason.
IN_HIS_PLACE = {"head": ("binh", False), "deputy": ("van", False), "nobody": ("minh", True)}


@pytest.fixture(params=LED_BY)
def led_by(request, inspection, binh, van):
    """How the delegation of an inspection that is being drafted is led."""
    members = inspection.delegation.members
    members.filter(role__in=["head", "deputy"]).delete()
    members.filter(person__in=[binh.person_id, van.person_id]).delete()
    for name, role in LED_BY[request.param].items():
        person = {"binh": binh, "van": van}[name].person
        DelegationMember.objects.create(delegation=inspection.delegation, person=person, role=role, position=9)
    inspection.write_step("drafting", {})
    return request.param


def read_anew(inspection):
    return Inspection.objects.get(pk=inspection.pk)


def test_the_conclusion_is_submitted_by_who_stands_in_for_the_head(
    led_by, inspection, minh, van, son, request, signed_in
):
    name, with_reason = IN_HIS_PLACE[led_by]
    actor = request.getfixturevalue(name)
    waiting = {user.username for user in (minh, van, son, actor) if is_waited_for(inspection, user)}
    assert waiting == {name}
    for other in {minh, van, son} - {actor}:
        assert refusal_of(lambda other=other: take(read_anew(inspection), "submit", fresh(other), "Vì vậy"), NotYours)
    page = signed_in(actor).get(f"{inspection.get_absolute_url()}steps/submit/").content.decode()
    assert ("Lý do bạn làm thay" in page, 'name="reason"' in page) == (with_reason, with_reason)
    if with_reason:
        assert refusal_of(lambda: take(read_anew(inspection), "submit", actor)) == "Nhập lý do."
    event = take(read_anew(inspection), "submit", actor, "Đoàn chưa có Trưởng đoàn" if with_reason else "")
    assert (event.actor, bool(event.reason)) == (actor, with_reason)


def is_waited_for(inspection, user):
    is_listed = Inspection.objects.waiting_for(fresh(user)).filter(pk=inspection.pk).exists()
    own = narrowed_for(fresh(user), inspection.campaign, {"task": "submit", "whose": "me"}, TODAY)
    assert own.filter(pk=inspection.pk).exists() == is_listed
    tasks = [task for task in tasks_of(fresh(user), TODAY) if task.title.startswith("Trình kết luận")]
    assert bool(tasks) or not is_listed
    return is_listed


def test_the_delegations_report_is_issued_by_who_stands_in_for_the_head(led_by, inspection, minh, request):
    name, with_reason = IN_HIS_PLACE[led_by]
    actor = request.getfixturevalue(name)
    document = start_draft("result-report", inspection, minh, DAY, today=TODAY)
    open_ended = [remark for remark in remarks_on(document) if "chưa có Trưởng đoàn" in remark.text]
    assert [remark.kind for remark in open_ended] == ["warning"] * with_reason
    submit(document, minh, now=NOW)
    informed = Notice.objects.filter(path=document.get_absolute_url()).values_list("recipient__username", flat=True)
    assert name in set(informed)
    assert ("binh" in informed) == (led_by == "head")
    line = lambda sheet: b"%PDF " + sheet["title"].encode()  # noqa: E731  printing is tested by itself
    if with_reason:
        refusal = refusal_of(lambda: issue(document, actor, DAY, now=NOW, press=line))
        assert refusal == "Nhập lý do bạn ban hành thay Trưởng đoàn."
    else:
        assert refusal_of(lambda: issue(document, minh, DAY, now=NOW, press=line, reason="Vì vậy"), NotYours)
    issue(document, actor, DAY, now=NOW, press=line, reason="Đoàn chưa có Trưởng đoàn" if with_reason else "")
    inspection.refresh_from_db()
    assert inspection.state == "for_decision"
    for record, act in ((document, "issue"), (inspection, "submit")):
        event = Event.objects.about(record).filter(act=act).first()  # the newest
        assert (event.actor, bool(event.reason)) == (actor, with_reason)
