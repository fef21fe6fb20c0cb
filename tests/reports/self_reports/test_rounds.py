"""A self-report from the request to its acceptance: what is written, sent, opened, returned, and who sees it when."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from inspections.models import MeasuredValue
from reports.models import Dossier, Round, SectionText
from reports.submissions.acts import hash_of
from workflow.models import AccessLog, Event
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
TEXT = "Xã có 11 ấp, 9.486 hộ."
RATIO = {"numerator": "15", "denominator": "20"}
TICKED = {"is_not_secret": "on"}


@pytest.fixture
def officer(signed_in, lan):
    return signed_in(lan)


@pytest.fixture
def staff(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def written(officer, at, typed):
    """Lan has written a text and a figure."""
    return officer.post(at(), typed({"1.4": RATIO}, survey=TEXT))


@pytest.fixture
def sent(written, officer, at, dossier):
    officer.post(at("send/"), TICKED)
    return Round.objects.get(dossier=dossier)


@pytest.fixture
def opened(sent, staff, at):
    staff.post(at("check/"), {"open": "1"})
    sent.refresh_from_db()
    return sent


def reported(dossier):
    rows = MeasuredValue.objects.current().filter(inspection=dossier.inspection)
    return sorted((row.set_criterion.number, row.side, row.printed) for row in rows)


# --- The request
def test_the_notice_requests_the_report_until_the_campaigns_days_before_the_session(dossier):
    day = timezone.localdate() + timedelta(days=20 - dossier.inspection.campaign.report_days)
    assert (dossier.state, dossier.due_on) == ("requested", day)


def test_a_campaigns_own_day_comes_first_and_none_is_in_the_past(planned, campaign, minh):
    campaign.report_due_on = timezone.localdate() - timedelta(days=3)
    campaign.save()
    planned.campaign = campaign
    take(planned, "notify", minh)
    assert Dossier.objects.get(inspection=planned).due_on == timezone.localdate()


# --- Writing ---------------------------------------------------------------------------------------------------------
def test_what_lan_types_is_stored_as_typed_and_is_in_the_fields_again(written, officer, at, dossier):
    assert written.status_code == 302
    page = officer.get(at())
    assert (page.status_code, TEXT in page.content.decode()) == (200, True)
    group = page.context["groups"][0]
    field = next(row for row in group.values if row.written.criterion.number == "1.4")
    assert [each.text for each in field.counts] == ["15", "20"]
    dossier.refresh_from_db()
    assert dossier.state == "writing"


def test_what_cannot_be_read_is_stored_too_and_said_beside_its_field(officer, at, typed):
    officer.post(at(), typed({"1.4": {"numerator": "15", "denominator": "0"}, "2.2": {"printed": "1.234"}}))
    page = officer.get(at())
    faults = {row.written.criterion.number: row.written.read.faults for row in page.context["todo"]}
    assert faults == {
        "1.4": {"denominator": "Mẫu số phải khác 0."},
        "2.2": {
            "printed": "“1.234” có thể là hai số. Ghi liền các chữ số (1234), hoặc dùng dấu phẩy thập phân (1,234)."
        },
    }


def test_an_older_copy_overwrites_nothing_and_both_texts_are_shown(officer, at, typed, dossier):
    officer.post(at(), typed(survey="Bản của Lan"))
    assert officer.post(at(), typed(revisions={"survey": 1}, survey="Lan sửa")).status_code == 302
    page = officer.post(at(), typed(revisions={"survey": 1}, survey="Bản cũ ở điện thoại"))
    assert page.status_code == 409
    [clash] = page.context["clashes"]
    assert (clash.theirs, clash.yours, clash.revision) == ({"text": "Lan sửa"}, {"text": "Bản cũ ở điện thoại"}, 2)
    assert "Bản cũ ở điện thoại" in page.content.decode()
    assert SectionText.objects.get(dossier=dossier).text == "Lan sửa"


def test_a_save_while_typing_tells_the_new_revisions(officer, at, typed, key_of):
    sent = typed({"1.4": RATIO}, survey=TEXT)
    answer = officer.post(at(), sent, headers={"X-Autosave": "1"})
    assert answer.json()["revisions"] == {"survey": 1, key_of("1.4"): 1}
    assert officer.post(at(), sent, headers={"X-Autosave": "1"}).json()["revisions"] == {"survey": 1, key_of("1.4"): 1}


def test_a_save_while_typing_says_at_once_what_is_wrong_or_doubted(officer, at, typed, key_of):
    def remarks(revision, **figures):
        sent = {number.replace("_", ".")[1:]: figure for number, figure in figures.items()}
        body = typed(sent, dict.fromkeys(sent, revision))
        return officer.post(at(), body, headers={"X-Autosave": "1"}).json()["remarks"]

    more_than_all = {"numerator": "9", "denominator": "8"}
    wrong = remarks(0, n1_4={"numerator": "mười", "denominator": "20"}, n4_1=more_than_all)
    assert wrong[key_of("1.4")].startswith("“mười”")
    assert wrong[key_of("4.1")].endswith("Sửa số, hoặc bấm Lưu rồi ghi lý do.")
    assert remarks(1, n1_4=RATIO) == {key_of("1.4"): ""}


def test_hoa_finds_no_report_of_lans_and_khoa_reads_what_is_being_written(written, signed_in, hoa, khoa, at):
    assert [signed_in(hoa).get(at(path)).status_code for path in ("", "send/", "check/", "1/")] == [404] * 4
    assert TEXT in signed_in(khoa).get(at()).content.decode()


def test_minh_sees_that_lan_writes_and_nothing_of_it(written, staff, at, dossier):
    page = staff.get(at()).content.decode()
    assert ("Đang viết" in page, TEXT in page) == (True, False)
    assert staff.post(at(), {"text-survey": "Của Minh"}).status_code == 403


# --- Sending ---------------------------------------------------------------------------------------------------------
def test_what_is_sent_is_frozen_with_every_question_and_its_hash(sent, dossier):
    dossier.refresh_from_db()
    rows = {row["number"]: row["printed"] for row in sent.facts["values"]}
    assert (dossier.state, sent.n, rows["1.4"], rows["1.5"]) == ("sent", 1, "15/20", "")
    assert sent.sha256 == hash_of(sent.facts)
    for change in ({"facts": {}}, {"sha256": "0" * 64}, {"due_on": "2020-01-01"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Round.objects.filter(pk=sent.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        sent.delete()


def test_a_missed_tick_costs_nothing(written, officer, at, dossier):
    page = officer.post(at("send/"))
    assert (page.status_code, dossier.rounds.count(), "15/20" in page.content.decode()) == (422, 0, True)


def test_nothing_is_sent_while_a_figure_is_wrong_or_a_doubt_has_no_reason(officer, at, typed, dossier):
    officer.post(at(), typed({"1.4": {"numerator": "21", "denominator": "20"}}))
    page = officer.post(at("send/"), TICKED)
    assert (page.status_code, page.context["refusal"]) == (409, ["1 số cần nêu lý do."])
    officer.post(
        at(), typed({"1.4": {"numerator": "21", "denominator": "20", "reason": "Có người học hai lần"}}, {"1.4": 1})
    )
    assert officer.post(at("send/"), TICKED).status_code == 302
    row = next(row for row in dossier.rounds.get().facts["values"] if row["number"] == "1.4")
    assert (row["doubts"], row["reason"]) == (["Tử số lớn hơn mẫu số."], "Có người học hai lần")


def test_sent_twice_it_is_one_round_with_one_receipt(written, officer, at, dossier):
    first, second = officer.post(at("send/"), TICKED), officer.post(at("send/"), TICKED)
    assert (first.url, second.url, dossier.rounds.count()) == (at("1/"), at("1/"), 1)
    receipt = officer.get(first.url).content.decode()
    assert f"{dossier.inspection.reference}-BC1" in receipt


def test_khoa_confirms_where_the_campaign_asks_and_a_change_voids_it(
    written, officer, at, typed, campaign, signed_in, khoa, dossier
):
    campaign.is_confirmation_asked = True
    campaign.save()
    assert officer.post(at("send/"), TICKED).context["refusal"] == [
        "Chờ lãnh đạo đơn vị xác nhận báo cáo trước khi gửi."
    ]
    assert signed_in(khoa).post(at("steps/confirm/")).status_code == 302
    officer.post(at(), typed(revisions={"survey": 1}, survey="Sửa sau khi xác nhận"))
    assert officer.post(at("send/"), TICKED).status_code == 409
    assert signed_in(khoa).post(at("steps/confirm/")).status_code == 302
    assert officer.post(at("send/"), TICKED).status_code == 302


def test_minh_waives_the_confirmation_with_a_reason(written, officer, staff, at, campaign):
    campaign.is_confirmation_asked = True
    campaign.save()
    assert staff.post(at("steps/waive/")).status_code == 200
    assert staff.post(at("steps/waive/"), {"reason": "Đơn vị chưa có tài khoản lãnh đạo"}).status_code == 302
    assert officer.post(at("send/"), TICKED).status_code == 302


# --- Opening and withdrawing -----------------------------------------------------------------------------------------
def test_the_board_sees_nothing_of_a_round_until_it_opens_it(sent, staff, at, dossier, signed_in, binh):
    assert reported(dossier) == []
    for reader in (staff, signed_in(binh)):
        assert reader.get(at("1/")).status_code == 404
        assert TEXT not in reader.get(at("check/")).content.decode()
    assert staff.post(at("check/"), {"open": "1"}).status_code == 302
    assert reported(dossier) == [("1.4", "reported", "15/20")]
    assert TEXT in staff.get(at("check/")).content.decode()
    assert AccessLog.objects.filter(kind="opened", object_id=dossier.pk).count() == 1


def test_minh_opens_what_lan_has_just_withdrawn_and_is_told_so(sent, officer, staff, at):
    assert officer.post(at("steps/withdraw/")).status_code == 302
    answer = staff.post(at("check/"), {"open": "1"}, follow=True)
    said = [str(each) for each in answer.context["messages"]]
    assert (answer.redirect_chain, said) == (
        [(at(), 302)],
        ["Không làm được “Mở báo cáo”: trạng thái hiện là “Đang viết”."],
    )


def test_lan_withdraws_and_corrects_until_then(sent, officer, staff, at, typed, dossier):
    assert officer.post(at("steps/withdraw/")).status_code == 302
    officer.post(at(), typed({"1.4": {"numerator": "16", "denominator": "20"}}, {"1.4": 1}))
    officer.post(at("send/"), TICKED)
    staff.post(at("check/"), {"open": "1"})
    assert reported(dossier) == [("1.4", "reported", "16/20")]
    assert [row.withdrawn_at is None for row in dossier.rounds.order_by("n")] == [False, True]
    assert officer.post(at("steps/withdraw/")).status_code == 409


# --- Checking --------------------------------------------------------------------------------------------------------
def returned(staff, at, key, **more):
    sent = {f"verdict-value-{key}": "return", f"code-value-{key}": "wrong", f"note-value-{key}": "Sổ ghi 14", **more}
    due_on = f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}"
    return staff.post(at("check/"), {**sent, "due_on": due_on, "return": ""})


def test_minh_returns_one_figure_and_lan_answers_there(opened, staff, officer, at, typed, key_of, dossier):
    assert returned(staff, at, key_of("1.4")).status_code == 302
    page = officer.get(at())
    [row] = page.context["todo"]
    assert (row.returned.get_reason_code_display(), row.returned.note) == ("Sai", "Sổ ghi 14")
    assert [each.text for each in row.counts] == ["15", "20"]
    officer.post(at(), typed({"1.4": {"numerator": "14", "denominator": "20"}}, {"1.4": 1}))
    officer.post(at("send/"), TICKED)
    staff.post(at("check/"), {"open": "2"})
    assert reported(dossier) == [("1.4", "reported", "14/20")]
    review = staff.get(at("check/")).context
    assert [(part.number, part.before, part.now) for part in review["form"].review.changed_values] == [
        ("1.4", "15/20", "14/20")
    ]


def test_minh_is_asked_to_check_only_while_a_round_waits(sent, staff, at, key_of):
    main = f'<a class="btn main" href="{at("check/")}">Kiểm tra báo cáo</a>'
    plain = f'<a class="btn" href="{at("check/")}">Xem báo cáo đã gửi</a>'
    waiting = staff.get(at()).content.decode()
    assert (main in waiting, plain in waiting) == (True, False)
    staff.post(at("check/"), {"open": "1"})
    returned(staff, at, key_of("1.4"))
    with_lan = staff.get(at()).content.decode()
    assert (main in with_lan, plain in with_lan) == (False, True)


def test_a_return_needs_a_reason_and_a_day(opened, staff, at, key_of):
    page = staff.post(at("check/"), {f"verdict-value-{key_of('1.4')}": "return", "return": ""})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {f"code-value-{key_of('1.4')}", "due_on"}
    nothing = {"due_on": f"{timezone.localdate():%d/%m/%Y}", "return": ""}
    assert staff.post(at("check/"), nothing).context["refusal"] == ["Chọn ít nhất một mục để trả lại, kèm lý do."]


def test_what_minh_accepts_stands_verified_beside_what_lan_reported(opened, staff, at, dossier):
    assert staff.post(at("check/"), {"accept": ""}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "accepted"
    assert reported(dossier) == [("1.4", "reported", "15/20"), ("1.4", "verified", "15/20")]


def test_who_inspects_and_who_writes_never_do_each_others_acts(opened, officer, staff, at, signed_in, binh):
    assert officer.get(at("check/")).status_code == 403
    assert staff.get(at("send/")).status_code == 403
    assert signed_in(binh).post(at("check/"), {"accept": ""}).status_code == 403


def test_each_step_is_in_the_history(opened, staff, at, dossier):
    staff.post(at("check/"), {"accept": ""})
    acts = Event.objects.about(dossier).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["open", "send", "read", "accept"]


def test_the_pages_make_as_many_queries_with_everything_written(
    opened, officer, staff, at, django_assert_max_num_queries
):
    for reader, path in ((officer, ""), (officer, "1/"), (staff, "check/")):
        with django_assert_max_num_queries(25):
            assert reader.get(at(path)).status_code == 200


def test_an_unknown_round_is_no_page(opened, officer, at, dossier):
    assert officer.get(reverse("round_show", args=[dossier.inspection.reference, 7])).status_code == 404
