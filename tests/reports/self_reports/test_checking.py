"""Checking a round: put aside half done, files beside those of the round before, and a page that is out of date."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.submissions.acts import Verdict, return_report
from reports.submissions.contents.saving import save, typed_in
from reports.submissions.contents.written import contents_of
from reports.submissions.files import remove_file
from reports.submissions.pages.checking import round_in_review
from workflow.models import Event, SavedDraft
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
