"""Background jobs: each item is done once, whatever happens to the worker; its actor sees the result."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.signing import SignedPackage

from workflow.jobs import batches
from workflow.models import Batch, BatchItem, Notice
from workflow.records.refusals import StepRefused


@pytest.fixture
def done():
    """The keys that were worked on, in their order."""
    return []


@pytest.fixture
def counting(done, monkeypatch):
    """Work that counts; it is refused for "bad", breaks on "broken", and finds the database away on "away"."""

    def count(batch, key):
        done.append(key)
        if key == "bad":
            raise StepRefused(["Chưa phân công đoàn kiểm tra."])
        if key == "broken":
            raise ZeroDivisionError
        if key == "away":
            raise OperationalError
        return f"{key}: {batch.parameters['reason']}"

    monkeypatch.setitem(batches._works, "count", count)


@pytest.fixture
def start(counting, minh, django_capture_on_commit_callbacks):
    def start(*keys):
        with django_capture_on_commit_callbacks(execute=True):
            return batches.start("count", minh, [(key, key.upper()) for key in keys], label="Đếm", reason="thử")

    return start


def queued():
    """The jobs in the queue: (batch, items) each."""
    return [SignedPackage.loads(task.payload)["args"] for task in OrmQ.objects.order_by("pk")]


def results(batch):
    return list(batch.items.order_by("pk").values_list("key", "state", "message"))


def test_a_batch_is_queued_in_small_jobs_after_its_transaction(start):
    batch = start(*(f"k{n}" for n in range(25)))
    pks = list(batch.items.order_by("pk").values_list("pk", flat=True))
    assert queued() == [(batch.pk, pks[:10]), (batch.pk, pks[10:20]), (batch.pk, pks[20:])]


def test_each_item_says_what_came_of_it_and_a_fault_stops_no_other(start):
    batch = start("one", "bad", "broken", "two")
    batches.run(*queued()[0])
    assert results(batch) == [
        ("one", "done", "one: thử"),
        ("bad", "refused", "Chưa phân công đoàn kiểm tra."),
        ("broken", "refused", "Cổng gặp lỗi ở bản ghi này; chưa làm gì."),
        ("two", "done", "two: thử"),
    ]


def test_a_job_that_is_run_twice_does_nothing_twice(start, done):
    start("one", "two")
    for _time in range(2):
        batches.run(*queued()[0])
    assert (done, Notice.objects.filter(text__startswith="Đã xong: Đếm").count()) == (["one", "two"], 1)


def test_where_the_database_is_away_the_item_waits_for_the_next_try(start):
    batch = start("one", "away")
    with pytest.raises(OperationalError):
        batches.run(*queued()[0])
    assert [state for _key, state, _message in results(batch)] == ["done", "waiting"]
    assert Batch.objects.get(pk=batch.pk).finished_at is None


def test_minh_is_told_when_it_is_finished(start, minh):
    batch = start("one", "bad")
    batches.run(*queued()[0])
    notice = Notice.objects.visible_to(minh).first()
    message = "Đã xong: Đếm. Đã xử lý 1, không xử lý được 1."
    assert (notice.text, notice.path) == (message, f"/batches/{batch.pk}/")


def test_a_batch_without_items_is_finished_at_once(start):
    assert Batch.objects.get(pk=start().pk).finished_at is not None


# --- Long work ---------------------------------------------------------------------------------------------------
@pytest.fixture
def long_work(done, monkeypatch):
    """Work that notes its item and how many transactions it is done in."""

    def note(batch, key):
        done.append((key, len(connection.savepoint_ids)))
        if key == "bad":
            raise StepRefused(["Phần này dài quá."])
        return ""

    monkeypatch.setitem(batches._works, "print", note)
    monkeypatch.setattr(batches, "_long", {"print"})


def test_items_of_long_work_are_jobs_in_turn_outside_transactions(
    long_work, done, minh, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        batch = batches.start("print", minh, [(key, key) for key in ("one", "bad", "two")], label="In")
    depth = len(connection.savepoint_ids)
    for n in range(3):
        assert len(queued()) == n + 1
        batches.run(*queued()[n])
    assert done == [("one", depth), ("bad", depth), ("two", depth)]
    assert results(batch) == [("one", "done", ""), ("bad", "refused", "Phần này dài quá."), ("two", "done", "")]
    for job in queued():
        batches.run(*job)
    assert (len(done), len(queued()), Notice.objects.filter(text__startswith="Đã xong: In").count()) == (3, 3, 1)


# --- Its page ----------------------------------------------------------------------------------------------------
def test_the_page_refreshes_itself_while_work_goes_on_and_no_longer(start, signed_in, minh):
    batch = start("one", "two")
    page = signed_in(minh)
    running = page.get(f"/batches/{batch.pk}/", headers={"HX-Request": "true"})
    batches.run(*queued()[0])
    finished = page.get(f"/batches/{batch.pk}/", headers={"HX-Request": "true"})
    parts = [answer.content.decode() for answer in (running, finished)]
    assert ["every 2s" in part for part in parts] == [True, False]
    assert ["HX-Refresh" in answer.headers for answer in (running, finished)] == [False, True]
    assert ("Đang xử lý: 0/2" in parts[0], "Đã xử lý đủ 2" in parts[1]) == (True, True)


@pytest.mark.parametrize(("minutes", "is_said"), [(1, False), (6, True)])
def test_the_page_says_when_no_worker_is_there(start, signed_in, minh, minutes, is_said):
    batch, page = start("one"), signed_in(minh)
    Task.objects.all().delete()
    ended = timezone.now() - timedelta(minutes=minutes)
    Task.objects.create(id="1", name="n", func="f", started=ended, stopped=ended, success=True)
    running = page.get(f"/batches/{batch.pk}/").content.decode()
    part = page.get(f"/batches/{batch.pk}/", headers={"HX-Request": "true"}).content.decode()
    listed = page.get("/batches/").content.decode()
    batches.run(*queued()[0])
    finished = [page.get(path).content.decode() for path in (f"/batches/{batch.pk}/", "/batches/")]
    words = "Chưa có tiến trình xử lý nào chạy"
    assert [words in text for text in (running, part, listed, *finished)] == [is_said, is_said, is_said, False, False]


def test_results_are_filtered_and_paged_by_key(start, signed_in, minh):
    batch = start(*(f"k{n}" for n in range(51)), "bad")
    for job in queued():
        batches.run(*job)
    page = signed_in(minh)
    first = page.get(f"/batches/{batch.pk}/").context
    rest = page.get(f"/batches/{batch.pk}/", {"after": first["page"].next}).context
    refused = page.get(f"/batches/{batch.pk}/?state=refused").context
    keys = [[item.key for item in shown["page"].rows] for shown in (rest, refused)]
    assert (len(first["page"].rows), keys) == (50, [["k50", "bad"], ["bad"]])
    assert [shown["page"].next for shown in (rest, refused)] == ["", ""]


def test_work_that_stands_still_can_be_sent_again(start, signed_in, minh):
    batch = start("one", "two")
    OrmQ.objects.all().delete()
    page = signed_in(minh)
    page.post(f"/batches/{batch.pk}/resume/")
    assert queued() == []  # it has only just begun
    long_ago = timezone.now() - timedelta(minutes=6)
    Batch.objects.filter(pk=batch.pk).update(created_at=long_ago, changed_at=long_ago)
    BatchItem.objects.filter(batch=batch).update(changed_at=long_ago)
    page.post(f"/batches/{batch.pk}/resume/")
    assert len(queued()) == 1


def test_reading_a_notice_puts_it_away_and_opens_what_it_is_about(signed_in, lan):
    first, second = (Notice.objects.create(recipient=lan, text=f"Đôn đốc {n}", path="/campaigns/") for n in (1, 2))
    page = signed_in(lan)
    opened = page.post(f"/notices/{first.pk}/read/", {"open": ""})
    page.post("/notices/read/")
    unread = Notice.objects.visible_to(lan).filter(read_at=None).count()
    assert (opened.headers["Location"], unread, second.read_at) == ("/campaigns/", 0, None)
