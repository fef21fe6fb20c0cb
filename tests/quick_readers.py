"""Reads files in forks of one process that has the libraries loaded.

The portal starts an interpreter for each file (ground.processes.apart), which takes longer to load libraries than to
read the small files of tests. Here the same module reads it under the same limits, in a process of its own as well;
test_quick_readers.py holds that it answers the same. A test that sets limits of its own gets the portal's way.

Run as `python -m tests.quick_readers`: of each order a line of JSON and the file come in, of each answer a line of JSON
and what the module printed go out.
"""

import atexit
import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module

ROOM = "inspections.papers.uploads"
# Each module with what it loads only when it meets a file that needs it.
LOADED = {
    "ground.sheets.reading": ["ground.sheets.books"],
    f"{ROOM}.reading": [f"{ROOM}.docx", f"{ROOM}.pdf"],
    f"{ROOM}.evidence.reading": [f"{ROOM}.docx", f"{ROOM}.pdf", f"{ROOM}.evidence.pictures"],
    "reports.documents.signatures.reading": ["reports.documents.signatures.signers"],
    "reports.documents.word.reading": [],
    "reports.submissions.workbook.marking": [],
}
ENTRANCE = {"reports.submissions.workbook.marking": "mark"}
USUAL_MEMORY, USUAL_SECONDS = 1 << 30, 20  # the portal's own limits; tests of limits set smaller ones


class Readers:
    """In place of `subprocess` in ground.processes.apart."""

    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self) -> None:
        self._server = None
        self._one_order = threading.Lock()

    def run(self, command: list[str], *, input: bytes, timeout: float, **options) -> subprocess.CompletedProcess:
        module, memory, *further = command[command.index("-m") + 1 :]
        if module not in LOADED or int(memory) != USUAL_MEMORY or timeout < USUAL_SECONDS:
            return subprocess.run(command, input=input, timeout=timeout, **options)
        order = {"module": module, "arguments": [memory, *further], "size": len(input), "seconds": timeout}
        with self._one_order:
            ended, printed = self._answer(order, input)
        if ended is None:
            raise subprocess.TimeoutExpired(command, timeout)
        return subprocess.CompletedProcess(command, ended, printed, b"")

    def _answer(self, order, content):
        server = self._running()
        server.stdin.write(json.dumps(order).encode() + b"\n" + content)
        server.stdin.flush()
        answer = json.loads(server.stdout.readline())
        return answer["ended"], server.stdout.read(answer["size"])

    def _running(self):
        if self._server is None:
            command = [sys.executable, "-B", "-E", "-s", "-m", __name__]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self._server = subprocess.Popen(command, env={}, **pipes)
            atexit.register(self._server.communicate)  # nothing more comes in: it ends
        return self._server


# --- The process that forks ----------------------------------------------------------------------------------------
def serve() -> None:
    _soft, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # it may be started while tests.full_disk has its limit
    while line := sys.stdin.buffer.readline():
        order = json.loads(line)
        for module in [order["module"], *LOADED[order["module"]]]:
            import_module(module)
        ended, printed = read_in_a_fork(order, sys.stdin.buffer.read(order["size"]))
        sys.stdout.buffer.write(json.dumps({"ended": ended, "size": len(printed)}).encode() + b"\n" + printed)
        sys.stdout.buffer.flush()


def read_in_a_fork(order: dict, content: bytes) -> tuple[int | None, bytes]:
    """Return how the fork ended, None where it took too long, and what it printed."""
    file = os.memfd_create("file")
    with open(file, "wb", closefd=False) as written:
        written.write(content)
    os.lseek(file, 0, os.SEEK_SET)
    ours, its = os.pipe()
    gc.freeze()
    fork = os.fork()
    if not fork:
        _read(order, file, its)
    os.close(its)
    os.close(file)
    printed, in_time = _received(ours, order["seconds"])
    os.close(ours)
    if not in_time:
        os.kill(fork, signal.SIGKILL)
    _fork, status = os.waitpid(fork, 0)
    return (os.waitstatus_to_exitcode(status) if in_time else None), printed


def _read(order, file, printed):
    """Do in the fork what an interpreter of its own does."""
    from ground.processes import child

    ended = 1
    try:
        os.dup2(file, 0)
        os.dup2(printed, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, 64)
        sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
        module = order["module"]
        sys.argv = [module, *order["arguments"]]
        child.main(getattr(import_module(module), ENTRANCE.get(module, "read")))
        sys.stdout.flush()
        ended = 0
    finally:
        os._exit(ended)


def _received(pipe, seconds):
    pieces, last = [], time.monotonic() + seconds
    while select.select([pipe], [], [], max(0, last - time.monotonic()))[0]:
        piece = os.read(pipe, 1 << 20)
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
    return b"", False


if __name__ == "__main__":
    serve()
