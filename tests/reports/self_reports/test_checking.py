"""Checking a round: put aside half done, files beside those of the round before, and a page that is out of date."""

from copy import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from inspections.models import MeasuredValue
from inspections.values.acts import record
from reports.submissions.acts import Verdict, return_report
from reports.submissions.contents.saving import save, typed_in
from reports.submissions.contents.written import contents_of
from reports.submissions.files import remove_file
from reports.submissions.following.corrections import CORRECTED, reason_wanted
from reports.submissions.pages.checking import round_in_review
from tests.standing import standing
from workflow.history.acts import remove, restore
from workflow.history.notices import still_holds
from workflow.models import Event, Notice, SavedDraft
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
OUTDATED = "Đơn vị đã gửi lần 2 sau khi bạn mở trang này. Mở lại trang rồi kiểm tra lần mới."


@pytest.fixture
def second(dossier, attached, typed, lan, minh):
    """The second round, opened: one file was taken out since the first, one came in, one stayed."""
    stays, goes = attached(b"%PDF-a", name="giữ.pdf"), attached(b"%PDF-b", "text-survey", name="bỏ.pdf")
    save(dossier, typed_in(typed(survey="Xã có 11 ấp."), contents_of(dossier)), lan)
    take(dossier, "send", lan)
    take(dossier, "read", minh)
    day = timezone.localdate() + timedelta(days=5)
    return_report(dossier, minh, [Verdict(section="survey", code="missing", note="Thêm dân số")], day)
    remove_file(goes)
    attached(b"%PDF-c", "text-survey", name="mới.pdf")
    dossier.refresh_from_db()
    take(dossier, "send", lan)
    take(dossier, "read", minh)
    assert stays in dossier.last_round.files.all()
    return dossier


def test_files_stand_beside_those_of_the_round_before(second, at, signed_in, minh):
    review = round_in_review(second, timezone.localdate())
    assert [(each.name, each.mark) for each in review.files] == [
        ("giữ.pdf", ""), ("mới.pdf", "new"), ("bỏ.pdf", "gone")
    ]  # fmt: skip
    page = signed_in(minh).get(at("check/")).content.decode()
    _before, kept, new, gone = page.split("</strong></a>")[-4:]
    words = ["Mới ở lần này", "Bỏ, có ở lần 1"]
    assert [[word in part for word in words] for part in (kept, new, gone)] == [
        [False, False], [True, False], [False, True]
    ]  # fmt: skip


def test_what_minh_puts_aside_is_there_again_for_minh_alone_and_for_this_round(second, at, signed_in, minh, binh):
    half = {"round": "2", "verdict-text-survey": "return", "note-text-survey": "Thiếu số hộ", "later": ""}
    staff = signed_in(minh)
    assert staff.post(at("check/"), half).status_code == 302
    again = staff.get(at("check/"))
    form = again.context["form"]
    assert (form["verdict-text-survey"].value(), form["note-text-survey"].value()) == ("return", "Thiếu số hộ")
    assert (again.status_code, form.errors, second.rounds.get(n=2).return_items.count()) == (200, {}, 0)
    assert signed_in(binh).get(at("check/")).context["aside"] is None
    SavedDraft.objects.update(values={**half, "round": ["1"]})
    assert staff.get(at("check/")).context["aside"] is None


def test_a_page_of_an_earlier_round_accepts_nothing_of_a_later_one(second, at, signed_in, minh):
    answer = signed_in(minh).post(at("check/"), {"round": "1", "accept": ""})
    second.refresh_from_db()
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [OUTDATED])
    assert second.state == "sent"


def test_who_decides_twice_is_led_on_and_who_comes_too_late_is_told_why(second, at, signed_in, minh):
    staff, accepts = signed_in(minh), {"round": "2", "accept": ""}
    assert [staff.post(at("check/"), accepts).url for _press in range(2)] == [at()] * 2
    late = signed_in(minh).post(at("check/"), {**accepts, "note-text-survey": "x"}, follow=True)
    said = [str(each) for each in late.context["messages"]]
    assert said == ["Báo cáo không còn chờ kiểm tra: trạng thái hiện là “Đã nhận”."]
    assert Event.objects.about(second).filter(act="accept").count() == 1


# --- What staff correct ----------------------------------------------------------------------------------------------
@pytest.fixture
def reported(dossier, typed, lan, minh):
    """The figure 15/20 that Lan has sent and Minh has opened."""
    save(dossier, typed_in(typed({"1.4": {"numerator": "15", "denominator": "20"}}), contents_of(dossier)), lan)
    take(dossier, "send", lan)
    take(dossier, "read", minh)
    Notice.objects.all().delete()
    return MeasuredValue.objects.get(inspection=dossier.inspection, side="reported")


@pytest.fixture
def correct(signed_in, minh):
    """`correct(value, "16", reason="…")` is Minh's form of a value; asked for a reason, it is sent again with it."""
    browser = signed_in(minh)

    def send(value, numerator, reason="", **columns):
        path = f"/values/{value.pk}/edit/"
        value.refresh_from_db()
        form = browser.get(path).context["form"]
        body = form["about_organization"].value()
        data = {"about_organization": body.words, "about_organization_pk": body.pk, "denominator": "20"}
        data |= {"about_organization_pk_words": body.words, "revision": value.revision, "side": "reported"}
        data |= {"numerator": numerator, "time": form["time"].value(), **columns}
        answer = browser.post(path, data)
        if answer.status_code == 422 and reason:
            answer = browser.post(path, data | {"warned": answer.context["form"]["warned"].value(), "reason": reason})
        return answer

    return send


def test_lan_reads_what_minh_has_corrected_and_why_and_hears_of_it_once(
    reported, correct, at, dossier, signed_in, lan, khoa, hoa, minh
):
    officer = signed_in(lan)
    assert officer.get(at()).context["corrections"] == []
    doubted = correct(reported, "16")
    wanted = "Đơn vị đã báo cáo “15/20”. Sửa thì ghi lý do"
    assert (doubted.status_code, wanted in doubted.content.decode()) == (422, True)
    for numerator, reason in (("17", "Sổ ghi 17"), ("16", "Sổ gốc ghi 16")):
        assert correct(reported, numerator, reason).status_code == 302
    for reader in (lan, khoa, minh):
        page = signed_in(reader).get(at())
        [shown] = page.context["corrections"]
        said = (shown.number, shown.old, shown.new, shown.who, shown.why)
        assert said == ("1.4", "15/20", "16/20", minh.get_full_name(), "Sổ gốc ghi 16")
        assert ("Nay ghi:" in page.content.decode(), "Sổ gốc ghi 16" in page.content.decode()) == (True, True)
    assert signed_in(hoa).get(at()).status_code == 404
    mine = Notice.objects.filter(kind=CORRECTED).order_by("recipient__username")
    assert list(mine.values_list("recipient__username", "path")) == [("khoa", at()), ("lan", at())]
    facts = mine[0].params
    assert still_holds(CORRECTED, facts)
    assert correct(reported, "15").status_code == 302  # as Lan has sent it: nothing to give a reason for
    assert (officer.get(at()).context["corrections"], still_holds(CORRECTED, facts)) == ([], False)


def test_lan_sees_a_figure_that_was_taken_out_or_made_anothers_and_nothing_of_what_minh_verifies(
    reported, correct, at, dossier, signed_in, lan, minh, binh
):
    officer = signed_in(lan)
    return_report(dossier, minh, [Verdict(section="survey", code="missing")], timezone.localdate())
    verified = copy(reported)
    verified.pk, verified.side, verified._state.adding = None, "verified", True
    record(verified, minh)
    verified.printed, verified.numerator = "12/20", 12
    record(verified, minh, revision=1, reason="Đoàn đếm được 12")
    assert officer.get(at()).context["corrections"] == []  # she mends what came back
    removal = remove(reported, dossier.inspection, binh, reason="Nhập nhầm chỉ tiêu")
    [shown] = officer.get(at()).context["corrections"]
    assert (shown.old, shown.new, shown.who, shown.why) == ("15/20", "", binh.get_full_name(), "")
    page = officer.get(at()).content.decode()
    assert ("Nay không ghi số nào" in page, "12/20" in page, "Nhập nhầm" in page) == (True, False, False)
    restore(removal, binh)
    assert officer.get(at()).context["corrections"] == []
    correct(reported, "15", side="press", printed="15/20")
    assert [(each.new, each.who) for each in officer.get(at()).context["corrections"]] == [("", minh.get_full_name())]


def test_lan_sees_a_figure_that_minh_has_put_where_she_left_a_blank(reported, at, key_of, signed_in, lan, minh):
    added, officer = copy(reported), signed_in(lan)
    added.pk, added._state.adding, added.set_criterion_id = None, True, int(key_of("1.3"))
    added.printed, added.numerator = "14/20", 14
    assert [words.split(". ")[0] for words in reason_wanted(added)] == ["Đơn vị không báo cáo số này"]
    record(added, minh, reason="Đơn vị báo qua điện thoại")
    [shown] = officer.get(at()).context["corrections"]
    said = (shown.number, shown.old, shown.new, shown.who, shown.why)
    assert said == ("1.3", "", "14/20", minh.get_full_name(), "Đơn vị báo qua điện thoại")
    assert "Đơn vị để trống" in officer.get(at()).content.decode()


# --- After the conclusion --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_opened_before", [False, True])
def test_a_round_opened_after_the_conclusion_records_nothing_and_its_page_says_so(
    dossier, typed, at, lan, minh, signed_in, is_opened_before
):
    save(dossier, typed_in(typed({"1.4": {"numerator": "15", "denominator": "20"}}), contents_of(dossier)), lan)
    take(dossier, "send", lan)
    staff, inspection = signed_in(minh), dossier.inspection
    if is_opened_before:
        staff.post(at("check/"), {"open": "1"})
    standing(inspection, "concluded")
    Event.objects.create(actor=minh, act="conclude", subject=inspection, to_state="concluded")
    words = "số liệu không ghi vào cuộc kiểm tra nữa", "số liệu chỉ đọc ở đây, không ghi vào cuộc kiểm tra"
    said = [staff.get(at("check/")).content.decode()]
    staff.post(at("check/"), {"open": "1"})
    said.append(staff.get(at("check/")).content.decode())
    assert [[word in page for word in words] for page in said] == (
        [[False, False]] * 2 if is_opened_before else [[True, False], [False, True]]
    )
    assert "15/20" in said[1]
    staff.post(at("check/"), {"round": "1", "accept": ""})
    dossier.refresh_from_db()
    assert (dossier.state, "15/20" in staff.get(at("1/")).content.decode()) == ("accepted", True)
    sides = list(MeasuredValue.objects.filter(inspection=inspection).values_list("side", flat=True))
    assert sides == (["reported"] if is_opened_before else [])
    assert signed_in(lan).get(at()).context["corrections"] == []
