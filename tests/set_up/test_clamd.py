"""Debian's clamd, with a signature of its own for our test file; with the daily signatures it would take a minute and
a gigabyte. What it can answer otherwise: ground/test_scanners.py.
"""

import socket
import subprocess
import time

import pytest

from inspections.models import StoredFile
from inspections.papers.acts import store_file
from inspections.papers.uploads import scanning

TEST_FILE = b"%PDF-1.7 danvan-tep-thu-co-ma-doc"
SIGNATURE = f"Danvan.Test:0:*:{TEST_FILE[9:].hex()}\n"
PATIENCE = 30  # seconds; it needs a twentieth of one
CONFIGURATION = """
LocalSocket {0}/clamd.ctl
DatabaseDirectory {0}/signatures
Foreground yes
StreamMaxLength 1M
"""


def listens(address) -> bool:
    """Its file is there a moment before it listens."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(address)) == 0


@pytest.fixture
def clamd(settings, tmp_path):
    """`clamd()` starts the daemon that the settings name, and is its process."""
    running, address = [], tmp_path / "clamd.ctl"
    settings.PLACES_DIR, settings.CLAMD_ADDRESS, settings.SCANNER_SECONDS = tmp_path / "places", str(address), 10
    (tmp_path / "signatures").mkdir()
    (tmp_path / "signatures/own.ndb").write_text(SIGNATURE)
    (tmp_path / "clamd.conf").write_text(CONFIGURATION.format(tmp_path))

    def start():
        address.unlink(missing_ok=True)
        command = ["/usr/sbin/clamd", f"--config-file={tmp_path}/clamd.conf"]
        running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        until = time.monotonic() + PATIENCE
        while not listens(address):
            assert (running[-1].poll(), time.monotonic() < until) == (None, True)
            time.sleep(0.02)
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_clamd_finds_our_test_file_and_passes_others_and_what_it_refuses_waits(clamd, db):
    StoredFile.objects.update(scan_state=StoredFile.Scan.CLEAN)
    contents = {"clean": b"%PDF-1.7 s\xe1\xba\xa1ch", "infected": TEST_FILE, "waiting": b"%PDF-1.7" + b"0" * (2 << 20)}
    stored = {state: store_file(content, "a.pdf", "application/pdf").pk for state, content in contents.items()}

    def states():
        scanning.scan_waiting()
        rows = StoredFile.objects.in_bulk(stored.values())
        return {name: rows[pk].scan_state for name, pk in stored.items()}

    assert states() == dict.fromkeys(stored, "waiting")  # it isn't running yet
    process = clamd()
    assert states() == {state: state for state in stored}
    process.kill()
    process.wait()
    StoredFile.objects.filter(pk=stored["clean"]).update(scan_state=StoredFile.Scan.WAITING)
    assert states() == {"clean": "waiting", "infected": "infected", "waiting": "waiting"}
    clamd()
    assert states() == {state: state for state in stored}
