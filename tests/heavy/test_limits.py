"""What an account may ask for in a minute, and what the portal does at once."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ground.processes import heavy
from ground.processes.heavy import Busy, turn, upload_turn
from ground.sheets.writing import xlsx_bytes
from reports.documents.models import Document
from reports.documents.press import process
from workflow.models import AccessLog

EXPORTS = ["/export/criteria.csv", "/recommendations/?export=xlsx", "/admin/inspections/setcriterion/export/?kind=csv"]


@pytest.fixture
def draft(db):
    """The address of a draft, which is printed anew each time."""
    return f"/documents/{Document.objects.filter(state='draft').earliest('pk').pk}.pdf"


@pytest.fixture(autouse=True)
def limits(settings, tmp_path):
    settings.PLACES_DIR = tmp_path / "places"
    settings.HEAVY_PER_PROCESS, settings.HEAVY_AT_ONCE, settings.HEAVY_WAIT_SECONDS = 2, 4, 0.2
    return settings


def answer_to(client, address):
    """Read to its end: the client closes it behind the last byte, as a server does."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def words_of(response):
    return response.content.decode()


# --- In a minute -----------------------------------------------------------------------------------------------------
def test_minh_takes_out_so_many_files_a_minute_whichever_way(limits, signed_in, minh, ngoc):
    limits.EXPORTS_PER_MINUTE = 2
    of_minh, of_ngoc = signed_in(minh), signed_in(ngoc)
    answers = [answer_to(of_minh, address) for address in (EXPORTS[0], EXPORTS[1], EXPORTS[0], EXPORTS[1])]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    refused = answers[2]
    assert "Mỗi tài khoản xuất được 2 tệp trong một phút. Chờ" in words_of(refused)
    assert (50 <= int(refused["Retry-After"]) <= 60, "Refresh" in refused) == (True, False)
    assert answer_to(of_ngoc, EXPORTS[0]).status_code == 200
    assert AccessLog.objects.filter(kind="exported", actor=minh).count() == 2


def test_the_admins_export_counts_with_the_others(limits, signed_in, minh):
    limits.EXPORTS_PER_MINUTE = 1
    client = signed_in(minh)
    assert [answer_to(client, EXPORTS[n]).status_code for n in (2, 0, 2)] == [200, 429, 429]


def test_minh_makes_so_many_pdfs_a_minute(limits, signed_in, minh, draft):
    limits.PDFS_PER_MINUTE = 1
    answers = [signed_in(minh).get(draft) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Mỗi tài khoản lập được 1 tệp PDF trong một phút." in words_of(answers[1])
    assert AccessLog.objects.filter(kind="downloaded", actor=minh).count() == 1


# --- At once ---------------------------------------------------------------------------------------------------------
def test_half_of_a_process_stays_free_whoever_asks():
    with turn(), upload_turn(7), pytest.raises(Busy), turn():
        pass
    with turn(), turn():
        pass


def test_all_processes_together_do_no_more_at_once_than_set(limits):
    limits.HEAVY_PER_PROCESS, limits.HEAVY_AT_ONCE = 100, 1
    with turn(), pytest.raises(Busy), turn():
        pass
    assert heavy._at_work == 0


def test_two_files_of_an_account_are_judged_at_once_a_third_waits_and_others_come_in_beside(limits):
    limits.HEAVY_PER_PROCESS, limits.HEAVY_AT_ONCE, limits.HEAVY_WAIT_SECONDS = 100, 100, 60
    order, first, second = [], upload_turn(7), upload_turn(7)
    first.__enter__(), second.__enter__()

    def third():
        with upload_turn(7):
            order.append("third")

    waiting = threading.Thread(target=third)
    waiting.start()
    with upload_turn(8):
        order.append("another account")
    order.append("the first ends")
    first.__exit__(None, None, None)
    waiting.join()
    second.__exit__(None, None, None)
    assert order == ["another account", "the first ends", "third"]


def test_an_export_has_its_turn_until_the_last_of_it_is_sent(signed_in, minh):
    answer = signed_in(minh).get(EXPORTS[0])
    before = heavy._at_work
    b"".join(answer.streaming_content)
    assert (before, heavy._at_work) == (1, 0)


@pytest.fixture
def busy(limits):
    limits.HEAVY_PER_PROCESS = 0


def test_a_busy_portal_says_so_and_the_page_of_a_file_asks_again_by_itself(busy, signed_in, minh, draft):
    for address in (draft, *EXPORTS):
        answer = signed_in(minh).get(address)
        assert (answer.status_code, answer["Retry-After"], answer["Refresh"]) == (503, "5", "5")
        assert "Cổng đang xử lý nhiều tệp cùng lúc. Chờ ít giây rồi làm lại." in words_of(answer)


def test_an_import_to_a_busy_portal_is_told_so(busy, signed_in, minh):
    file = SimpleUploadedFile("a.xlsx", xlsx_bytes(["Mã"], [["1"]]))
    answer = signed_in(minh).post("/import/criteria/", {"file": file})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


# --- A paper ---------------------------------------------------------------------------------------------------------
def test_a_paper_that_takes_too_long_is_told_with_what_to_do(limits, signed_in, minh, draft):
    limits.PDF_SECONDS = 0.001
    answer = signed_in(minh).get(draft)
    assert answer.status_code == 503
    assert "Văn bản quá dài, cổng không lập xong PDF." in words_of(answer)


def test_a_paper_that_takes_too_much_memory_is_told_the_same_way(limits):
    limits.HEAVY_MEMORY_BYTES = 20 << 20
    with pytest.raises(process.TooLong):
        process.pdf_bytes("<p>a</p>" * 1000, "")
