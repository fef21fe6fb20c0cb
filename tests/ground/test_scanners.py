"""ClamAV's INSTREAM as a daemon of our own answers it, on a socket and on a port; a real one: set_up/test_clamd.py."""

import io
import time

import pytest

from ground.processes.scanners import CHUNK_BYTES, CannotScan, Clamd, ScannerFailed
from tests.made_clamd import DEAF, DRIPS, SILENT, clamd_that

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 600  # of three chunks
LIMIT = "clamd: INSTREAM size limit exceeded. ERROR Set StreamMaxLength in clamd.conf above UPLOAD_MAX_MB."


@pytest.fixture(params=["socket", "port"])
def path(request, tmp_path):
    return tmp_path / "clamd.ctl" if request.param == "socket" else None


def found_by(daemon, content=CONTENT, seconds=5.0):
    return Clamd(daemon.address, seconds).find_malware(io.BytesIO(content))


@pytest.mark.parametrize(
    ("answer", "found"),
    [(b"stream: OK\0", ""), (b"stream: Own.Test-1 FOUND\0", "Own.Test-1"), (b"stream: a b FOUND", "a b")],
)
def test_each_byte_arrives_and_the_answer_is_read(path, answer, found):
    assert len(CONTENT) > CHUNK_BYTES
    with clamd_that(answer, path) as daemon:
        assert [found_by(daemon), found_by(daemon, b"")] == [found] * 2
    assert (daemon.commands, daemon.received) == ([b"zINSTREAM\0"] * 2, [CONTENT, b""])


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (b"INSTREAM size limit exceeded. ERROR\0", CannotScan, LIMIT),
        (b"stream: Can't allocate memory ERROR\0", CannotScan, "clamd: stream: Can't allocate memory ERROR"),
        (b"", ScannerFailed, "clamd answered ''"),
        (b"UNKNOWN COMMAND\0", ScannerFailed, "clamd answered 'UNKNOWN COMMAND'"),
        (b"HTTP/1.1 200 OK\0", ScannerFailed, "clamd answered 'HTTP/1.1 200 OK'"),
        (b"stream: OK" * 1000, ScannerFailed, None),
    ],
    ids=["limit", "error", "closes", "unknown", "another server", "endless"],
)
def test_what_is_no_verdict_is_none(path, answer, kind, said):
    with clamd_that(answer, path) as daemon, pytest.raises(ScannerFailed) as failed:
        found_by(daemon)
    assert failed.type is kind
    assert said in (None, str(failed.value))


def test_one_that_has_heard_enough_is_still_listened_to(tmp_path):
    answer = clamd_that(b"INSTREAM size limit exceeded. ERROR\0", tmp_path / "s", DEAF)
    with answer as daemon, pytest.raises(CannotScan, match="StreamMaxLength"):
        found_by(daemon, CONTENT * 20)


@pytest.mark.parametrize("manner", [SILENT, DRIPS])
def test_one_that_hangs_is_waited_for_no_longer_than_set(path, manner):
    with clamd_that(b"", path, manner) as daemon:
        started = time.monotonic()
        with pytest.raises(ScannerFailed, match="time"):
            found_by(daemon, seconds=0.3)
        assert 0.3 <= time.monotonic() - started < 20  # of the minute that is set without it


def test_a_dead_one_is_not_waited_for(tmp_path, free_port):
    for address in (str(tmp_path / "none"), f"127.0.0.1:{free_port()}"):
        with pytest.raises(ScannerFailed, match=f"clamd at {address}: "):
            Clamd(address, 5).find_malware(io.BytesIO(CONTENT))
