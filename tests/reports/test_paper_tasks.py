"""Papers that wait for somebody are tasks on home, one line an act, and their list holds exactly the rows counted."""

import pytest

from portal.home.papers import paper_tasks
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.issuing import issue
from reports.documents.issue.steps import publish, submit
from reports.documents.registers.acts import reserve
from reports.documents.signatures.acts import attach_signed
from reports.models import Document
from tests.reports.issued import DAY, NOW, READING, SIGNED, TODAY, fresh
from tests.triggers import without_triggers
from workflow.steps.acts import open_steps

pytestmark = pytest.mark.django_db
WORDS = {
    "submit": "Trình văn bản đã giữ số",
    "issue": "Ban hành văn bản chờ ký",
    "sign": "Đính kèm bản đã ký, rồi công bố",
    "publish": "Công bố cho đơn vị",
}


@pytest.fixture
def no_papers_yet(inspection):
    """Of the demo's none waits for anybody."""
    with without_triggers(Document):
        Document.objects.filter(state__in=["issued", "signed"]).update(is_internal=True)
    for document in Document.objects.filter(state="submitted"):
        document.write_step("draft", {})


def acts_of(user):
    return {task.title.split(":")[0]: task for task in paper_tasks(fresh(user), TODAY)}


def test_a_paper_waits_for_who_does_the_next_act(no_papers_yet, inspection, minh, ngoc, binh, son, lan):
    def waiting():
        found = {user.username: set(acts_of(user)) for user in (minh, ngoc, binh, son, lan)}
        return {name: acts for name, acts in found.items() if acts}

    document = start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)
    assert waiting() == {}
    reserve(document, minh, today=TODAY)
    assert waiting() == {"minh": {WORDS["submit"]}}
    submit(document, minh, now=NOW)
    assert waiting() == {"ngoc": {WORDS["issue"]}}
    task = acts_of(ngoc)[WORDS["issue"]]
    assert (task.url, task.act_url) == (
        document.get_absolute_url(),
        f"{document.get_absolute_url()}steps/issue/",
    )
    line = lambda sheet: b"%PDF " + sheet["title"].encode()  # noqa: E731  printing is tested by itself
    issue(document, ngoc, DAY, now=NOW, press=line)
    assert waiting() == {"minh": {WORDS["sign"]}, "ngoc": {WORDS["sign"]}}
    attach_signed(document, SIGNED, minh, READING, "scan", now=NOW)
    assert waiting() == {"minh": {WORDS["publish"]}, "ngoc": {WORDS["publish"]}}
    publish(document, minh, now=NOW)
    assert waiting() == {}


def test_papers_of_the_delegation_wait_for_its_head(no_papers_yet, inspection, minh, ngoc, binh):
    inspection.write_step("drafting", {})
    document = start_draft("result-report", inspection, minh, DAY, today=TODAY)
    submit(document, minh, now=NOW)
    assert [set(acts_of(user)) for user in (minh, ngoc, binh)] == [set(), set(), {WORDS["issue"]}]


def test_several_papers_are_one_line_that_leads_to_exactly_them(no_papers_yet, inspection, minh, ngoc, signed_in):
    made = [start_draft(kind, inspection, minh, DAY, today=TODAY) for kind in ("schedule-letter", "reminder-letter")]
    for document in made:
        submit(document, minh, now=NOW)
    start_draft("report-outline", inspection, minh, DAY, today=TODAY)
    task = acts_of(ngoc)[WORDS["issue"]]
    assert (task.title, task.act, task.act_url) == (f"{WORDS['issue']}: 2 văn bản", "Xem 2 văn bản", task.url)
    page = signed_in(ngoc).get(task.url).content.decode()
    listed = [pk for pk in Document.objects.values_list("pk", flat=True) if f'href="/documents/{pk}/"' in page]
    assert sorted(listed) == sorted(document.pk for document in made)
    home = signed_in(ngoc).get("/")
    assert task.title in home.content.decode()
    lines = [line for group in home.context["groups"] for line in group.tasks]
    assert [line.title for line in lines if not (line.act and line.act_url)] == []


def test_what_home_lists_is_what_the_steps_allow(minh, ngoc, binh, son, lan, hoa, tuyet):
    """Of the demo's papers, in the states in which they are."""
    rows = Document.objects.select_related("inspection__campaign", "campaign", "inspection__delegation", "delegation")
    for user in map(fresh, (minh, ngoc, binh, son, lan, hoa, tuyet)):
        listed = set(Document.objects.waiting_for(user).exclude(waiting="submit").values_list("pk", "waiting"))
        allowed = set()
        for document in rows:
            may = [offer.step.name for offer in open_steps(document, user) if offer.may]
            allowed |= {(document.pk, name) for name in next_act(document, may)}
        assert listed == allowed


def next_act(document, may):
    acts = {"submitted": "issue", "issued": "sign", "signed": "publish"}
    act = acts.get(document.state)
    return [act] if act in may and not (document.is_internal and act != "issue") else []
