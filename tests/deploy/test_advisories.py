"""`script/advisories` before a source of advisories that answers, one that is broken, and none."""

import json
import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

HOLE = {
    "id": "PYSEC-2026-1",
    "summary": "Reads any file.",
    "affected": [
        {
            "package": {"name": "weasyprint", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


def locked():
    return dict(
        re.findall(r"^([\w.-]+)==(\S+)", (settings.BASE_DIR / "requirements-dev.txt").read_text(), re.MULTILINE)
    )


class Source(BaseHTTPRequestHandler):
    """Speaks as OSV does: a POST for each library, answered with the holes it knows."""

    def do_POST(self):
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = query["package"]["name"]
        self.server.queries[name] = query["version"]
        said = json.dumps({"vulns": self.server.holes[name]} if name in self.server.holes else {}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args):
        pass


@pytest.fixture
def source():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    server.queries, server.holes, server.status = {}, {}, 200
    threading.Thread(target=server.serve_forever).start()
    yield server
    server.shutdown()
    server.server_close()


def ask(port):
    command = [settings.BASE_DIR / "script" / "advisories", "--osv-url", f"http://127.0.0.1:{port}/v1/query"]
    return subprocess.run(command, env=os.environ | {"NO_PROXY": "127.0.0.1"}, capture_output=True, text=True)


def test_every_locked_version_has_form_about_and_all_are_well(source):
    finished = ask(source.server_port)
    assert (finished.returncode, finished.stdout) == (0, f"{len(locked())} libraries asked about, 0 known holes.\n")
    assert source.queries == locked()


def test_a_known_hole_is_named_with_the_version_that_mends_it(source):
    source.holes = {"weasyprint": [HOLE], "ruff": [HOLE | {"id": "PYSEC-2026-2", "affected": []}]}
    finished = ask(source.server_port)
    assert (finished.returncode, finished.stdout.splitlines()) == (
        1,
        [
            f"ruff {locked()['ruff']} (in development only): PYSEC-2026-2, mended in no version yet: Reads any file.",
            f"weasyprint {locked()['weasyprint']} (on servers): PYSEC-2026-1, mended in 99.1: Reads any file.",
            f"{len(locked())} libraries asked about, 2 known holes.",
        ],
    )


def test_a_source_that_is_broken_is_not_taken_for_good_news(source):
    source.status = 500
    assert_nothing_is_known(ask(source.server_port))


def test_without_a_source_nothing_is_said_of_the_libraries(free_port):
    assert_nothing_is_known(ask(free_port()))


def assert_nothing_is_known(finished):
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.splitlines()[-1] == (
        "script/advisories: no source of advisories can be reached; nothing is known of the locked libraries."
    )
