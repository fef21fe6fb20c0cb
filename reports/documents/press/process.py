"""Renders a PDF in a process of its own, with limits on memory and time: a web thread only waits for it.

Each web process has one server process that has the engine's code loaded and does nothing but fork (multiprocessing's
"forkserver"): a newly started process would take a second to load it. This module is what that server loads.
"""

import json
import math
import multiprocessing
import os
import signal
from contextlib import suppress

import django
from django.apps import apps

IS_SERVER = not apps.models_ready  # true while the portal sets up too: it imports this module then
if IS_SERVER:
    django.setup()
    with suppress(ImportError, OSError):  # without the libraries no PDF is ever rendered
        # Not reports.documents.press.engine: its fonts start a thread of Pango's, which a fork doesn't inherit.
        import weasyprint  # noqa: F401

from django.conf import settings  # noqa: E402
from django.utils.translation import gettext as _  # noqa: E402

from ground.processes.child import limit_oneself  # noqa: E402
from reports.documents.press.page_starts import Starts  # noqa: E402

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


COUNT_BYTES = 4  # as the engine writes them, which isn't loaded here
OUT_OF_MEMORY = 3
LETS_IT_END = 5  # seconds
ENDED_BY_A_LIMIT = (OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL)
ENDED_BY_A_LIMIT += (-signal.SIGTRAP, -signal.SIGABRT)  # how GLib ends a process that gets no memory or no thread


class TooLong(Exception):
    """The paper took more time or memory than allowed; the text says so."""


def pdf_bytes(html: str, stylesheet: str) -> bytes:
    """Return the PDF like `engine.pdf_bytes`, rendered in a process of its own. Raises TooLong."""
    return _made_apart("pdf_bytes", html, stylesheet)


def counted_pdf(html: str, stylesheet: str) -> tuple[int, bytes]:
    """Return the number of pages and the PDF, rendered in a process of its own. Raises TooLong."""
    return counted(_made_apart("counted_pdf", html, stylesheet))


def counted(found: bytes) -> tuple[int, bytes]:
    """Return the number of pages and the PDF of what the engine's `counted_pdf` made."""
    return int.from_bytes(found[:COUNT_BYTES], "big"), found[COUNT_BYTES:]


def page_starts(html: str, stylesheet: str) -> Starts:
    """Return where pages begin like `engine.page_starts`, laid out in a process of its own. Raises TooLong."""
    return [tuple(start) for start in json.loads(_made_apart("page_starts", html, stylesheet))]


def _made_apart(what: str, html: str, stylesheet: str) -> bytes:
    """Return what the engine's function `what` makes, in a process of its own. Raises TooLong."""
    ours, its = _processes.Pipe(duplex=False)
    limits = settings.HEAVY_MEMORY_BYTES, math.ceil(settings.PDF_SECONDS)
    process = _processes.Process(target=_make, args=(its, what, html, stylesheet, *limits))
    process.start()
    its.close()
    try:
        found = _received(ours, process)
    finally:
        process.kill()
        process.join()
        ours.close()
    if found:
        return found
    if process.exitcode in ENDED_BY_A_LIMIT:
        raise TooLong(_("Văn bản quá dài, cổng không lập xong PDF. Mở bản xem trên trang và in từ trình duyệt."))
    raise RuntimeError(f"the PDF engine ended with {process.exitcode}; its traceback is in the log")


def _received(ours, process) -> bytes:
    """Return the PDF; empty when nothing came in time, or the child ended without an answer: then its exit code says
    why.
    """
    if ours.poll(settings.PDF_SECONDS):
        try:
            return ours.recv_bytes()
        except EOFError:
            process.join(LETS_IT_END)
    return b""


def _make(its, what: str, html: str, stylesheet: str, memory_bytes: int, cpu_seconds: int) -> None:
    """Run in the child process: do what is asked for and send it."""
    limit_oneself(memory_bytes, cpu_seconds)
    try:
        from reports.documents.press import engine

        its.send_bytes(getattr(engine, what)(html, stylesheet))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
