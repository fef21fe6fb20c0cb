"""Reads a file in a child process, so that a file made to exhaust time or memory harms nothing else.

Each process of the portal has, from its first file on, one server of forks (ground.processes.forks). One that ended is
started again, and the file that it was at is read once more.
"""

import json
import math
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from django.conf import settings

TOO_SLOW, UNREADABLE = {"fault": "too_slow"}, {"fault": "unreadable"}
TRIES = 2
PIECE_BYTES = 1 << 20


class ServerEnded(Exception):
    """The server of forks ended amid the work; what the fork would have said isn't known."""


class Server(NamedTuple):
    process: subprocess.Popen
    orders: socket.socket


_servers: list[Server] = []  # none or one
_changing = threading.Lock()


def read_apart(
    module: str,
    content: bytes,
    seconds: float,
    held: BinaryIO | None = None,
    cell: Callable | None = None,
    arguments: Sequence[str] = (),
) -> dict:
    """Return what `module` (see ground.processes.child) found in `content`, or {"fault": code}; "too_slow" when a limit
    was reached.

    `held`: the slot of this work, which the child process inherits; `cell`: the object_hook for JSON values;
    `arguments`: more for the module's `read`.
    """
    limits = {"memory_bytes": settings.HEAVY_MEMORY_BYTES, "cpu_seconds": math.ceil(seconds)}
    order = json.dumps({"module": module, "arguments": list(arguments), **limits}).encode()
    for _try in range(TRIES):
        try:
            ended, printed = _read_in_a_fork(order, content, seconds, held)
        except ServerEnded:
            continue
        except TimeoutError:
            return TOO_SLOW
        if ended == 0:
            return json.loads(printed, object_hook=cell)
        return TOO_SLOW if ended in (-signal.SIGXCPU, -signal.SIGKILL) else UNREADABLE
    return TOO_SLOW  # the file took the server with it, twice: so does one that leaves no memory


def _read_in_a_fork(order: bytes, content: bytes, seconds: float, held: BinaryIO | None) -> tuple[int, bytes]:
    """Return the fork's exit code and what it printed. Raises TimeoutError, ServerEnded."""
    until = time.monotonic() + seconds
    server = _running()
    ours, its = socket.socketpair()
    with ours:
        with its:
            _send_order(server, order, [its.fileno(), *([held.fileno()] if held else [])])
        answer = _answer(ours, content, until)
    printed, newline, ended = answer.rpartition(b"\n")
    if not newline:
        _forget(server)
        raise ServerEnded
    return int(ended), printed


def _answer(link: socket.socket, content: bytes, until: float) -> bytes:
    """Send the file and return all that comes back. To leave the link is what ends the fork. Raises TimeoutError."""
    _wait_no_longer(link, until)
    with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: its answer says why
        link.sendall(content)
        link.shutdown(socket.SHUT_WR)
    pieces = []
    with suppress(ConnectionResetError):  # it ended without having read all; what it said has come before
        while piece := link.recv(PIECE_BYTES):
            pieces.append(piece)
            _wait_no_longer(link, until)
    return b"".join(pieces)


def _wait_no_longer(link: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    link.settimeout(left)


# --- The server of forks ---------------------------------------------------------------------------------------------
def _running() -> Server:
    with _changing:
        if not _servers:
            _servers.append(_started())
        return _servers[0]


def _started() -> Server:
    """Start a server, with nothing of ours: not the environment, no open file but the socket of its orders."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        process = subprocess.Popen(
            [sys.executable, "-B", "-E", "-s", "-m", "ground.processes.forks"],
            stdin=its,
            stdout=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={},
            start_new_session=True,  # what is ended with ours isn't this: it ends by itself
        )
    return Server(process, ours)


def _send_order(server: Server, order: bytes, descriptors: list[int]) -> None:
    try:
        socket.send_fds(server.orders, [order], descriptors)
    except OSError as gone:
        _forget(server)
        raise ServerEnded from gone


def _forget(server: Server) -> None:
    """Let the next file have another server, for which this one has been left by whoever came first."""
    with _changing:
        if server in _servers:
            _servers.remove(server)
            server.orders.close()
            server.process.kill()
            server.process.wait()
