"""Histories: acts on a record and its dependants, in words, limited to what each reader may see."""

import re
from dataclasses import astuple
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Cause, Finding, Inspection, Session
from tests.standing import standing
from workflow.history.acts import change, create, remove
from workflow.history.kinds import history_of
from workflow.models import Event
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db


def lines_for(record, user, **options):
    """Return the lines without time and actor: (what, kind and words of the record, changes)."""
    return [
        (line.what, " ".join(filter(None, line.about)), [astuple(each) for each in line.changes])
        for line in history_of(record, user, **options).lines
    ]


def lines_on(response):
    found = re.findall(r"<li>\s*<time(.*?)</li>\s*(?=<li>\s*<time|</ol>)", response.content.decode(), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", f"<{line}")).split()) for line in found]


@pytest.fixture
def finding(session, minh):
    """Written down by Minh in the history of the planned inspection."""
    inspection = session.inspection
    of = {"campaign": inspection.campaign, "inspection": inspection}
    return create(Finding(kind="shortcoming", text="Mới đạt một nửa.", **of), minh)


def rewritten(finding, user, **columns):
    for name, value in columns.items():
        setattr(finding, name, value)
    change(finding, user, finding.revision, "Đọc lại biên bản")
    return finding


# --- Words ---------------------------------------------------------------------------------------------------------
def test_a_change_is_told_with_labels_and_words_not_with_codes(finding, minh):
    rewritten(finding, minh, severity="fault", text="Mới đạt một phần ba.", is_internal=True)
    assert lines_for(finding.inspection, minh)[0] == (
        "Sửa",
        "ưu điểm, hạn chế Mới đạt một phần ba.",
        [
            ("Mức độ", "", "khuyết điểm"),
            ("Nội dung", "Mới đạt một nửa.", "Mới đạt một phần ba."),
            ("Nội bộ", "không", "có"),
        ],
    )


def test_days_are_told_as_screens_write_them(session, minh):
    session.held_on = "2026-06-02"
    session.full_clean()
    change(session, minh, session.revision)
    words = "buổi làm việc 02/06/2026"
    assert lines_for(session.inspection, minh) == [("Sửa", words, [("Ngày", "01/06/2026", "02/06/2026")])]


def test_a_step_is_told_with_its_states_and_its_reason(planned, minh):
    take(planned, "notify", minh)
    take(planned, "postpone", minh, reason="Bão số 5")
    lines = history_of(planned, minh).lines
    assert [(line.who, line.what, line.from_words, line.to_words, line.reason) for line in lines] == [
        (minh.get_full_name(), "Tạm hoãn", "Đã thông báo", "Tạm hoãn", "Bão số 5"),
        (minh.get_full_name(), "Gửi thông báo", "Dự kiến", "Đã thông báo", ""),
    ]


# --- What hangs on the record --------------------------------------------------------------------------------------
def test_what_hangs_on_an_inspection_is_told_in_its_history(finding, session, minh):
    cause = create(Cause(finding=finding, kind="objective", text="Địa bàn rộng"), minh)
    remove(cause, finding, minh)
    remove(session, session.inspection, minh)
    assert [line[:2] for line in lines_for(finding.inspection, minh)] == [
        ("Xóa", "buổi làm việc Buổi làm việc với đơn vị 01/06/2026"),
        ("Xóa", "nguyên nhân Địa bàn rộng"),
        ("Thêm", "ưu điểm, hạn chế Mới đạt một nửa."),
    ]


def test_another_inspections_acts_are_not_told(finding, case, minh):
    assert finding.text not in str(history_of(case, minh).lines)


def test_a_deletion_offers_to_be_undone_until_it_is(session, planned, signed_in, minh, binh):
    removal = remove(session, planned, minh)
    page = signed_in(minh).get(planned.get_absolute_url())
    assert f'action="/history/{removal.pk}/restore/"' in page.content.decode()
    signed_in(minh).post(f"/history/{removal.pk}/restore/")
    lines = history_of(planned, minh).lines
    assert [(line.what, line.removal) for line in lines] == [("Khôi phục", None), ("Xóa", None)]
    assert Session.objects.filter(pk=session.pk).exists()


def test_who_may_not_write_the_record_is_not_offered_it(case, minh):
    """The case of 2019 is concluded."""
    remove(Session.objects.create(inspection=case), case, minh)
    assert history_of(case, minh).lines[0].removal is None


# --- From outside --------------------------------------------------------------------------------------------------
@pytest.fixture
def lines_shown_to(lan):
    """`told_to(inspection)`: what Lan's history of her own inspection says of findings."""

    def read(inspection):
        return [line[:2] for line in lines_for(inspection, lan) if line[0] in ("Thêm", "Sửa", "Xóa")]

    return read


@pytest.fixture
def lans(case):
    return standing(Inspection.objects.get(reference="DVCQ2026-28108"), "in_session")


def written_in(inspection, user, **columns):
    of = {"campaign": inspection.campaign, "inspection": inspection}
    return create(Finding(kind="shortcoming", text="Chậm trả lời.", **of, **columns), user)


def agreed(inspection):
    take(inspection, "record", None)


def test_lan_reads_nothing_of_what_was_drafted_before_the_minutes_were_agreed(lans, lines_shown_to, minh):
    finding = written_in(lans, minh)
    agreed(lans)
    assert lines_shown_to(lans) == []
    rewritten(finding, minh, text="Chậm trả lời dân.")
    assert lines_shown_to(lans) == [("Sửa", "ưu điểm, hạn chế Chậm trả lời dân.")]
    assert [line[0] for line in lines_for(lans, minh)[:3]] == ["Sửa", "Thống nhất biên bản", "Thêm"]


def test_lan_reads_nothing_of_what_was_internal_nor_of_what_was_deleted(lans, lines_shown_to, minh):
    agreed(lans)
    remark = written_in(lans, minh, is_internal=True)
    assert lines_shown_to(lans) == []
    rewritten(remark, minh, is_internal=False)
    assert lines_shown_to(lans) == []
    rewritten(remark, minh, text="Chậm trả lời dân.")
    assert lines_shown_to(lans) == [("Sửa", "ưu điểm, hạn chế Chậm trả lời dân.")]
    remove(remark, lans, minh)
    assert lines_shown_to(lans) == []


def test_hoa_finds_no_history_of_lans(signed_in, hoa, lans):
    answers = [signed_in(hoa).get(f"/history/inspection/{pk}/") for pk in (lans.pk, 999_999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


# --- Pages and cost ------------------------------------------------------------------------------------------------
@pytest.fixture
def long_history(planned, minh):
    """One hundred and one acts at the same instant: the later one stands first. Their ids have four digits."""
    at = planned.created_at
    values = {"at": at, "actor": minh, "act": "created", "subject": planned}
    kept = [Event(pk=5_000 + n, reason=f"Lần {n}", **values) for n in range(101)]
    Event.objects.bulk_create(kept)
    return planned


def test_the_record_shows_the_last_twenty_and_leads_to_all(signed_in, minh, long_history):
    browser = signed_in(minh)
    page = browser.get(long_history.get_absolute_url())
    address = f"/history/inspection/{long_history.pk}/"
    assert (len(lines_on(page)), f'href="{address}"' in page.content.decode()) == (20, True)
    read, sizes = [], []
    while address:
        page = browser.get(address)
        read += [line.rpartition(" ")[2] for line in lines_on(page)]
        sizes.append(len(page.context["history"].lines))
        following = re.search(r'href="([^"]*)" rel="next"', page.content.decode())
        address = following and following[1]
    assert (read, sizes) == ([str(n) for n in range(100, -1, -1)], [50, 50, 1])


def test_an_address_that_asks_for_nonsense_shows_the_beginning(signed_in, minh, long_history):
    page = signed_in(minh).get(f"/history/inspection/{long_history.pk}/", {"after": "²"})
    assert len(page.context["history"].lines) == 50


@pytest.mark.parametrize("acts", [1, 30])
def test_it_costs_two_queries_whatever_was_done(finding, minh, django_assert_num_queries, acts):
    inspection = Inspection.objects.with_roles().get(pk=finding.inspection_id)
    assert minh.reach.staff
    for n in range(acts):
        rewritten(finding, minh, text=f"Mới đạt {n}.")
        remove(create(Session(inspection=inspection), minh), inspection, minh)
    with django_assert_num_queries(2):
        assert len(history_of(inspection, minh, is_inside=True).lines) == min(20, 1 + 2 * acts)


@pytest.mark.one_database("sqlite")  # PostgreSQL knows how many rows there are, and reads a small table whole
@pytest.mark.parametrize("reference", ["DVCQ2026-25459", "DVCQ2019-806"], ids=["with nothing in it", "with much in it"])
@pytest.mark.parametrize("is_inside", [True, False])
def test_it_is_read_by_its_records_however_long_the_history_of_all_is(minh, reference, is_inside):
    """By the order of instants, with which another index begins, all events of a table would be read."""
    inspection = Inspection.objects.get(reference=reference)
    with CaptureQueriesContext(connection) as queries:
        history_of(inspection, minh, is_inside)
    (sql,) = [query["sql"] for query in queries if query["sql"].startswith('SELECT "workflow_event"')]
    with connection.cursor() as cursor:
        reads = [words for *_ids, words in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    reads = [words for words in reads if "event_by" in words or "workflow_event" in words]
    assert {words.partition(" USING ")[2] for words in reads} == {
        "INDEX event_by_subject (content_type_id=? AND object_id=?)"
    }
