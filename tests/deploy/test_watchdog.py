"""What the services say to systemd's watchdog."""

import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ground.processes import watchdog


class Unwell(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(503)

    def log_message(self, *args):
        pass


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """The socket on which systemd would listen, which waits for a second."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        end.bind(str(tmp_path / "notify"))
        end.settimeout(1)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "40000")
        yield end


@pytest.fixture
def unwell():
    """The port of a server that answers with an error."""
    server = HTTPServer(("127.0.0.1", 0), Unwell)
    threading.Thread(target=server.serve_forever).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_web_server_that_is_unwell_answers_one_that_is_not_there_does_not(unwell, free_port):
    answers = [watchdog.web_answers("127.0.0.1", port, "/healthz") for port in (unwell, free_port())]
    assert answers == [True, False]


def test_systemd_hears_of_it_as_long_as_there_are_answers(systemd):
    answering = threading.Event()
    answering.set()
    watchdog.ping_while(answering.is_set)
    assert [systemd.recv(99), systemd.recv(99)] == [b"WATCHDOG=1"] * 2
    answering.clear()
    systemd.settimeout(0.2)
    waiting = []
    with suppress(TimeoutError):
        while len(waiting) < 20:
            waiting.append(systemd.recv(99))
    assert len(waiting) < 20  # what was sent before, then no more


def test_where_nothing_watches_nothing_is_begun(systemd, monkeypatch):
    monkeypatch.delenv("WATCHDOG_USEC")
    assert watchdog.ping_while(lambda: True) is None
