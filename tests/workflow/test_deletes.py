"""A deletion must be confirmed, is explained when it is refused, and can be undone from the history."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from inspections.models import Finding, Inspection, Session
from tests.standing import standing
from workflow.history.acts import Outdated, change, remove, restore
from workflow.models import Event
from workflow.records.refusals import StepRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages")]


def address(session):
    return f"/try/sessions/{session.pk}/delete/"


def shown(response, pattern):
    return [" ".join(unescape(text).split()) for text in re.findall(pattern, response.content.decode(), re.DOTALL)]


def hanging(response):
    listed = shown(response, r"Chưa xóa được</h2>\s*<ul>(.*?)</ul>")
    return [line for each in listed for line in re.findall(r"<li>(.*?)</li>", each)]


def undo(browser, event, **typed):
    return browser.post(reverse("event_restore", args=[event.pk]), typed)


def messages_after(browser, response):
    return [str(message) for message in browser.get(response["Location"]).context["messages"]]


def acts(record):
    return list(Event.objects.about(record).values_list("act", flat=True))


# --- Asked ---------------------------------------------------------------------------------------------------------
def test_a_deletion_has_form_first(signed_in, minh, session):
    page = signed_in(minh).get(address(session))
    assert (page.status_code, shown(page, r"<h1>(.*?)</h1>"), hanging(page)) == (200, ["Xóa buổi làm việc"], [])
    assert Session.objects.filter(pk=session.pk).exists()


def test_pressed_it_is_gone_and_stands_in_the_history(signed_in, minh, session, planned):
    browser = signed_in(minh)
    response = browser.post(address(session), {"revision": 1})
    assert response["Location"] == planned.get_absolute_url()
    assert messages_after(browser, response) == [f"Đã xóa: {session}. Khôi phục được từ lịch sử."]
    assert list(planned.sessions.all()) == []
    event = Event.objects.about(planned).get()
    assert (event.act, event.actor, event.changes["label"]) == ("removed", minh, str(session))


def test_what_somebody_changed_meanwhile_is_not_deleted_unseen(signed_in, minh, ngoc, session):
    session.place = "Hội trường"
    change(session, ngoc, 1)
    page = signed_in(minh).post(address(session), {"revision": 1})
    assert (page.status_code, page.context["form"]["revision"].value()) == (409, 2)
    with pytest.raises(Outdated):
        remove(session, session.inspection, minh, revision=1)
    assert Session.objects.filter(pk=session.pk).exists()


@pytest.mark.parametrize(("username", "status"), [("minh", 200), ("ngoc", 200), ("thu", 404), ("hoa", 404)])
def test_whose_it_is_to_delete(signed_in, django_user_model, session, username, status):
    browser = signed_in(django_user_model.objects.get(username=username))
    if status == 404:
        with pytest.raises(Session.DoesNotExist):  # this page's own scope
            browser.get(address(session))
    else:
        assert browser.get(address(session)).status_code == status


def test_after_the_conclusion_nothing_of_it_is_deleted(signed_in, minh, session, planned):
    standing(planned, "concluded")
    assert [signed_in(minh).get(address(session)).status_code, signed_in(minh).post(address(session)).status_code] == [
        403,
        403,
    ]


# --- Explained -----------------------------------------------------------------------------------------------------
def test_what_hangs_on_it_is_told_before_the_button(signed_in, minh, session, planned):
    Finding.objects.create(campaign=planned.campaign, inspection=planned, kind="strength", text="Đối thoại đủ kỳ")
    page = signed_in(minh).get(f"/try/inspections/{planned.reference}/delete/")
    assert sorted(hanging(page)) == [
        f"Còn 1 buổi làm việc gắn với bản ghi này: {session}. Xóa hoặc chuyển đi trước.",
        "Còn 1 ưu điểm, hạn chế gắn với bản ghi này: Đối thoại đủ kỳ. Xóa hoặc chuyển đi trước.",
    ]
    refused = signed_in(minh).post(f"/try/inspections/{planned.reference}/delete/", {"revision": planned.revision})
    assert (refused.status_code, refused.context["refusal"]) == (409, hanging(page))


def test_of_many_five_are_named(minh, planned):
    for _n in range(7):
        Session.objects.create(inspection=planned, kind="visit")
    with pytest.raises(StepRefused) as refused:
        remove(planned, planned.campaign, minh)
    names = "; ".join(["Làm việc tại cơ sở"] * 5)
    assert refused.value.messages == [f"Còn 7 buổi làm việc gắn với bản ghi này: {names}…. Xóa hoặc chuyển đi trước."]


def test_what_the_user_may_not_see_is_counted_but_not_named(lan, planned, session):
    with pytest.raises(StepRefused) as refused:
        remove(planned, planned.campaign, lan)
    assert refused.value.messages == ["Còn 1 buổi làm việc gắn với bản ghi này. Xóa hoặc chuyển đi trước."]


def test_work_that_has_begun_is_cancelled_not_deleted(minh, planned):
    standing(planned, "notified")
    with pytest.raises(StepRefused, match="đã qua các bước xử lý"):
        remove(planned, planned.campaign, minh)


# --- Undone --------------------------------------------------------------------------------------------------------
def test_it_comes_back_from_the_history_as_it_was(signed_in, minh, ngoc, session, planned):
    made_at = session.created_at
    removal = remove(session, planned, minh)
    browser = signed_in(ngoc)
    response = undo(browser, removal, next="/campaigns/")
    assert (response["Location"], messages_after(browser, response)) == ("/campaigns/", [f"Đã khôi phục: {session}."])
    back = Session.objects.get(pk=session.pk)
    assert (back.place, back.oral_conclusion) == ("UBND xã", "Nhất trí.")
    assert abs(back.created_at - made_at) < timedelta(milliseconds=1)
    assert acts(planned) == ["restored", "removed"]


def test_pressed_twice_it_comes_back_once(signed_in, minh, session, planned):
    removal = remove(session, planned, minh)
    browser = signed_in(minh)
    undo(browser, removal)
    assert messages_after(browser, undo(browser, removal))[-1] == "Bản ghi này đã được khôi phục rồi."
    assert (planned.sessions.count(), acts(planned)) == (1, ["restored", "removed"])


def test_words_that_forms_refuse_by_now_come_back_as_they_were_stored(minh, session, planned):
    Session.objects.filter(pk=session.pk).update(oral_conclusion="Theo {2.1} 👍")
    session.refresh_from_db()
    restore(remove(session, planned, minh), minh)
    assert Session.objects.get(pk=session.pk).oral_conclusion == "Theo {2.1} 👍"


def test_an_address_of_another_site_is_not_gone_to(signed_in, minh, session, planned):
    removal = remove(session, planned, minh)
    assert undo(signed_in(minh), removal, next="https://example.com/")["Location"] == planned.get_absolute_url()


def test_it_does_not_come_back_where_its_place_is_taken(minh, planned):
    member = DelegationMaker(planned.campaign)
    removal = remove(member.made, member.delegation, minh)
    member.again()
    with pytest.raises(StepRefused, match="đã có bản ghi khác thay vào"):
        restore(removal, minh)


class DelegationMaker:
    """A delegation with a head; `again()` makes another one."""

    def __init__(self, campaign):
        self.delegation = campaign.delegations.create(number=9)
        self.made = self.again()

    def again(self):
        from accounts.models import Person

        return self.delegation.members.create(person=Person.objects.first(), role="head")


def test_deleted_again_it_comes_back_from_its_last_deletion(minh, session, planned):
    first = remove(session, planned, minh)
    again = restore(first, minh)
    again.place = "Hội trường"
    change(again, minh, again.revision)
    last = remove(again, planned, minh)
    with pytest.raises(StepRefused, match="lần xóa cuối cùng"):
        restore(first, minh)
    assert restore(last, minh).place == "Hội trường"


@pytest.mark.parametrize(("username", "status"), [("ngoc", 302), ("lan", 404), ("thu", 404), ("hoa", 404)])
def test_who_brings_it_back(signed_in, django_user_model, minh, session, planned, username, status):
    removal = remove(session, planned, minh)
    browser = signed_in(django_user_model.objects.get(username=username))
    assert undo(browser, removal).status_code == status


def test_who_sees_the_history_but_may_not_write_is_refused(signed_in, minh, van):
    """Vân is on the inspecting side: she is told of the deletion, and writes no sessions."""
    notified = Inspection.objects.get(reference="DVCQ2026-28114")  # of her delegation
    session = Session.objects.create(inspection=notified, held_on=date(2026, 6, 1), place="UBND phường")
    removal = remove(session, notified, minh)
    assert undo(signed_in(van), removal).status_code == 403


def test_who_is_told_of_no_deletion_finds_none_to_undo(signed_in, minh, khoa, planned, session):
    standing(planned, "in_session")
    planned.reporting_organization_id = khoa.memberships.first().organization_id
    planned.save()
    removal = remove(session, planned, minh)
    assert undo(signed_in(khoa), removal).status_code == 404


def test_only_a_deletion_is_undone(signed_in, minh, session, planned):
    session.place = "Hội trường"
    change(session, minh, 1)
    assert undo(signed_in(minh), Event.objects.about(session).get()).status_code == 404
