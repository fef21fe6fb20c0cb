"""Files in an S3 store, of moto's server in a process of its own: the promises of files on a disk (test_full_disk)."""

import socket
import threading
from contextlib import suppress
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ground.health import can_write_files
from ground.shared.objects import StoreAway
from ground.sheets.writing import xlsx_bytes
from ground.storage import CannotRead, CannotStore
from inspections.models import OfficialPaper, StoredFile
from inspections.papers.acts import store_file, storing
from inspections.papers.uploads import pending
from inspections.papers.uploads.scanning import scan_waiting
from tests.made_clamd import clamd_that
from tests.made_store import BUCKET, OPTIONS, bucket_at, store_server

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 8000  # two megabytes: more than is held in memory


def stored_at(settings, address, bucket=BUCKET):
    options = OPTIONS | {"bucket_name": bucket, "endpoint_url": address}
    backend = {"BACKEND": "ground.shared.objects.WholeObjectStorage", "OPTIONS": options}
    settings.S3_BUCKET = bucket
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture(scope="module")
def address(free_port):
    with store_server(free_port()) as found:
        yield found


@pytest.fixture
def store(settings, address):
    """The bucket, empty, as an S3 client sees it; the portal's files go there."""
    stored_at(settings, address)
    bucket = bucket_at(address)
    bucket.objects.delete()
    return bucket


@pytest.fixture
def away(settings, free_port):
    stored_at(settings, f"http://127.0.0.1:{free_port()}")


def keys(store):
    return sorted(each.key for each in store.objects.all())


@pytest.fixture
def paper(db, minh):
    """`paper()` is one of Minh's Board, with a file in the store."""

    def make():
        file = store_file(CONTENT, "Báo cáo.pdf", "application/pdf", StoredFile.Scan.CLEAN)
        board = minh.memberships.get().organization
        columns = {"paper_type": "BC", "dated_on": date(2026, 4, 7), "is_internal": True}
        return OfficialPaper.objects.create(kept_by=board, title="Báo cáo", file=file, **columns)

    return make


def test_a_file_is_stored_whole_and_read_whole(store):
    name = default_storage.save("imports/7/a", ContentFile(CONTENT))
    assert (name, keys(store)) == ("imports/7/a", ["imports/7/a"])
    assert default_storage.open(name).read() == CONTENT


def test_a_large_file_goes_in_one_request(store):
    """In several it could be broken off between them; a store marks what it joined by the number of its parts."""
    name = default_storage.save("a", ContentFile(b"0" * 9_000_000))
    assert ("-" in store.Object(name).e_tag, store.Object(name).content_length) == (False, 9_000_000)


def test_a_name_in_use_gives_another_one(store):
    first, second = (default_storage.save("a", ContentFile(content)) for content in (b"first", b"second"))
    assert (first == second, default_storage.open(first).read()) == (False, b"first")


def test_what_is_not_there_is_missing_as_on_a_disk(store):
    assert (default_storage.exists("a"), default_storage.listdir("pending")) == (False, ([], []))
    with pytest.raises(CannotRead):
        default_storage.open("a")


def test_a_paper_that_is_lost_in_the_store_is_a_page_with_words(store, paper, signed_in, minh):
    address = paper().download_url
    store.objects.delete()
    answer = signed_in(minh).get(address)
    assert (answer.status_code, "không đọc được" in answer.content.decode()) == (503, True)


def test_minh_opens_a_paper_from_the_store_and_hoa_does_not(store, paper, signed_in, minh, hoa):
    address = paper().download_url
    answer = signed_in(minh).get(address)
    assert (answer.status_code, answer["Content-Length"], answer.getvalue() == CONTENT) == (
        200,
        str(len(CONTENT)),
        True,
    )
    assert signed_in(hoa).get(address).status_code == 404


def test_what_comes_to_no_row_is_deleted(store, db):
    found = []
    with suppress(RuntimeError), storing(CONTENT, "a.pdf", "application/pdf", StoredFile.Scan.CLEAN) as stored:
        found += keys(store)
        raise RuntimeError
    assert (found, keys(store)) == ([stored.key], [])


def test_a_waiting_file_is_found_by_its_sender_alone_and_for_a_day(store):
    token = pending.keep(7, "Ảnh.png", CONTENT)
    assert (pending.find(8, token), pending.find(7, UUID(int=0))) == (None, None)
    found = pending.find(7, token)
    assert (found.name, found.read()) == ("Ảnh.png", CONTENT)
    pending.sweep(timezone.now() + timedelta(hours=23))
    assert len(keys(store)) == 1
    pending.sweep(timezone.now() + timedelta(hours=25))
    assert keys(store) == []


def test_the_worker_scans_what_is_in_the_store(store, db, settings):
    stored = store_file(CONTENT, "a.pdf", "application/pdf")
    StoredFile.objects.exclude(pk=stored.pk).update(scan_state=StoredFile.Scan.CLEAN)
    with clamd_that(b"stream: OK\0") as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        scan_waiting()
    stored.refresh_from_db()
    assert (stored.scan_state, daemon.received == [CONTENT]) == ("clean", True)


def test_an_import_waits_in_the_store_for_its_sender(store, signed_in, minh):
    file = SimpleUploadedFile("a.xlsx", xlsx_bytes(["Mã", "Tên"], [["1", "Một"]]))
    answer = signed_in(minh).post("/import/criteria/", {"file": file})
    assert (answer.status_code, len(keys(store))) == (302, 1)
    assert signed_in(minh).get(answer["Location"]).status_code == 200


def test_health_writes_to_the_store_and_leaves_nothing(store):
    assert (can_write_files(), keys(store)) == (True, [])


@pytest.fixture
def hanging(settings):
    """A store that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stored_at(settings, f"http://127.0.0.1:{silent.getsockname()[1]}")
        yield


@pytest.mark.parametrize("fault", ["hanging", "of_another_bucket"])
def test_health_names_the_store(fault, db, request, client):
    request.getfixturevalue(fault)
    assert client.get("/healthz").content == b"unwell: store"


@pytest.fixture
def of_another_bucket(settings, address):
    """The store answers and refuses: there is no such bucket."""
    stored_at(settings, address, "no-such-bucket")


@pytest.mark.parametrize("fault", ["away", "of_another_bucket"])
def test_a_store_that_fails_takes_nothing_and_says_so(fault, request):
    request.getfixturevalue(fault)
    with pytest.raises(CannotStore):
        default_storage.save("a", ContentFile(b"whole"))
    assert not can_write_files()


def test_while_the_store_is_away_a_page_says_so(store, paper, settings, free_port, signed_in, minh):
    page, browser = paper().download_url, signed_in(minh)
    stored_at(settings, f"http://127.0.0.1:{free_port()}")
    answer = browser.get(page)
    assert (answer.status_code, "Kho tệp của cổng không trả lời" in answer.content.decode()) == (503, True)


class BreaksOff(BaseHTTPRequestHandler):
    """A store that has the file and sends half of it."""

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        self.wfile.write(b"0" * 50)

    def log_message(self, *args):
        return None


def test_a_store_that_breaks_off_is_noticed_before_a_byte_goes_out(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), BreaksOff) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        stored_at(settings, f"http://127.0.0.1:{server.server_address[1]}")
        with pytest.raises(StoreAway):
            default_storage.open("a")
        server.shutdown()


def test_while_the_store_is_away_people_sign_in(away, signed_in, minh):
    """What else would be swept away then stays until the next one does."""
    assert signed_in(minh).get("/").status_code == 200


def test_while_the_store_is_away_files_wait_for_the_scan(store, db, settings, free_port):
    stored = store_file(CONTENT, "a.pdf", "application/pdf")
    StoredFile.objects.exclude(pk=stored.pk).update(scan_state=StoredFile.Scan.CLEAN)
    stored_at(settings, f"http://127.0.0.1:{free_port()}")
    with clamd_that(b"stream: OK\0") as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        scan_waiting()
    stored.refresh_from_db()
    assert (stored.scan_state, daemon.received) == ("waiting", [])


def test_no_listing_and_no_delete_pretends(away):
    for act in (default_storage.delete, default_storage.listdir, default_storage.exists):
        with pytest.raises(StoreAway):
            act("a")
