"""A daemon that talks like clamd and answers what a test tells it to."""

import socketserver
import struct
import threading
from contextlib import contextmanager

# Never answers; answers after the first chunk and closes, as clamd does at its limit; answers letter by letter, without
# an end.
SILENT, DEAF, DRIPS = "silent", "deaf", "drips"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        daemon = self.server
        daemon.commands.append(self.rfile.read(10))
        if daemon.manner == DEAF:
            self.rfile.read(8)
        else:
            daemon.received.append(self.file())
        if daemon.manner == SILENT:
            daemon.ended.wait(30)
        while daemon.manner == DRIPS and not daemon.ended.wait(0.1):
            self.wfile.write(b"s")
        self.wfile.write(daemon.answer)

    def file(self):
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        return content


@contextmanager
def clamd_that(answer: bytes, path=None, manner: str = ""):
    """Yield the daemon, on a socket at `path` or on a port; its `address` is what CLAMD_ADDRESS says."""
    kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    with kind(str(path) if path else ("127.0.0.1", 0), Conversation) as daemon:
        daemon.answer, daemon.manner, daemon.commands, daemon.received = answer, manner, [], []
        daemon.address = str(path) if path else f"127.0.0.1:{daemon.server_address[1]}"
        daemon.ended = threading.Event()
        threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield daemon
        finally:
            daemon.ended.set()
            daemon.shutdown()
            if path:
                path.unlink()
