"""Steps for many inspections at once: checked on a preview, confirmed once, taken one by one by the rules of the
steps.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from accounts.models import Membership, Person
from inspections.models import Assignment, Campaign, Inspection
from portal.campaigns.reminders import remind
from tests.made_work import make_assignment, make_body, make_campaign, make_inspection, make_user
from tests.standing import standing
from workflow.jobs import batches
from workflow.models import Batch, Event, Notice
from workflow.records.refusals import NotYours, StepRefused

BULK = "/campaigns/DVCQ2026/bulk/"


@pytest.fixture
def page(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def planned(db):
    """The campaign's inspections, all planned, those of the second delegation without one."""
    campaign = Campaign.objects.get(code="DVCQ2026")
    for inspection in campaign.inspections.all():
        standing(inspection, "planned")
    campaign.inspections.filter(delegation__number=2).update(delegation=None)
    return campaign


@pytest.fixture
def confirm(page, django_capture_on_commit_callbacks):
    """`confirm(address)` presses the button of the page at that address: what came back."""

    def press(address, **typed):
        form = page.get(address).context["form"]
        sent = {name: form[name].value() for name in ("receipt", "shown")} | typed
        with django_capture_on_commit_callbacks(execute=True):
            return page.post(address, sent)

    return press


def work_off():
    for task in OrmQ.objects.order_by("pk"):
        batches.run(*SignedPackage.loads(task.payload)["args"])


# --- Before it is confirmed --------------------------------------------------------------------------------------
def test_the_page_says_how_many_can_and_why_others_cannot(page, planned):
    standing(Inspection.objects.get(reference="DVCQ2026-28108"), "drafting")
    shown = page.get(f"{BULK}?act=notify&all=1").context
    assert [row.inspection.reference for row in shown["can"]] == [
        "DVCQ2026-28114", "DVCQ2026-28126", "DVCQ2026-28132", "DVCQ2026-28138", "DVCQ2026-28144",
    ]  # fmt: skip
    assert shown["judged"].reasons == {
        "Chưa phân công đoàn kiểm tra.": 6,
        "Trạng thái hiện là “Đang soạn kết luận”.": 1,
    }


def test_only_the_ticked_rows_are_meant_or_all_that_are_filtered(page, planned):
    ticked = list(planned.inspections.order_by("reference").values_list("pk", flat=True)[6:8])
    rows = page.get(f"{BULK}?act=postpone&row={ticked[0]}&row={ticked[1]}&q=nothing").context["can"]
    found = page.get(f"{BULK}?act=postpone&all=1&q=can+duoc").context["can"]
    assert ([row.inspection.pk for row in rows], [row.inspection.reference for row in found]) == (
        ticked,
        ["DVCQ2026-28108"],
    )


def test_what_bodies_lack_is_said_before_they_are_notified_with_the_way_to_mend_it(page, planned):
    first = Inspection.objects.get(reference="DVCQ2026-28108")
    first.sessions.update(held_on=None)
    Membership.objects.filter(organization__in=[first.subject_organization, first.reporting_organization]).delete()
    shown = page.get(f"{BULK}?act=notify&all=1")
    lacks = {lack.words: [row.inspection.reference for row in lack.rows] for lack in shown.context["lacks"]}
    assert "DVCQ2026-28108" in lacks["Chưa có ngày làm việc"]
    assert "DVCQ2026-28108" in lacks["Chưa có tài khoản nào của đơn vị để đọc thông báo"]
    schedule = "/campaigns/DVCQ2026/schedule/?all=1&state=planned"
    assert [lack.address for lack in shown.context["lacks"]] == [schedule, "/campaigns/DVCQ2026/readers/"]
    assert shown.context["mend"] == f"{schedule}&delegation=none"
    assert page.get(shown.context["mend"]).context["chosen"] == 6
    assert page.get(f"{BULK}?act=remind&all=1").context["lacks"] == []


def test_an_act_for_nobody_has_no_button(page, planned):
    planned.inspections.update(delegation=None)
    shown = page.get(f"{BULK}?act=notify&all=1")
    assert "cho 0 đơn vị" not in shown.content.decode()
    form = shown.context["form"]
    answer = page.post(f"{BULK}?act=notify&all=1", {name: form[name].value() for name in ("receipt", "shown")})
    assert (answer.status_code, Batch.objects.count()) == (422, 0)


@pytest.mark.parametrize(("act", "state", "queries"), [("remind", "notified", 13), ("notify", "planned", 12)])
def test_looking_costs_as_many_queries_for_one_as_for_thirty(
    db, case, signed_in, django_assert_num_queries, act, state, queries
):
    board = make_body("ban-moi", "party_board", "party")
    campaign = make_campaign(board, "K0", case.campaign.criteria_set)
    delegation = campaign.delegations.create(number=1)
    delegation.members.create(role="head", person=Person.objects.create(full_name="Bình"), position=1)
    staff = signed_in(make_user("moi", board, "staff"))
    for wanted in (1, 30):
        for n in range(campaign.inspections.count(), wanted):
            made = make_inspection(campaign, make_body(f"xa-{n}"), f"K0-{n}", state)
            made.sessions.update(held_on=None)
        campaign.inspections.update(delegation=delegation)
        with django_assert_num_queries(queries):
            shown = staff.get(f"/campaigns/K0/bulk/?act={act}&all=1").context
        assert len(shown["cannot"] if act == "remind" else shown["can"]) == wanted
    assert [lack.n for lack in shown["lacks"]] == ([] if act == "remind" else [30, 30])


# --- Confirmed ---------------------------------------------------------------------------------------------------
def test_minh_notifies_all_that_are_planned(confirm, planned, minh):
    answer = confirm(f"{BULK}?act=notify&all=1&state=planned")
    work_off()
    batch = Batch.objects.get()
    found = Event.objects.filter(act="notify", actor=minh, at__gte=batch.created_at)
    assert answer.headers["Location"] == f"/batches/{batch.pk}/"
    assert (batch.label, batch.path) == ("Gửi thông báo – DVCQ2026", "/campaigns/DVCQ2026/")
    assert sorted(batch.items.values_list("label", "state"))[0] == ("UBND xã Cần Đước (DVCQ2026-28108)", "done")
    assert (batch.items.count(), found.count(), planned.inspections.filter(state="notified").count()) == (6, 6, 6)


def test_what_was_done_outside_is_entered_for_many_with_its_day(confirm, planned, minh):
    late = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    assert confirm(f"{BULK}?act=notify&all=1", happened_on=late).status_code == 422
    assert confirm(f"{BULK}?act=notify&all=1", happened_on="10/05/2026").status_code == 302
    work_off()
    events = Event.objects.filter(act="notify", actor=minh, happened_on=date(2026, 5, 10))
    notified = planned.inspections.filter(state="notified")
    assert {event.object_id for event in events} == set(notified.values_list("pk", flat=True)) != set()


def test_a_double_click_makes_one_batch(page, planned):
    address = f"{BULK}?act=notify&all=1"
    form = page.get(address).context["form"]
    sent = {name: form[name].value() for name in ("receipt", "shown")}
    first, second = page.post(address, sent), page.post(address, sent)
    assert (Batch.objects.count(), first.headers["Location"]) == (1, second.headers["Location"])


def test_what_has_changed_since_it_was_looked_at_is_shown_again_before_anything_is_done(page, planned):
    address = f"{BULK}?act=notify&all=1"
    form = page.get(address).context["form"]
    sent = {name: form[name].value() for name in ("receipt", "shown")}
    standing(Inspection.objects.get(reference="DVCQ2026-28108"), "cancelled")
    answer = page.post(address, sent)
    assert (answer.status_code, answer.context["form"]["shown"].value(), Batch.objects.count()) == (422, "5", 0)


def test_postponing_needs_a_reason(confirm, planned):
    address = f"{BULK}?act=postpone&all=1"
    assert confirm(address, reason=" ").context["form"].errors["reason"] == ["Nhập lý do."]
    confirm(address, reason="Sắp xếp đơn vị hành chính")
    work_off()
    reasons = Event.objects.filter(act="postpone", at__gte=Batch.objects.get().created_at).values_list(
        "reason", flat=True
    )
    assert (set(reasons), planned.inspections.filter(state="postponed").count()) == ({"Sắp xếp đơn vị hành chính"}, 12)


def test_what_happens_in_the_meantime_is_told_row_by_row(confirm, planned):
    confirm(f"{BULK}?act=notify&all=1&q=DVCQ2026-281")
    standing(Inspection.objects.get(reference="DVCQ2026-28108"), "notified")
    standing(Inspection.objects.get(reference="DVCQ2026-28114"), "cancelled")
    work_off()
    found = dict(Batch.objects.get().items.order_by("label").values_list("label", "message"))
    assert [found[name] for name in sorted(found) if found[name]] == [
        "Đã ở trạng thái này từ trước.",
        "Không làm được “Gửi thông báo”: trạng thái hiện là “Đã hủy”.",
    ]


def test_who_has_lost_the_role_in_the_meantime_does_nothing_any_more(confirm, planned, minh):
    confirm(f"{BULK}?act=notify&all=1")
    Membership.objects.filter(user=minh).update(ends_on=timezone.localdate())
    work_off()
    found = set(Batch.objects.get().items.values_list("state", "message"))
    assert found == {("refused", "Việc này không thuộc vai trò của bạn.")}


# --- Chasing up --------------------------------------------------------------------------------------------------
@pytest.fixture
def rach_kien(db):
    """Notified, its report not in; Hoa is its officer."""
    return Inspection.objects.get(reference="DVCQ2026-28114")


def test_hoa_is_reminded_of_the_report_that_is_missing(rach_kien, minh, hoa):
    remind(rach_kien, minh, "Gửi trước thứ Sáu giúp.")
    notice = Notice.objects.get(recipient=hoa)
    found = "Đôn đốc: gửi báo cáo tự kiểm tra, hạn 02/04/2026 (DVCQ2026-28114). Gửi trước thứ Sáu giúp."
    assert (notice.text, notice.path) == (found, "/inspections/DVCQ2026-28114/self-report/")
    event = Event.objects.about(rach_kien).first()
    assert (event.act, event.actor, event.reason, event.from_state == event.to_state) == (
        "reminded", minh, "Gửi trước thứ Sáu giúp.", True,
    )  # fmt: skip


def test_the_reminder_stands_on_hoas_home_until_it_is_read(rach_kien, minh, hoa, lan, signed_in):
    remind(rach_kien, minh)
    homes = {user: signed_in(user) for user in (hoa, lan)}
    shown = {
        user.username: [notice.text for notice in page.get("/").context["notices"]] for user, page in homes.items()
    }
    assert shown == {"hoa": ["Đôn đốc: gửi báo cáo tự kiểm tra, hạn 02/04/2026 (DVCQ2026-28114)."], "lan": []}
    notice = Notice.objects.get(recipient=hoa)
    homes[lan].post(f"/notices/{notice.pk}/read/")  # not hers
    homes[hoa].post(f"/notices/{notice.pk}/read/")
    notice.refresh_from_db()
    assert (notice.read_at is not None, homes[hoa].get("/").context["notices"]) == (True, [])


def test_the_owner_is_reminded_of_what_is_to_carry_out_and_not_of_what_is_answered(case, db):
    board, unit = make_body("ban-moi", "party_board", "party"), make_body("xa-moi")
    campaign = make_campaign(board, "K0", case.campaign.criteria_set)
    staff, officer = make_user("can-bo-ban", board, "staff"), make_user("can-bo-xa", unit, "officer")
    inspection = make_inspection(campaign, unit, "K0-1")
    for state in ("open", "accepted", "answered"):
        make_assignment(inspection, state)
    remind(inspection, staff)
    assert Notice.objects.get(recipient=officer).text == "Đôn đốc: thực hiện 2 đề nghị, hạn 04/05/2026 (K0-1)."
    Assignment.objects.exclude(state="answered").filter(recommendation__inspection=inspection).delete()
    with pytest.raises(StepRefused, match="Đơn vị không còn việc nào phải làm"):
        remind(inspection, staff)


def test_where_nobody_has_an_account_nobody_is_reminded(case, db):
    board = make_body("ban-moi", "party_board", "party")
    campaign = make_campaign(board, "K0", case.campaign.criteria_set)
    inspection = make_inspection(campaign, make_body("xa-moi"), "K0-1", "notified")
    with pytest.raises(StepRefused, match="Chưa có tài khoản nào của đơn vị"):
        remind(inspection, make_user("can-bo-ban", board, "staff"))


def test_who_succeeded_the_body_is_reminded_in_its_place(rach_kien, minh, lan, hoa):
    from accounts.models import OrganizationSuccession

    heir = lan.memberships.first().organization
    OrganizationSuccession.objects.create(old=rach_kien.reporting_organization, new=heir, effective_on="2026-01-01")
    remind(rach_kien, minh)
    names = Notice.objects.filter(text__startswith="Đôn đốc", read_at=None).values_list(
        "recipient__username", flat=True
    )
    assert {"lan", "hoa"} <= set(names)


def test_lan_cannot_remind(rach_kien, lan):
    with pytest.raises(NotYours):
        remind(rach_kien, lan)


def test_minh_reminds_all_that_are_filtered(confirm, minh, hoa):
    confirm(f"{BULK}?act=remind&all=1&step=report", reason="")
    work_off()
    batch = Batch.objects.get()
    assert list(batch.items.values_list("label", "state", "message")) == [
        ("UBND xã Rạch Kiến (DVCQ2026-28114)", "done", "Đã nhắc 1 người."),
    ]
