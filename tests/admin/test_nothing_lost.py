"""The admin's forms lose nothing: older copies are refused and compared, an ended session gives its form back."""

from html import unescape

import pytest

from inspections.models import Finding
from tests.conftest import DEMO_PASSWORD
from workflow.history.acts import change
from workflow.models import SavedDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_minh(minh, signed_in):
    return signed_in(minh)


@pytest.fixture
def finding(own, open_inspection):
    made = Finding.objects.create(campaign=own, inspection=open_inspection, kind="shortcoming", text="Còn chậm.")
    made.causes.create(kind="objective", text="Địa bàn rộng")
    return made


@pytest.fixture
def opened(of_minh, finding, page, typed):
    """What the browser would send of the finding's form as Minh opened it, but for what he types."""

    def send(**changes):
        shown = of_minh.get(page(finding))
        return typed(shown, seen=shown.context["seen"], **changes)

    return send


def text_of(finding):
    return Finding.objects.values_list("text", "revision").get(pk=finding.pk)


def test_a_copy_that_is_still_the_latest_is_saved_and_counted(of_minh, finding, page, opened):
    assert of_minh.post(page(finding), opened(text="Rất chậm.")).status_code == 302
    assert text_of(finding) == ("Rất chậm.", 2)


def test_an_older_copy_is_refused_with_both_field_by_field(of_minh, ngoc, finding, page, opened, typed):
    older = opened(text="Rất chậm.", severity="fault")
    finding.text = "Có tiến bộ."
    change(finding, ngoc, 1)
    refused = of_minh.post(page(finding), older)
    assert list(refused.context["adminform"].form.non_field_errors()) == [
        "Bản ghi đã được sửa sau khi bạn mở trang này; chưa ghi gì. Lưu lần nữa là ghi bản của bạn.",
        "Mức độ: đang lưu “để trống”, của bạn “khuyết điểm”.",
        "Nội dung: đang lưu “Có tiến bộ.”, của bạn “Rất chậm.”.",
    ]
    assert text_of(finding) == ("Có tiến bộ.", 2)
    again = typed(refused, seen=refused.context["seen"])
    assert of_minh.post(page(finding), again).status_code == 302
    assert text_of(finding) == ("Rất chậm.", 3)


def test_a_row_inside_that_somebody_changed_counts_too(of_minh, ngoc, finding, page, opened):
    older = opened(text="Rất chậm.")
    cause = finding.causes.get()
    cause.text = "Thiếu người"
    change(cause, ngoc, 1)
    assert of_minh.post(page(finding), older).status_code == 200
    assert text_of(finding) == ("Còn chậm.", 1)


def test_a_row_that_was_added_inside_takes_nothing_away(of_minh, finding, page, opened):
    older = opened(text="Rất chậm.")
    finding.causes.create(kind="subjective", text="Thiếu người")
    assert of_minh.post(page(finding), older).status_code == 302


def test_a_mistake_in_a_field_makes_no_older_copy_newer(of_minh, ngoc, finding, page, opened, typed):
    older = opened(text="")
    wrong = of_minh.post(page(finding), older)
    finding.text = "Có tiến bộ."
    change(finding, ngoc, 1)
    corrected = typed(wrong, seen=wrong.context["seen"], text="Rất chậm.")
    assert of_minh.post(page(finding), corrected).status_code == 200
    assert text_of(finding) == ("Có tiến bộ.", 2)


def test_a_session_that_ended_gives_the_form_back_with_the_rows_inside(of_minh, finding, page, opened):
    sent = opened(text="Rất chậm.", **{"causes-0-text": "Thiếu người"})
    session = of_minh.session
    session["seen_at"] -= 3700
    session.save()
    ended = of_minh.post(page(finding), sent)
    of_minh.post("/sign-in/", {"username": "minh", "password": DEMO_PASSWORD})
    shown = of_minh.get(ended.context["next"])
    words = unescape(shown.content.decode())
    assert ("Rất chậm." in words, "Thiếu người" in words, "Địa bàn rộng" in words) == (True, True, False)
    assert of_minh.post(page(finding), sent).status_code == 302
    assert (text_of(finding)[0], list(SavedDraft.objects.all())) == ("Rất chậm.", [])
