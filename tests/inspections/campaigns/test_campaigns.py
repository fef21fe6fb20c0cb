"""A campaign is made, or taken over from last year's, and its page says what is not ready before it opens."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organization, OrganizationName, OrganizationSuccession, Person
from inspections.campaigns.states import CampaignState
from inspections.inspections.subjects.carrying import carried_subjects, new_subjects
from inspections.models import Campaign, CriteriaSet, Delegation, Inspection
from portal.campaigns.acts import copy_campaign
from portal.readiness import before_opening
from tests.made_work import make_body, make_campaign, make_inspection
from workflow.models import Event
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)


@pytest.fixture
def board(minh):
    return Organization.objects.get(short_code="btgdv-tu-tay-ninh")


@pytest.fixture
def criteria_set(case):
    return case.campaign.criteria_set


@pytest.fixture
def campaign(board, criteria_set):
    return make_campaign(board, "DOT", criteria_set, state="draft")


def typed(board, **more):
    days = {"notice_days": "10", "report_days": "5", "conclusion_days": "30", "remedy_days": "60"}
    return {"theme": "Đợt 2027", "code": "DOT2027", "year": "2027", "inspecting_organization": board.pk, **days, **more}


def closed_body(code, *, into=(), extent="whole"):
    old = make_body(code, closed_on=date(2026, 7, 1))
    for new in into:
        OrganizationSuccession.objects.create(old=old, new=new, effective_on=date(2026, 7, 1), extent=extent)
    return old


def test_minh_makes_a_campaign_and_its_history_begins(minh, board, criteria_set, signed_in):
    sent = typed(board, criteria_set=criteria_set.pk, starts_on="01/03/2027", ends_on="20/12/2027")
    answer = signed_in(minh).post(reverse("campaign_new"), sent)
    made = Campaign.objects.get(code="DOT2027")
    assert answer.headers["Location"] == reverse("campaign_plan", args=["DOT2027"])
    assert (made.starts_on, made.ends_on, made.state) == (date(2027, 3, 1), date(2027, 12, 20), CampaignState.DRAFT)
    assert [event.act for event in Event.objects.about(made)] == ["created"]


def test_a_campaign_is_refused_with_everything_still_in_its_fields(minh, board, criteria_set, signed_in):
    sent = typed(board, criteria_set=criteria_set.pk, code="DVCQ2026", starts_on="01/03/2027", ends_on="31/02/2027")
    answer = signed_in(minh).post(reverse("campaign_new"), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "code": ["Mã này đã có đợt khác dùng."],
        "ends_on": ["Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."],
    }
    assert "31/02/2027" in answer.content.decode()


def test_who_inspects_and_with_what_criteria_stands_once_the_campaign_is_open(ngoc, board, criteria_set, signed_in):
    make_inspection(make_campaign(board, "MO", criteria_set), make_body("xa"), "MO-1")
    other = CriteriaSet.objects.create(owner=board, year=2027, title="Bộ khác")
    sent = typed(board, criteria_set=other.pk, code="KHAC", revision=Campaign.objects.get(code="MO").revision)
    assert signed_in(ngoc).post(reverse("campaign_edit", args=["MO"]), sent).status_code == 302
    kept = Campaign.objects.get(code="MO")
    assert (kept.criteria_set, kept.year, kept.theme) == (criteria_set, 2026, "Đợt 2027")


def test_what_concerns_the_reports_of_units_is_typed_and_goes_on_into_next_years_campaign(minh, campaign, signed_in):
    client, edit = signed_in(minh), reverse("campaign_edit", args=["DOT"])
    own = {"criteria_set": campaign.criteria_set_id, "code": "DOT", "revision": campaign.revision}
    typed_for_units = {
        "report_due_on": "30/09/2026",
        "contact_name": "Trần Quang Minh",
        "contact_phone": "0272 3 825 000",
    }
    sent = typed(campaign.inspecting_organization, **own, **typed_for_units, is_confirmation_asked="on")
    assert client.post(edit, sent).status_code == 302
    campaign.refresh_from_db()
    columns = ("report_due_on", "contact_name", "contact_phone", "is_confirmation_asked")
    assert [getattr(campaign, name) for name in columns] == [
        *(date(2026, 9, 30), "Trần Quang Minh", "0272 3 825 000", True)
    ]
    copied = client.get(reverse("campaign_copy", args=["DOT"])).context["form"]
    assert [copied[name].value() for name in columns] == [None, "Trần Quang Minh", "0272 3 825 000", True]


def test_subjects_that_stay_are_renamed_succeeded_and_gone(campaign):
    stays, renamed, heir = make_body("o-lai"), make_body("doi-ten"), make_body("ke-thua")
    OrganizationName.objects.filter(organization=renamed).update(ends_on=date(2026, 7, 1))
    OrganizationName.objects.create(
        organization=renamed, name="mới", full_name="Cơ quan mới", starts_on=date(2026, 7, 1)
    )
    bodies = [stays, renamed, closed_body("cu-1", into=[heir]), closed_body("cu-2", into=[heir]), closed_body("het")]
    bodies.append(closed_body("chia", into=[heir], extent="part"))
    campaign.ends_on = date(2026, 5, 31)
    campaign.save()
    for n, body in enumerate(bodies):
        make_inspection(campaign, body, f"DOT-{n}")
    carried = carried_subjects(campaign, DAY)
    assert {row.old.short_code: (row.what, row.names) for row in carried} == {
        "o-lai": ("same", ["Cơ quan o-lai"]),
        "doi-ten": ("renamed", ["Cơ quan mới"]),
        "cu-1": ("succeeded", ["Cơ quan ke-thua"]),
        "cu-2": ("succeeded", ["Cơ quan ke-thua"]),
        "het": ("gone", []),
        "chia": ("gone", []),
    }
    assert {body.short_code for body in new_subjects(carried)} == {"o-lai", "doi-ten", "ke-thua"}


def test_an_heir_that_was_handed_on_itself_leads_to_the_last_one(campaign):
    last = make_body("cuoi")
    make_inspection(campaign, closed_body("dau", into=[closed_body("giua", into=[last])]), "DOT-1")
    assert new_subjects(carried_subjects(campaign, DAY)) == [last]


def test_a_copy_takes_deadlines_subjects_and_a_new_version_of_the_criteria(minh, case, board, signed_in):
    source = case.campaign
    page = signed_in(minh).get(reverse("campaign_copy", args=[source.code]))
    assert page.context["form"].initial["year"] >= 2026
    old = case.subject_organization.full_name_at(case.campaign.day)
    assert [row.old_name for row in page.context["changed"]] == [old]
    sent = typed(board, set_choice="copy", with_subjects="on", notice_days="12")
    assert signed_in(minh).post(reverse("campaign_copy", args=[source.code]), sent).status_code == 302
    made = Campaign.objects.get(code="DOT2027")
    assert (made.copied_from, made.notice_days, made.criteria_set.year) == (source, 12, 2027)
    assert made.criteria_set.criteria.count() == source.criteria_set.criteria.count()
    carried = new_subjects(carried_subjects(source, DAY))
    assert [row.subject_organization for row in made.inspections.all()] == carried


def test_who_reported_for_another_does_so_again(minh, campaign, board):
    one, other = make_body("xa-1"), make_body("phong-1")
    make_inspection(campaign, one, "DOT-1")
    Inspection.objects.filter(reference="DOT-1").update(reporting_organization=other)
    made = Campaign(code="DOT2027", theme="Đợt 2027", year=2027, inspecting_organization=board)
    made.criteria_set = campaign.criteria_set
    copy_campaign(made, carried_subjects(campaign, DAY), minh)
    assert made.inspections.get().reporting_organization == other


def test_a_copy_takes_the_delegations_and_each_subject_to_its_own(minh, campaign, board, signed_in):
    stays, own, closed = make_body("xa-1"), make_body("xa-2"), closed_body("so-cu", into=[make_body("so-moi")])
    delegation = campaign.delegations.create(number=1)
    person = minh.person
    columns = {"person": person, "title_as_printed": "Phó Trưởng ban", "organization": closed, "position": 1}
    delegation.members.create(role="head", **columns)
    left = Person.objects.create(full_name="Nguyễn Văn Đi")
    delegation.members.create(role="member", person=left, position=2, ends_on=date(2026, 1, 2))
    guest = Person.objects.create(full_name="Trần Thị Ở", organization=own)
    delegation.members.create(role="member", person=guest, position=3)
    for n, body in enumerate([stays, own]):
        made = make_inspection(campaign, body, f"DOT-{n}")
        Inspection.objects.filter(pk=made.pk).update(delegation=delegation)
    sent = typed(board, set_choice="same", with_subjects="on", with_delegations="on")
    signed_in(minh).post(reverse("campaign_copy", args=[campaign.code]), sent)
    made = Campaign.objects.get(code="DOT2027")
    rows = made.delegations.get().members.values_list("person__full_name", "role", "organization__short_code")
    assert list(rows) == [(person.full_name, "head", "so-moi"), ("Trần Thị Ở", "member", None)]
    of_subjects = made.inspections.values_list("subject_organization__short_code", "delegation__number")
    assert dict(of_subjects) == {"xa-1": 1, "xa-2": None}


def test_the_subjects_are_looked_at_again_as_at_the_dates_typed(minh, case, board, signed_in):
    sent = typed(board, set_choice="same", with_subjects="on", starts_on="01/06/2025", preview="1")
    page = signed_in(minh).post(reverse("campaign_copy", args=[case.campaign.code]), sent)
    assert (page.context["unchanged"], page.context["made"], page.context["changed"]) == (1, 1, [])
    assert Campaign.objects.filter(code="DOT2027").count() == 0


def test_a_copy_may_keep_the_criteria_and_leave_the_subjects(minh, case, board, signed_in):
    sent = typed(board, set_choice="same")
    signed_in(minh).post(reverse("campaign_copy", args=[case.campaign.code]), sent)
    made = Campaign.objects.get(code="DOT2027")
    assert (made.criteria_set, made.inspections.count()) == (case.campaign.criteria_set, 0)


def test_what_is_not_ready_is_told_until_the_campaign_opens(campaign, ngoc, django_assert_max_num_queries):
    campaign.criteria_set.criteria.exists()
    with django_assert_max_num_queries(3):
        points = before_opening(campaign)
    assert [(point.kind, point.text) for point in points] == [
        ("error", "Đợt chưa có đơn vị nào được kiểm tra."),
        ("warn", "Chưa ghi ngày bắt đầu, ngày kết thúc đợt."),
        ("warn", "Chưa ghi thời kỳ kiểm tra."),
        ("warn", "Chưa lập đoàn kiểm tra."),
        ("warn", "Chưa gắn văn bản căn cứ, kế hoạch kiểm tra."),
    ]
    Delegation.objects.create(campaign=campaign, number=1)
    Inspection.objects.create(
        campaign=campaign, subject_organization=make_body("a"), reporting_organization=make_body("b"), reference="DOT-9"
    )
    texts = [point.text for point in before_opening(campaign)]
    assert texts[2:4] == ["Có đoàn kiểm tra chưa có Trưởng đoàn.", "1 cuộc kiểm tra chưa phân công đoàn."]
    take(campaign, "open", ngoc)
    assert before_opening(campaign) == []


def test_opening_freezes_the_criteria(board, ngoc, case):
    fresh = CriteriaSet.objects.create(owner=board, year=2027, title="Bộ mới")
    row = case.campaign.criteria_set.criteria.first()
    row.pk, row.criteria_set = None, fresh
    row.save()
    campaign = make_campaign(board, "DOT", fresh, state="draft")
    make_inspection(campaign, make_body("xa"), "DOT-1", state="planned")
    event = take(campaign, "open", ngoc)
    fresh.refresh_from_db()
    assert fresh.frozen_at == event.at


def test_the_campaign_page_offers_its_planning_to_the_board(
    campaign, minh, ngoc, signed_in, django_assert_max_num_queries
):
    for who in (minh, ngoc):  # the leader is offered the step too, whose checks are asked once
        browser = signed_in(who)
        with django_assert_max_num_queries(15):
            page = browser.get(campaign.get_absolute_url()).content.decode()
        assert reverse("campaign_plan", args=["DOT"]) in page
        assert "đợt chưa có đơn vị nào được kiểm tra." in page


def test_a_campaign_is_shared_once_and_no_more(minh, campaign, board, signed_in):
    body, browser = make_body("so"), signed_in(minh)
    address = reverse("share_new", args=["DOT"])
    assert browser.post(address, {"organization": "cơ quan so"}).status_code == 302
    again = browser.post(address, {"organization": "cơ quan so"})
    assert again.context["form"].errors == {"organization": ["Cơ quan này đã được xem đợt."]}
    share = campaign.shares.get(organization=body)
    assert browser.post(reverse("share_delete", args=[share.pk]), {"revision": share.revision}).status_code == 302
    assert campaign.shares.count() == 0
