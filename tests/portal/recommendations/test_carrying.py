"""What is open goes on in the next campaign: chosen on a page, once, in its state, with both histories."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organization, OrganizationSuccession
from inspections.models import Assignment, Campaign, Finding, Recommendation
from inspections.recommendations.acts import campaigns_after, open_before
from inspections.recommendations.listings import list_assignments
from inspections.recommendations.states import OPEN_ASSIGNMENTS
from portal.home.tasks import tasks_of
from portal.recommendations.status import status_of
from tests.made_work import make_body, make_campaign
from tests.portal.test_bulk import work_off
from tests.standing import standing
from workflow.models import BatchItem, Event
from workflow.records.refusals import NotYours, StepRefused
from workflow.steps.acts import missing_for, take

pytestmark = pytest.mark.django_db
LANS = "DVCQ2026-28108"
CARRY = "/campaigns/DVCQ2027/carry/"
TODAY = date(2027, 2, 1)


@pytest.fixture
def campaign():
    return Campaign.objects.get(code="DVCQ2026")


@pytest.fixture
def later(campaign):
    """The Board's next campaign, open."""
    made = Campaign.objects.create(
        inspecting_organization=campaign.inspecting_organization, code="DVCQ2027", theme="Năm 2027", year=2027,
        starts_on=date(2027, 1, 10), criteria_set=campaign.criteria_set,
    )  # fmt: skip
    return standing(made, "open")


@pytest.fixture
def mine(later):
    """What Lan's commune has to do, some of it accepted."""
    return list(Assignment.objects.filter(recommendation__inspection__reference=LANS).order_by("pk"))


@pytest.fixture
def carry(signed_in, minh, django_capture_on_commit_callbacks):
    """`carry(*assignments)` ticks them on Minh's page, and lets the worker do it: the answer to the form."""

    def send(*chosen):
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(minh).post(CARRY, {"row": [each.pk for each in chosen]})
        work_off()
        return answer

    return send


def columns(assignment):
    names = ("owner_organization_id", "owner_as_printed", "person_id", "due_on", "due_as_printed", "requested_until")
    return [getattr(assignment, name) for name in names]


def test_minh_sees_what_is_open_and_what_is_ticked_goes_on_once_in_its_state(
    mine, campaign, later, signed_in, minh, lan, carry
):
    take(mine[0], "request_extension", lan, reason="Chờ vốn.", requested_until=date(2030, 1, 1))
    weakness = Finding.objects.filter(inspection__reference=LANS, kind="shortcoming").first()
    Recommendation.objects.filter(pk=mine[0].recommendation_id).update(finding=weakness)
    board = signed_in(minh)
    shown = board.get(CARRY).context["rows"]
    found = Assignment.objects.filter(recommendation__campaign=campaign).exclude(state__in=["verified", "replied"])
    assert {row.assignment.pk for row in shown} == {
        each.pk for each in found if each.recommendation.inspection.is_published
    }
    assert board.get("/campaigns/DVCQ2027/").context["carries"] == len(shown)
    assert {row.is_ticked for row in shown} == {True}
    assert carry(mine[0]).status_code == 302
    again = carry(mine[0])
    assert (again.status_code, again.context["form"].non_field_errors()) == (422, ["Chưa đánh dấu đề nghị nào."])
    old = Assignment.objects.get(pk=mine[0].pk)
    new = old.carried_to.get()
    assert (old.state, old.carried_into, new.state, columns(new)) == ("carried_over", later, "accepted", columns(old))
    notes = [status_of(each, TODAY).note for each in (old, new)]
    assert notes == ["", "xin gia hạn đến 01/01/2030"]  # only one of them still asks for it
    recommendation = new.recommendation
    above = (recommendation.campaign, recommendation.inspection, recommendation.origin, recommendation.finding)
    assert above == (later, None, old.recommendation, weakness)
    acts = [list(Event.objects.about(each).values_list("act", "actor__username")[:1]) for each in (old, new)]
    assert acts == [[("carry_over", "minh")], [("continue", "minh")]]


def test_each_of_the_two_leads_to_the_other_and_the_new_one_shows_what_was_answered(mine, later, signed_in, lan, carry):
    take(mine[0], "answer", lan, reason="Đã niêm yết.")
    carry(mine[0])
    new, owner = mine[0].carried_to.get(), signed_in(lan)
    pages = [owner.get(each.get_absolute_url()).context for each in (mine[0], new)]
    assert [[(way.words, way.url) for way in page["ways"]] for page in pages] == [
        [("Theo dõi tiếp ở đợt Năm 2027", new.get_absolute_url())],
        [("Chuyển từ đợt Kiểm tra công tác dân vận chính quyền năm 2026", mine[0].get_absolute_url())],
    ]
    assert (pages[1]["latest"].text, [each.word for each in pages[1]["rounds"]]) == (
        "Đã niêm yết.",
        ["Chuyển từ đợt trước", "Nhận thực hiện"],
    )
    assert pages[1]["subject_name"] == "UBND xã Cần Đước"


def test_what_goes_on_is_its_owners_and_the_boards_task_and_frees_the_old_campaign(
    mine, campaign, later, signed_in, lan, hoa, minh, ngoc, carry
):
    carry(*Assignment.objects.filter(recommendation__campaign=campaign))
    new = mine[0].carried_to.get()
    take(new, "answer", lan, reason="Xong.")
    assert [signed_in(user).get(new.get_absolute_url()).status_code for user in (lan, minh, hoa)] == [200, 200, 404]
    titles = {user.username: [task.title for task in tasks_of(user, TODAY)] for user in (lan, minh)}
    assert any(new.recommendation.text in title for title in titles["minh"])
    other = mine[1].carried_to.get()
    assert any(other.recommendation.text in title for title in titles["lan"])
    rows = signed_in(ngoc).get("/recommendations/?campaign=DVCQ2027&age=any").context["page"].rows
    (listed,) = list_assignments([row for row in rows if row.pk == new.pk], ngoc)
    assert (listed.inspected.inspection.reference, listed.inspected.subject_name) == (LANS, "UBND xã Cần Đước")
    left = [each for each in assignments_in(campaign) if each.state in OPEN_ASSIGNMENTS]
    assert [each.recommendation.inspection.is_published for each in left] == [False] * len(left)  # not concluded yet
    gone_on = len(assignments_in(later))
    closed, kept = [missing_for(each, each.STEPS["close"]) for each in (campaign, later)]
    assert (closed, re.findall(r"\d+", str(kept[0]))) == ([], [str(gone_on)])


def assignments_in(campaign):
    return list(Assignment.objects.filter(recommendation__campaign=campaign))


def test_who_answered_in_the_earlier_campaign_cannot_verify_in_the_later_one(mine, later, signed_in, lan, minh, carry):
    board = later.inspecting_organization
    Membership.objects.create(user=lan, organization=board, role="staff", starts_on=date(2026, 1, 1))
    take(mine[0], "answer", lan, reason="Xong.")
    carry(mine[0])
    new, lan = mine[0].carried_to.get(), type(lan).objects.get(pk=lan.pk)
    with pytest.raises(NotYours):
        take(new, "verify", lan)
    lists = [signed_in(user).get("/recommendations/?task=verify&campaign=DVCQ2027") for user in (lan, minh)]
    assert [len(page.context["page"].rows) for page in lists] == [0, 1]
    waiting = [any("Xác nhận" in task.title for task in tasks_of(user, TODAY)) for user in (lan, minh)]
    assert waiting == [False, True]


def year_after(campaign):
    """Make the Board's campaign of the next year, open."""
    made = make_campaign(campaign.inspecting_organization, f"DVCQ{campaign.year + 1}", campaign.criteria_set)
    Campaign.objects.filter(pk=made.pk).update(year=campaign.year + 1)
    return Campaign.objects.get(pk=made.pk)


def test_who_answered_for_one_owner_verifies_another_owners_part_and_page_list_task_and_bulk_agree(
    mine, later, signed_in, lan, minh, carry
):
    """Lan has a second role, at the Board; two owners share a recommendation that goes on twice."""
    lan.memberships.create(organization=later.inspecting_organization, role="staff", starts_on=date(2026, 1, 1))
    lan = type(lan).objects.get(pk=lan.pk)
    other = Assignment.objects.create(
        recommendation=mine[0].recommendation, owner_organization=make_body("phong-khac", "agency", "state"),
        owner_as_printed="Phòng khác",
    )  # fmt: skip
    standing(other, "answered")
    take(mine[0], "answer", lan, reason="Xong.")
    carry(mine[0], other)
    last, found = year_after(later), {}
    own, others = [each.carried_to.get() for each in (mine[0], other)]
    for assignment in (own, others):
        take(assignment, "carry_over", minh, carried_into=last)
    own, others = [each.carried_to.get() for each in (own, others)]
    client = signed_in(lan)
    for assignment in (own, others):
        main = client.get(assignment.get_absolute_url()).context["main"]
        found[assignment] = main is not None and main.offer.step.name == "verify"
    rows = client.get(f"/recommendations/?task=verify&campaign={last.code}").context["page"].rows
    tasks = [task.url for task in tasks_of(lan, TODAY) if "Xác nhận" in task.title]
    bulk = client.get(f"/campaigns/{year_after(last).code}/carry/").context["rows"]
    assert found == {own: False, others: True}
    assert (list(rows), tasks) == ([others], [others.get_absolute_url()])
    assert [row.assignment for row in bulk if row.assignment in found] == [others]


def test_it_is_the_staffs_act_and_into_an_open_campaign_of_the_board_that_began_later(
    mine, campaign, later, signed_in, minh, ngoc, lan, tuyet
):
    assert [signed_in(user).get(CARRY).status_code for user in (minh, ngoc, tuyet, lan)] == [200, 403, 404, 404]
    standing(later, "draft")
    page = signed_in(minh)
    assert page.get(CARRY).context["why_not"].startswith("Chuyển được khi đợt này đang thực hiện")
    assert page.post(CARRY, {"row": [mine[0].pk]}).status_code == 403
    other = Campaign.objects.create(
        inspecting_organization=make_body("ban-khac", "party_board", "party"), code="KHAC", theme="Đợt khác",
        year=2028, criteria_set=campaign.criteria_set,
    )  # fmt: skip
    for wrong in (later, campaign, standing(other, "open"), None):
        with pytest.raises(StepRefused, match="Chọn đợt sau đang thực hiện"):
            take(mine[0], "carry_over", minh, carried_into=wrong)
    assert list(campaigns_after(campaign, TODAY)) == []


def test_one_alone_is_carried_over_on_its_own_page_where_a_later_campaign_is_open(mine, later, signed_in, minh):
    page, address = signed_in(minh), reverse("assignment_step", args=[mine[0].pk, "carry_over"])
    assert page.post(address, {"carried_into": later.pk}).status_code == 302
    assert mine[0].carried_to.get().recommendation.campaign == later
    standing(later, "closed")
    shown = page.get(mine[1].get_absolute_url()).context
    assert "carry_over" not in [each.offer.step.name for each in shown["others"]]


def test_the_heirs_of_an_ended_owner_go_on_with_a_share_each_of_one_recommendation(mine, later, minh):
    owner = mine[0].owner_organization
    heirs = [Organization.objects.get(short_code=f"ubnd-{code}") for code in ("28114", "28138")]
    for heir in heirs:
        OrganizationSuccession.objects.create(old=owner, new=heir, effective_on=date(2026, 1, 1))
    Organization.objects.filter(pk=owner.pk).update(closed_on=date(2026, 1, 1))
    take(Assignment.objects.get(pk=mine[0].pk), "carry_over", minh, carried_into=later)
    made = Assignment.objects.filter(carried_from=mine[0])
    assert {each.owner_organization: each.owner_as_printed for each in made} == {heir: str(heir) for heir in heirs}
    assert Recommendation.objects.filter(campaign=later).count() == 1


def test_a_part_handed_to_an_heir_or_to_the_next_campaign_takes_no_act_of_a_day_before_it(mine, later, minh):
    owner = mine[0].owner_organization
    heir = Organization.objects.get(short_code="ubnd-28114")
    OrganizationSuccession.objects.create(old=owner, new=heir, effective_on=date(2026, 8, 1))
    take(mine[0], "transfer", minh, reason="Sáp nhập xã.", happened_on=date(2026, 8, 20))
    take(mine[1], "carry_over", minh, carried_into=later, happened_on=date(2026, 9, 10))
    made = [mine[0].transferred_to.get(), mine[1].carried_to.get()]
    first_days = [date(2026, 8, 20), min(later.starts_on, timezone.localdate(made[1].created_at))]
    assert [each.began_on() for each in made] == first_days
    whys = [
        (each.why_not_yet(day - timedelta(1)), each.why_not_yet(day))
        for each, day in zip(made, first_days, strict=True)
    ]
    assert whys == [([f"Ngày thực hiện trước khi có đề nghị này ({day:%d/%m/%Y})."], []) for day in first_days]
    shown = [Event.objects.about(each).filter(act="continue").values_list("happened_on", flat=True) for each in made]
    assert [list(days) for days in shown] == [[], [date(2026, 9, 10)]]


def test_owners_of_one_recommendation_go_on_one_by_one_below_it_and_others_after_it(mine, later, minh):
    second = Assignment.objects.create(
        recommendation=mine[0].recommendation, owner_organization=make_body("phong", "department"),
        owner_as_printed="Phòng Nội vụ",
    )  # fmt: skip
    for each in (mine[0], mine[1], second):
        take(each, "carry_over", minh, carried_into=later)
    made = Assignment.objects.filter(recommendation__campaign=later).order_by("recommendation__position", "pk")
    shown = [(each.carried_from, each.recommendation.position) for each in made]
    assert shown == [(mine[0], 1), (second, 1), (mine[1], 2)]


def test_what_goes_on_twice_still_names_the_recommendation_as_it_was_made(mine, later, signed_in, minh):
    take(mine[0], "carry_over", minh, carried_into=later)
    last = make_campaign(later.inspecting_organization, "DVCQ2028", later.criteria_set)
    Campaign.objects.filter(pk=last.pk).update(year=2028)
    take(mine[0].carried_to.get(), "carry_over", minh, carried_into=last)
    newest = Assignment.objects.get(recommendation__campaign=last)
    assert newest.recommendation.origin == mine[0].recommendation
    page = signed_in(minh).get(newest.get_absolute_url()).context
    words = [each.word for each in page["rounds"]]
    assert (page["subject_name"], words.count("Chuyển từ đợt trước")) == ("UBND xã Cần Đước", 2)


def test_of_two_campaigns_of_a_year_the_later_is_the_one_that_began_later(campaign, later):
    found = {}
    for days in (-1, 0, 1, None):
        day = None if days is None else campaign.starts_on + timedelta(days=days)
        Campaign.objects.filter(pk=later.pk).update(year=campaign.year, starts_on=day)
        later.refresh_from_db()
        found[days] = (later in campaigns_after(campaign, TODAY), open_before(later, TODAY).exists())
    assert found == {-1: (False, False), 0: (False, False), 1: (True, True), None: (False, False)}


def test_a_board_that_took_a_campaign_over_carries_on_what_is_open_there(mine, campaign, later):
    heir = make_body("ban-ke-thua", "party_board", "party")
    Campaign.objects.filter(pk=later.pk).update(inspecting_organization=heir)
    later = Campaign.objects.get(pk=later.pk)
    assert mine[0] not in open_before(later, TODAY)
    Organization.objects.filter(pk=campaign.inspecting_organization_id).update(closed_on=date(2027, 1, 1))
    Campaign.objects.filter(pk=campaign.pk).update(taken_over_by=heir)
    assert mine[0] in open_before(later, TODAY)


def test_what_two_sent_at_once_goes_on_once_and_counts_as_done(
    mine, later, signed_in, minh, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answers = [signed_in(minh).post(CARRY, {"row": [mine[0].pk]}) for _ in range(2)]
    work_off()
    assert ([answer.status_code for answer in answers], mine[0].carried_to.count()) == ([302, 302], 1)
    done = BatchItem.objects.filter(key=str(mine[0].pk)).order_by("pk").values_list("state", "message")
    assert list(done) == [("done", ""), ("done", "Đã chuyển từ trước.")]
