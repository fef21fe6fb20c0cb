"""Simulates many users at once, each with a client of their own, who read and write; no request may fail.

Writers postpone inspections and take them up again, some of them one and the same; readers open the big pages.
"""

import http.client
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager
from statistics import median, quantiles

from bench.units import read, words_of

READ = ["/", "/campaigns/DVCQ2026/", "/campaigns/DVCQ2026/?group=state", "/calendar/?by=month", "/inspections/"]
SHARED = 3  # inspections that all writers fight over


class Browser:
    """A signed-in person's: it keeps its two cookies and follows nothing."""

    def __init__(self, address: str, session: str):
        self.address, self.token = address, "t" * 32
        self.cookie = f"sessionid={session}; csrftoken={self.token}"
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())

    def ask(self, path: str, typed: dict | None = None) -> int:
        """The status; 0 when there was no answer."""
        return self._status(path, urllib.parse.urlencode(typed).encode() if typed is not None else None)

    def ask_with_file(self, path: str, typed: dict, content: bytes) -> int:
        """The same, with the file of the field "files"."""
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        body = encode_multipart(BOUNDARY, {**typed, "files": SimpleUploadedFile("bao cao.pdf", content)})
        return self._status(path, body, {"Content-Type": MULTIPART_CONTENT})

    def _status(self, path: str, body: bytes | None, more: dict | None = None) -> int:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, **(more or {})}
        try:
            return self.opener.open(urllib.request.Request(self.address + path, body, headers), timeout=60).status
        except urllib.error.HTTPError as answer:
            return answer.code
        except (OSError, http.client.HTTPException):
            return 0


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def run(clients: int, seconds: int, port: int) -> dict:
    from inspections.models import Inspection

    references = list(Inspection.objects.filter(reference__startswith="K-").values_list("reference", flat=True))
    sessions = {name: session_of(name) for name in ("minh", "lan")}
    statuses, times, lock = Counter(), [], threading.Lock()
    with server(port) as (address, _process):
        until = time.monotonic() + seconds
        work = [(n, Browser(address, sessions["lan" if n % 4 == 3 else "minh"])) for n in range(clients)]
        threads = [
            threading.Thread(target=visit, args=(n, browser, references, until, statuses, times, lock))
            for n, browser in work
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return {"clients": clients, "seconds": seconds, "requests": len(times)} | summary(statuses, times)


def visit(n, browser, references, until, statuses, times, lock):
    """One person's day: reads, and every second one writes."""
    own = references[n % len(references)] if n % 2 else references[n % SHARED]
    round_ = 0
    while time.monotonic() < until:
        round_ += 1
        requests = [(READ[(n + round_) % len(READ)], None)]
        if n % 4 != 3:  # Lan only reads
            step = "postpone" if round_ % 2 else "resume"
            requests.append((f"/inspections/{own}/steps/{step}/", {"reason": f"Lần {round_} của {n}"}))
        for path, typed in requests:
            started = time.monotonic()
            status = browser.ask(path, typed)
            with lock:
                times.append(time.monotonic() - started)
                statuses[f"{'POST' if typed else 'GET'} {status}"] += 1


def summary(statuses: Counter, times: list[float]) -> dict:
    from workflow.models import Event

    steps = Event.objects.filter(act__in=["postpone", "resume"], reason__startswith="Lần ").count()
    return {
        "statuses": dict(sorted(statuses.items())),
        "steps_taken": steps,
        "median_ms": round(median(times) * 1000),
        "p95_ms": round(quantiles(times, n=20)[-1] * 1000),
    }


def is_well(result: dict) -> bool:
    """Pages come, steps are taken or refused as overtaken (302, 409); no page fails, and every step left one event.

    A step that somebody pressed twice is led on like the first (302): so the events are no more than the answers.
    """
    expected = {"GET 200", "POST 302", "POST 409"}
    return set(result["statuses"]) <= expected and 0 < result["steps_taken"] <= result["statuses"]["POST 302"]


def session_of(username: str) -> str:
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies["sessionid"].value


@contextmanager
def server(port: int, preload: bool = False):
    """Run the portal as danvan-web.service does; yields its address and its process. `preload`: what is killed comes
    back without reading the code again, and nothing is written about it.
    """
    address = f"127.0.0.1:{port}"
    command = words_of(read("danvan-web")["ExecStart"][-1], port)
    command += ["--preload", "--log-level", "critical"] if preload else ["--log-level", "error"]
    process = subprocess.Popen(command)
    browser = Browser(f"http://{address}", "none")
    try:
        for _ in range(300):
            if browser.ask("/healthz/ready") == 200:
                break
            time.sleep(0.1)
        yield f"http://{address}", process
    finally:
        process.terminate()
        process.wait(20)
