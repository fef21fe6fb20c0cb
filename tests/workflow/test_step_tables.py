"""The tables of steps: as the specification writes them, and as `take` applies them to each of the cast."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, OrganizationSuccession
from inspections.campaigns.states import CAMPAIGN_STEPS
from inspections.inspections.states import INSPECTION_STEPS
from inspections.models import Assignment, Campaign, Inspection, OfficialPaper, PaperLink
from inspections.recommendations.states import ASSIGNMENT_STEPS
from reports.submissions.states import DOSSIER_STEPS
from tests.standing import standing
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps.acts import open_steps, take
from workflow.steps.states import BACK, SAME, expected_states, expected_steps

CAST = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"]

# name: from → to, who, with a reason ("!")
CAMPAIGN = """
open: draft → open, leader
close: open → closed, leader
reopen: closed → open, leader !
cancel: draft open → cancelled, leader !
take_over: draft open closed → same, successor
"""
INSPECTION = """
hand_in: notified in_session → same, portal
notify: planned → notified, staff
start: notified → in_session, head secretary staff
record: in_session → recorded, head secretary
draft: recorded → drafting, head secretary staff
submit: drafting → for_decision, head
send_back: for_decision → drafting, leader !
attach: for_decision → same, staff leader
conclude: for_decision → concluded, leader
follow: concluded → followed_up, portal
close: concluded followed_up → closed, staff
postpone: planned notified → postponed, staff !
resume: postponed → back, staff !
reminded: notified in_session concluded followed_up → same, portal
cancel: planned notified in_session recorded drafting for_decision concluded followed_up postponed → cancelled, leader !
"""
ASSIGNMENT = """
accept: open → accepted, owner
answer: accepted returned → answered, owner !
plan: open accepted → accepted, owner !
progress: accepted answered returned → same, owner !
request_extension: open accepted returned → same, owner !
verify: answered → verified, staff head
return: answered → returned, staff head !
reply: open accepted answered returned → replied, recipient !
extend: open accepted answered returned → same, staff !
refuse_extension: open accepted returned → same, staff !
reminded: open accepted answered returned → same, portal
carry_over: open accepted answered returned → carried_over, staff
continue:  → same, portal
transfer: open accepted answered returned → transferred, staff !
"""
REPORT = """
open: requested → writing, portal
confirm: writing returned → same, confirmer
waive: requested writing returned → same, staff !
send: writing returned → sent, officer
withdraw: sent → writing, officer
read: sent → same, leader staff head secretary
accept: sent → accepted, staff
return: sent → returned, staff
reopen: accepted → returned, staff !
extend: requested writing returned → same, staff !
reminded: requested writing returned → same, portal
hand_over: requested writing sent returned accepted → same, portal
"""
# The roles of the cast in the records of the campaign of 2026 (Delegation 1; the commune of Lan and Khoa owns).
ROLES = {
    "minh": {"staff"},
    "ngoc": {"leader"},
    "binh": {"head"},
    "son": {"secretary"},
    "van": {"member"},
    "lan": {"owner", "officer"},
    "khoa": {"owner", "officer", "confirmer"},
}
# Steps that stand in each other's way: each is tried where the others aren't looked at.
LEFT_OUT = {
    "report": {"send", "accept", "return"},  # its round isn't opened, and its leader's word is awaited
    "opened_report": {"confirm", "waive", "read", "withdraw"},
}


def written(steps) -> str:
    lines = []
    for step in steps.values():
        to = {BACK: "back", SAME: "same"}.get(step.to, step.to)
        line = f"{step.name}: {' '.join(step.from_states)} → {to}, {' '.join(step.who) or 'portal'}"
        lines.append(line + (" !" if step.needs_reason else ""))
    return "\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("steps", "table"),
    [
        (CAMPAIGN_STEPS, CAMPAIGN),
        (INSPECTION_STEPS, INSPECTION),
        (ASSIGNMENT_STEPS, ASSIGNMENT),
        (DOSSIER_STEPS, REPORT),
    ],
    ids=["campaign", "inspection", "assignment", "report"],
)
def test_the_table_is_the_models(steps, table):
    assert written(steps) == table


EXPECTED = {
    "campaign": ["open"],
    "inspection": ["notify", "start", "record", "draft", "submit", "conclude", "resume"],
    "assignment": ["accept", "answer", "verify", "reply"],
    "report": ["send", "read", "accept"],
}
TABLES = {"campaign": CAMPAIGN_STEPS, "inspection": INSPECTION_STEPS, "assignment": ASSIGNMENT_STEPS}
TABLES |= {"report": DOSSIER_STEPS}


@pytest.mark.parametrize("name", TABLES)
def test_the_steps_that_somebody_is_waited_for(name):
    assert [step.name for step in TABLES[name].values() if step.is_expected] == EXPECTED[name]


@pytest.mark.parametrize("look", ["", "main", "seal", "risk"])
@pytest.mark.parametrize("name", TABLES)
def test_how_a_button_looks_gives_nobody_a_task_and_takes_none_away(name, look):
    steps = TABLES[name]
    painted = {key: replace(step, look=look) for key, step in steps.items()}
    states = {state for step in steps.values() for state in step.from_states}
    assert expected_states(painted) == expected_states(steps)
    names = {state: [step.name for step in expected_steps(steps, state)] for state in states}
    assert {state: [step.name for step in expected_steps(painted, state)] for state in states} == names
    assert any(names.values())


@pytest.fixture
def people(db, request):
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def inspection(db):
    """Of Delegation 1, with a session, findings, and a conclusion with number and date: no check stands in the way."""
    inspection = Inspection.objects.get(reference="DVCQ2026-28138")
    paper = OfficialPaper.objects.create(
        kept_by=inspection.campaign.inspecting_organization,
        paper_type="TB",
        number="09-TB/BTGDVTU",
        dated_on=timezone.localdate(),
        issuer="Ban",
        title="về kết luận",
    )
    PaperLink.objects.create(paper=paper, role="result", inspection=inspection)
    Assignment.objects.filter(recommendation__inspection=inspection).delete()
    return inspection


@pytest.fixture
def campaign(db):
    campaign = Campaign.objects.get(code="DVCQ2026")
    for assignment in Assignment.objects.filter(recommendation__campaign=campaign):
        assignment.write_step("verified", {})
    return campaign


@pytest.fixture
def assignment(db):
    """Lan's; its owner has a successor in the register, so that it could be handed on."""
    inspection = Inspection.objects.get(reference="DVCQ2026-28108")
    heir = Organization.objects.get(short_code="ubnd-28114")
    OrganizationSuccession.objects.create(
        old=inspection.subject_organization, new=heir, effective_on="2030-01-01", extent="part"
    )
    assignment = Assignment.objects.filter(recommendation__inspection=inspection).first()
    Assignment.objects.filter(pk=assignment.pk).update(requested_until="2027-01-31")  # so that it could be refused
    return Assignment.objects.get(pk=assignment.pk)


@pytest.fixture
def petition(assignment):
    """What Lan's commune asks of the Board."""
    recommendation = assignment.recommendation
    recommendation.direction = "petition"
    recommendation.save()
    board = recommendation.campaign.inspecting_organization
    Assignment.objects.filter(pk=assignment.pk).update(owner_organization=board, owner_as_printed="Ban")
    heir = Organization.objects.get(short_code="ubnd-28114")
    OrganizationSuccession.objects.create(old=board, new=heir, effective_on="2030-01-01", extent="part")
    return Assignment.objects.get(pk=assignment.pk)


def outcomes(record, people, left_out=frozenset()):
    """(name, state, step) → what comes of that try; everything is as before afterwards."""
    got = {}
    own = {name: user.__class__.objects.select_related("person").get(pk=user.pk) for name, user in people.items()}
    for state, _label in record._meta.get_field("state").choices:
        with transaction.atomic():
            record.write_step(state, {})
            for step in steps_but(record, left_out):
                got |= {(name, state, step.name): outcome(record, step, user) for name, user in own.items()}
            transaction.set_rollback(True)
        record.refresh_from_db()
    return got


def steps_but(record, left_out):
    return [step for step in record.STEPS.values() if step.name not in left_out]


def outcome(record, step, user):
    """What comes of one try; the record is as before afterwards."""
    with transaction.atomic():
        try:
            changes = {column: value_of(record, column) for column in step.asks}
            take(record, step.name, user, reason="có lý do", **changes)
            result = "taken"
        except (NotYours, TakenAlready) as refusal:
            result = type(refusal).__name__
        except StepRefused as refusal:
            result = str(refusal)
        transaction.set_rollback(True)
    if result == "taken":
        record.refresh_from_db()
    return result


def value_of(record, column):
    """Return what the step asks for: a day, or a campaign into which the record is carried over."""
    if column != "carried_into":
        return timezone.localdate()
    own = record.recommendation.campaign
    columns = {"year": 2027, "inspecting_organization": own.inspecting_organization, "criteria_set": own.criteria_set}
    return standing(Campaign.objects.get_or_create(code="DVCQ2027", defaults=columns)[0], "open")


def expected(state, step, roles):
    if not roles & set(step.who):
        return "NotYours"
    return "taken" if state in step.from_states else "TakenAlready"


def test_each_step_of_a_report_is_tried_in_one_of_its_two_standings():
    assert LEFT_OUT["report"] & LEFT_OUT["opened_report"] == set()


@pytest.mark.parametrize("table", ["campaign", "inspection", "assignment", "petition", "report", "opened_report"])
def test_each_of_the_cast_may_take_what_the_table_gives_from_the_states_it_gives(table, people, request):
    record = request.getfixturevalue(table)
    states = record._meta.get_field("state").choices
    left_out = LEFT_OUT.get(table, frozenset())
    steps = steps_but(record, left_out)
    tries = [(name, state, step) for name in CAST for state, _label in states for step in steps]
    roles = {name: record_roles(table, name) for name in CAST}
    assert outcomes(record, people, left_out) == {
        (n, s, step.name): expected(s, step, roles[n]) for n, s, step in tries
    }


def record_roles(table, name):
    """Return the roles that count for a record: the delegation's not in a campaign, the owner's in an assignment
    only.
    """
    known = {
        "campaign": {"staff", "leader"},
        "inspection": {"staff", "leader", "head", "secretary"},
        "assignment": {"staff", "leader", "head", "secretary", "owner"},
        "petition": {"staff", "leader", "head", "secretary"},
        "report": {"staff", "leader", "head", "secretary", "officer", "confirmer"},
        "opened_report": {"staff", "leader", "head", "secretary", "officer", "confirmer"},
    }[table]
    roles = ROLES.get(name, set()) & known
    return roles | {"recipient"} if table == "petition" and roles & {"staff", "leader"} else roles


def test_a_step_that_needs_a_reason_is_refused_without_one(inspection, ngoc):
    with pytest.raises(StepRefused) as refusal:
        take(inspection, "send_back", ngoc, reason="   ")
    assert refusal.value.messages == ["Nhập lý do."]
    assert Inspection.objects.get(pk=inspection.pk).state == "for_decision"


def test_a_step_leaves_one_event_with_who_from_to_and_why(inspection, ngoc):
    before = Event.objects.about(inspection).count()
    take(inspection, "send_back", ngoc, reason="  Bổ sung nguyên nhân. ")
    event = Event.objects.about(inspection).first()
    recorded = (event.actor, event.act, event.from_state, event.to_state, event.reason)
    assert recorded == (ngoc, "send_back", "for_decision", "drafting", "Bổ sung nguyên nhân.")
    assert Event.objects.about(inspection).count() == before + 1


def test_postponed_work_comes_back_to_where_it_was(people):
    inspection = Inspection.objects.get(reference="DVCQ2026-28114")
    take(inspection, "postpone", people["minh"], reason="Trùng lịch tiếp xúc cử tri")
    take(inspection, "resume", people["minh"], reason="Đã có ngày mới")
    assert inspection.state == "notified"


def test_opening_a_campaign_freezes_its_criteria(db, ngoc):
    campaign = Campaign.objects.get(code="DVCQ2026")
    assert campaign.criteria_set.frozen_at is not None


def test_concluding_follows_by_itself_where_somebody_has_to_carry_something_out(inspection, ngoc):
    recommendation = inspection.recommendations.first()
    Assignment.objects.create(recommendation=recommendation, owner_as_printed="UBND xã")
    take(inspection, "conclude", ngoc)
    acts = list(Event.objects.about(inspection).values_list("act", "actor")[:2])
    assert (inspection.state, acts) == ("followed_up", [("follow", None), ("conclude", ngoc.pk)])


def test_who_answered_cannot_verify(assignment, people):
    from accounts.models import Membership

    board = assignment.recommendation.campaign.inspecting_organization
    lan = people["lan"]
    Membership.objects.create(user=lan, organization=board, role="staff", starts_on="2026-01-01")
    lan = type(lan).objects.get(pk=lan.pk)  # two roles now
    take(assignment, "answer", lan, reason="Đã trả lời hết ý kiến.")
    with pytest.raises(NotYours):
        take(assignment, "verify", lan)
    take(assignment, "verify", people["minh"])
    assert assignment.state == "verified"


def test_an_answer_is_kept_as_one(assignment, lan):
    take(assignment, "answer", lan, reason="Đã trả lời hết ý kiến.")
    answer = assignment.answers.get()
    assert (answer.kind, answer.text, answer.actor) == ("result", "Đã trả lời hết ý kiến.", lan)


def test_an_extension_writes_the_new_date_and_leaves_the_state(assignment, minh):
    old = assignment.due_on
    day = old.replace(year=old.year + 1)
    event = take(assignment, "extend", minh, reason="Chờ kinh phí", due_on=day)
    assert (assignment.state, assignment.due_on) == ("accepted", day)
    assert event.changes == {"due_on": [str(old), str(day)]}


def test_nobody_acts_for_a_body_that_has_ended(case, people):
    offers = [offer.may for user in people.values() for offer in open_steps(case, user)]
    assert offers == [False] * len(offers)
    assert len(offers) > 0


def test_in_its_own_time_the_case_moves(case, db):
    """The Board of 2019 had people of its own: with its day as today their steps are theirs."""
    from datetime import datetime

    from accounts.models import Membership, Person, User

    hanh = Person.objects.get(full_name="Nguyễn Thị Ngọc Hạnh")
    user = User.objects.create(username="hanh", person=hanh)
    board = case.campaign.inspecting_organization
    Membership.objects.create(user=user, organization=board, role="leader", starts_on="2018-01-01")
    now = timezone.make_aware(datetime(2019, 11, 5, 9))
    take(case, "submit", user, now=now)  # as head of the delegation
    take(case, "send_back", user, reason="Bổ sung căn cứ", now=now)  # as leader of the Board
    assert case.state == "drafting"


def test_handing_on_gives_the_successor_its_own_share_and_keeps_the_old_one(assignment, minh):
    take(assignment, "transfer", minh, reason="Sắp xếp đơn vị hành chính")
    heir = assignment.transferred_to.get()
    assert (assignment.state, heir.state, heir.due_on) == ("transferred", "open", assignment.due_on)
    assert (heir.owner_organization.short_code, heir.owner_as_printed) == ("ubnd-28114", "UBND xã Rạch Kiến")


def test_without_a_successor_in_the_register_nothing_is_handed_on(assignment, minh):
    OrganizationSuccession.objects.filter(old=assignment.owner_organization).delete()
    with pytest.raises(StepRefused) as refusal:
        take(assignment, "transfer", minh, reason="Sắp xếp")
    assert refusal.value.messages == ["Danh mục chưa ghi cơ quan kế thừa của đơn vị thực hiện."]
