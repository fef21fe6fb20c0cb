"""Scanners for malware: ClamAV's daemon by its socket, or any command; a server may have none.

They are asked by background jobs only: each may take as long as it is allowed.
"""

import os
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from django.conf import settings

CHUNK_BYTES = 1 << 16
ANSWER_BYTES = 4096  # a line; what is longer is none


class ScannerFailed(Exception):
    """The scanner is down or hangs, or gives no answer that is known: another file would fare no better."""


class CannotScan(ScannerFailed):
    """The scanner works but says that it can't scan this file."""


class Scanner(Protocol):
    def find_malware(self, content: BinaryIO) -> str:
        """Return the name of what was found; "" for a clean file. Raises ScannerFailed."""
        ...


def scanner() -> Scanner | None:
    """Return the scanner that the settings name; None where the server has none."""
    if settings.CLAMD_ADDRESS:
        return Clamd(settings.CLAMD_ADDRESS, settings.SCANNER_SECONDS)
    if settings.SCANNER_COMMAND:
        return Command(settings.SCANNER_COMMAND, settings.SCANNER_SECONDS)
    return None


@dataclass(frozen=True)
class Command:
    """A command that reads the file on stdin and ends with 0 when it is clean, with 1 when it is infected."""

    words: Sequence[str]
    seconds: float

    def find_malware(self, content: BinaryIO) -> str:
        try:
            code = self._exit_code(content)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise ScannerFailed(fault) from fault
        if code not in (0, 1):
            raise ScannerFailed(f"{self.words[0]} ended with {code}")
        return "malware" if code else ""

    def _exit_code(self, content: BinaryIO) -> int:
        """Run the scanner; its child processes end with it, and its output is discarded."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        with subprocess.Popen(self.words, stdin=content, **quiet) as process:  # noqa: S603  the server's own
            try:
                return process.wait(self.seconds)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Clamd:
    """ClamAV's daemon, told by INSTREAM (clamd(8)): the file in chunks, each behind its length, then a length of 0.

    `address`: the path of its socket, or host:port. `seconds`: of the whole conversation.
    """

    address: str
    seconds: float

    def find_malware(self, content: BinaryIO) -> str:
        until = time.monotonic() + self.seconds
        try:
            with self._connection() as connection:
                with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough: its answer says why
                    _send(connection, content, until)
                return _read(_answer(connection, until))
        except OSError as fault:
            raise ScannerFailed(f"clamd at {self.address}: {fault}") from fault

    def _connection(self) -> socket.socket:
        if "/" not in self.address:
            host, _colon, port = self.address.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), self.seconds)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.seconds)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection


def _send(connection: socket.socket, content: BinaryIO, until: float) -> None:
    _wait_no_longer(connection, until)
    connection.sendall(b"zINSTREAM\0")
    while chunk := content.read(CHUNK_BYTES):
        _wait_no_longer(connection, until)
        connection.sendall(struct.pack(">I", len(chunk)) + chunk)
    connection.sendall(struct.pack(">I", 0))


def _wait_no_longer(connection: socket.socket, until: float) -> None:
    """Let the next operation wait for what is left of the time. Raises TimeoutError when nothing is."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    connection.settimeout(left)


def _answer(connection: socket.socket, until: float) -> str:
    """Return the answer, which ends with a zero byte; what came until then if the daemon closes before."""
    said = b""
    while b"\0" not in said and len(said) < ANSWER_BYTES:
        _wait_no_longer(connection, until)
        more = connection.recv(ANSWER_BYTES)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode(errors="replace")


def _read(answer: str) -> str:
    """Return the name of what clamd found; "" for a clean file."""
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer.startswith("INSTREAM size limit exceeded"):
        raise CannotScan(f"clamd: {answer} Set StreamMaxLength in clamd.conf above UPLOAD_MAX_MB.")
    if answer.endswith("ERROR"):
        raise CannotScan(f"clamd: {answer}")
    raise ScannerFailed(f"clamd answered {answer!r}")
