"""`form_page`: no newer version is overwritten unseen, nothing is saved twice, nothing typed is lost."""

from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.utils import timezone

from inspections.models import Session
from workflow.history.acts import change
from workflow.models import Event, SavedDraft, SubmissionToken
from workflow.records.tokens import digest_of, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]
TYPED = {"kind": "session", "held_on": "01/06/2026", "place": "Trụ sở", "oral_conclusion": "Nhất trí."}


@pytest.fixture
def of_minh(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def address(session):
    return f"/try/sessions/{session.pk}/"


@pytest.fixture
def changed_by_ngoc(session, ngoc):
    """Ngọc was faster."""
    session.place, session.oral_conclusion = "Hội trường", "Chưa nhất trí."
    change(session, ngoc, 1)
    return Event.objects.about(session).get()


def row(session):
    return Session.objects.values_list("place", "oral_conclusion", "revision").get(pk=session.pk)


def sent(page):
    """What the page would send, as its browser would."""
    form = page.context["form"]
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


# --- An older copy ---------------------------------------------------------------------------------------------------
def test_a_form_is_saved_and_its_change_told(of_minh, session, address, minh):
    response = of_minh.post(address, TYPED | {"revision": 1})
    assert response["Location"] == session.inspection.get_absolute_url()
    assert row(session) == ("Trụ sở", "Nhất trí.", 2)
    event = Event.objects.about(session).get()
    assert (event.actor, event.changes) == (minh, {"place": ["UBND xã", "Trụ sở"]})


def test_nothing_changed_is_nothing_written(of_minh, session, address):
    assert of_minh.post(address, TYPED | {"place": "UBND xã", "revision": 1}).status_code == 302
    assert (row(session), list(Event.objects.about(session))) == (("UBND xã", "Nhất trí.", 1), [])


def test_an_older_copy_is_refused_and_both_are_shown(of_minh, session, address, changed_by_ngoc):
    page = of_minh.post(address, TYPED | {"revision": 1})
    at = f"{timezone.localtime(changed_by_ngoc.at):%H:%M, %d/%m/%Y}"
    message = f"Phạm Thị Minh Ngọc đã sửa bản ghi này lúc {at}, sau khi bạn mở. Chưa ghi gì."
    assert (page.status_code, page.context["refusal"]) == (409, [message])
    both = [(each.field.label, each.theirs, each.yours) for each in page.context["conflict"]]
    assert both == [
        ("Địa điểm theo văn bản", "Hội trường", "Trụ sở"),
        ("Kết luận tại buổi làm việc", "Chưa nhất trí.", "Nhất trí."),
    ]
    assert row(session) == ("Hội trường", "Chưa nhất trí.", 2)


def test_the_fields_keep_ones_own_and_sent_again_it_is_a_decision(of_minh, session, address, changed_by_ngoc):
    page = of_minh.post(address, TYPED | {"revision": 1, "receipt": str(uuid4())})
    assert sent(page)["place"] == "Trụ sở"
    assert of_minh.post(address, sent(page)).status_code == 302
    assert row(session) == ("Trụ sở", "Nhất trí.", 3)


def test_and_a_third_copy_in_between_is_refused_again(of_minh, session, address, changed_by_ngoc, ngoc):
    page = of_minh.post(address, TYPED | {"revision": 1})
    session.place = "Nhà văn hóa"
    change(session, ngoc, 2)
    assert of_minh.post(address, sent(page)).status_code == 409
    assert row(session)[0] == "Nhà văn hóa"


def test_a_form_without_its_revision_writes_nothing(of_minh, session, address):
    page = of_minh.post(address, TYPED)
    assert (page.status_code, page.context["form"].errors["revision"]) == (
        422,
        ["Trang này đã cũ. Mở lại bản ghi rồi sửa."],
    )
    assert row(session) == ("UBND xã", "Nhất trí.", 1)


def test_what_differs_in_no_field_of_the_form_is_said_so(of_minh, session, address):
    Session.objects.filter(pk=session.pk).update(revision=2)
    page = of_minh.post(address, TYPED | {"place": "UBND xã", "revision": 1})
    assert (page.status_code, page.context["conflict"]) == (409, [])
    assert "không khác bản đang lưu" in page.content.decode()


# --- Once --------------------------------------------------------------------------------------------------------
def test_one_filling_sent_twice_makes_one_record(of_minh, planned):
    address = f"/try/inspections/{planned.reference}/sessions/new/"
    typed = sent(of_minh.get(address)) | TYPED
    answers = [of_minh.post(address, typed) for _n in range(2)]
    assert [answer["Location"] for answer in answers] == [planned.get_absolute_url()] * 2
    assert planned.sessions.count() == 1


def test_two_fillings_make_two_records(of_minh, planned):
    address = f"/try/inspections/{planned.reference}/sessions/new/"
    for _n in range(2):
        of_minh.post(address, sent(of_minh.get(address)) | TYPED)
    assert planned.sessions.count() == 2


def test_other_words_in_the_same_filling_make_another_record(of_minh, planned):
    """After the browser's “back”, or in a tab that was doubled with its hidden fields."""
    address = f"/try/inspections/{planned.reference}/sessions/new/"
    typed = sent(of_minh.get(address)) | TYPED
    for place in ("Trụ sở", "Nhà văn hóa", "Trụ sở"):
        of_minh.post(address, typed | {"place": place})
    assert sorted(planned.sessions.values_list("place", flat=True)) == ["Nhà văn hóa", "Trụ sở"]


def test_other_words_for_the_same_record_are_shown_beside_the_first(of_minh, session, address):
    typed = sent(of_minh.get(address)) | TYPED
    of_minh.post(address, typed)
    page = of_minh.post(address, typed | {"place": "Nhà văn hóa"})
    both = [(each.theirs, each.yours) for each in page.context["conflict"]]
    assert (page.status_code, both, row(session)[0]) == (409, [("Trụ sở", "Nhà văn hóa")], "Trụ sở")


def test_what_was_refused_is_no_receipt(of_minh, session, address, changed_by_ngoc):
    of_minh.post(address, TYPED | {"revision": 1, "receipt": str(uuid4())})
    assert list(SubmissionToken.objects.all()) == []


def test_another_ones_receipt_opens_no_door(of_minh, session, address, ngoc):
    mark, typed = str(uuid4()), TYPED | {"revision": 1}
    digest = digest_of(RequestFactory().post(address, typed))
    SubmissionToken.objects.create(token=token_of(mark, digest), sender=ngoc, path="/campaigns/")
    page = of_minh.post(address, typed | {"receipt": mark})
    assert (page.status_code, row(session)) == (409, ("UBND xã", "Nhất trí.", 1))


# --- What was kept -------------------------------------------------------------------------------------------------
@pytest.fixture
def kept(address, minh):
    values = {name: [value] for name, value in (TYPED | {"revision": "1"}).items()}
    return SavedDraft.objects.create(owner=minh, path=address, query="tab=2", values=values)


def test_what_is_kept_is_offered_on_its_page_not_forced(of_minh, address, kept):
    page = of_minh.get(address)
    assert (page.context["form"]["place"].value(), page.context["waiting"]) == ("UBND xã", kept)
    assert f'href="{address}?tab=2&amp;kept={kept.pk}"' in page.content.decode()


def test_asked_for_it_fills_the_form(of_minh, address, kept):
    form = of_minh.get(kept.address).context["form"]
    assert (form["place"].value(), form["revision"].value()) == ("Trụ sở", "1")


def test_kept_and_outdated_it_is_refused_like_any_older_copy(of_minh, address, kept, changed_by_ngoc):
    assert of_minh.post(kept.address, sent(of_minh.get(kept.address))).status_code == 409


def test_it_fills_no_other_page(of_minh, planned, kept):
    page = of_minh.get(f"/try/inspections/{planned.reference}/sessions/new/?kept={kept.pk}")
    assert (page.context["saved_draft"], page.context["form"].is_bound) == (None, False)


@pytest.mark.parametrize("query", ["x", "0", "9" * 30, ""])
def test_asked_for_nonsense_the_form_stands_as_it_is(of_minh, address, query):
    assert of_minh.get(f"{address}?kept={query}").status_code == 200


# --- The browser's draft -------------------------------------------------------------------------------------------
def test_the_browser_is_told_what_was_received(of_minh, minh, address):
    of_minh.post(address, TYPED | {"revision": 1})
    path = address.replace("/", "%2F")
    assert of_minh.cookies["received"].value == f"{minh.pk}%3A{path}"


def test_of_a_refusal_it_is_told_nothing(of_minh, address, changed_by_ngoc):
    of_minh.post(address, TYPED | {"revision": 1})
    assert "received" not in of_minh.cookies
