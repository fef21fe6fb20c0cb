"""A campaign of an ended body: the successor's leader takes it over, then its people go on with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, OrganizationSuccession
from inspections.models import Campaign, Inspection
from portal.home.tasks import tasks_of
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused
from workflow.steps.acts import open_steps, take

DAYS = {"notice_days": "10", "report_days": "5", "conclusion_days": "30", "remedy_days": "60"}


def entered(browser, body, criteria_set, **more):
    """What comes of entering a campaign of the body of 2021."""
    columns = {"theme": "Đợt cũ", "code": "CU2021", "year": "2021", "inspecting_organization": body.pk}
    sent = {**columns, "criteria_set": criteria_set.pk, **DAYS, **more}
    return browser.post(reverse("campaign_new"), sent)


@pytest.fixture
def ended(case):
    """The campaign of the Board of Long An, which ended in 2025; the case's conclusion is still being drafted."""
    return Campaign.objects.get(pk=case.campaign_id)


def roles(record, user):
    fresh = type(record).objects.get(pk=record.pk)
    return fresh.roles_of(type(user).objects.get(pk=user.pk), timezone.localdate())


def offered(record, user):
    return [offer.step.name for offer in open_steps(record, user) if offer.may]


def test_ngoc_takes_it_over_and_from_then_on_her_people_have_their_roles(ended, case, ngoc, minh):
    assert [roles(ended, user) for user in (ngoc, minh)] == [{"successor"}, set()]
    assert (roles(case, ngoc), offered(ended, ngoc), offered(ended, minh)) == (set(), ["take_over"], [])
    take(ended, "take_over", ngoc)
    event = Event.objects.about(ended).first()
    assert (event.act, event.actor, event.from_state, event.to_state) == ("take_over", ngoc, "open", "open")
    assert ended.taken_over_by == Campaign.objects.get(code="DVCQ2026").inspecting_organization
    assert [roles(ended, user) for user in (ngoc, minh)] == [{"leader"}, {"staff"}]
    assert [roles(case, user) for user in (ngoc, minh)] == [{"leader"}, {"staff"}]
    assert offered(ended, ngoc) == ["close", "cancel"]
    with pytest.raises(NotYours):
        take(ended, "take_over", ngoc)


def test_then_it_runs_and_waits_for_somebody(ended, case, ngoc, signed_in):
    running = Campaign.objects.running().filter(pk=ended.pk)
    assert not running.exists()
    case.write_step("for_decision", {})
    assert not Inspection.objects.waiting_for(ngoc).filter(pk=case.pk).exists()
    take(ended, "take_over", ngoc)
    assert running.exists()
    assert Inspection.objects.waiting_for(ngoc).filter(pk=case.pk).exists()
    tasks = [task.url for task in tasks_of(ngoc, timezone.localdate())]
    assert case.get_absolute_url() in tasks


def test_the_page_offers_it_to_the_successors_leader_alone(ended, ngoc, minh, signed_in):
    pages = {user: signed_in(user).get(ended.get_absolute_url()).content.decode() for user in (ngoc, minh)}
    address = f"{ended.get_absolute_url()}steps/take_over/"
    assert ["Tiếp quản đợt" in pages[ngoc], address in pages[ngoc]] == [True, True]
    assert ["Tiếp quản đợt" in pages[minh], "Cơ quan kiểm tra đã kết thúc" in pages[minh]] == [False, True]
    assert signed_in(ngoc).post(address, {}).status_code == 302
    after = signed_in(minh).get(ended.get_absolute_url()).content.decode()
    assert "Cơ quan kiểm tra đã kết thúc" not in after


def test_a_living_bodys_campaign_is_taken_over_by_nobody(ngoc):
    campaign = Campaign.objects.get(code="DVCQ2026")
    assert "take_over" not in [offer.step.name for offer in open_steps(campaign, ngoc)]
    with pytest.raises(StepRefused):
        take(campaign, "take_over", None)


@pytest.mark.parametrize("who", ["minh", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"])
def test_nobody_else_takes_it_over(who, ended, request):
    with pytest.raises(NotYours):
        take(ended, "take_over", request.getfixturevalue(who))


def test_whoever_led_the_ended_body_itself_is_no_successor(ended, ngoc, minh):
    from accounts.models import Membership

    Membership.objects.filter(user=minh).update(organization=ended.inspecting_organization, role="leader")
    assert roles(ended, minh) == set()


def test_a_body_that_took_over_and_ended_itself_hands_on(ended, ngoc):
    between = Organization.objects.create(short_code="ban-giua", system="party", kind="party_board")
    Campaign.objects.filter(pk=ended.pk).update(taken_over_by=between)
    assert roles(ended, ngoc) == set()
    Organization.objects.filter(pk=between.pk).update(closed_on="2026-01-01")
    OrganizationSuccession.objects.filter(old=ended.inspecting_organization).update(effective_on="2025-07-01")
    assert roles(ended, ngoc) == {"successor"}


def test_minh_enters_a_campaign_of_earlier_years_for_the_board_that_his_succeeded(ended, minh, ngoc, hoa, signed_in):
    body, criteria = ended.inspecting_organization, ended.criteria_set
    choices = dict(
        signed_in(minh).get(reverse("campaign_new")).context["form"].fields["inspecting_organization"].choices
    )
    labels = {getattr(key, "value", key): label for key, label in choices.items()}
    own = Campaign.objects.get(code="DVCQ2026").inspecting_organization
    assert next(iter(labels)) == own.pk
    assert labels[body.pk].endswith("(đã kết thúc từ 01/07/2025)")
    assert entered(signed_in(minh), body, criteria).status_code == 302
    made = Campaign.objects.get(code="CU2021")
    assert (made.inspecting_organization, made.taken_over_by) == (body, own)
    assert [roles(made, user) for user in (minh, ngoc, hoa)] == [{"staff"}, {"leader"}, set()]
    assert made.acting_body(made.day) == body


@pytest.mark.parametrize("more", [{"year": "2026"}, {"year": "2025", "starts_on": "01/07/2025"}])
def test_a_campaign_that_begins_after_the_end_is_not_the_ended_boards(ended, minh, signed_in, more):
    page = entered(signed_in(minh), ended.inspecting_organization, ended.criteria_set, **more)
    assert page.context["form"].errors["inspecting_organization"] == [
        "Cơ quan này đã kết thúc từ 01/07/2025: chỉ nhập được đợt bắt đầu trước ngày ấy."
    ]
    assert not Campaign.objects.filter(code="CU2021").exists()


def test_without_a_succession_in_the_register_nobody_enters_it(ended, minh, signed_in):
    OrganizationSuccession.objects.filter(old=ended.inspecting_organization).delete()
    page = entered(signed_in(minh), ended.inspecting_organization, ended.criteria_set)
    assert "inspecting_organization" in page.context["form"].errors
