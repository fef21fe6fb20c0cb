"""Servers of their own, as danvan-web.service runs them but for fewer threads, and browsers without pages."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.browser.conftest import wait_for_answer


@pytest.fixture(scope="module")
def serve(free_port):
    """`serve(folder, DATABASE_URL=…)` starts two processes of four threads; gives the address."""
    running = []

    def start(folder, **environment):
        address = f"127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "gunicorn", "danvan.wsgi", "--bind", address, "--no-control-socket"]
        command += ["--workers", "2", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "1"]
        variables = os.environ | {"DANVAN_DATA": str(folder)} | environment
        running.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=variables, start_new_session=True))
        return f"http://{address}", running[-1]

    yield start
    for server in running:
        server.terminate()
        server.wait(30)


class Visitor:
    """Somebody's connection, with cookies; an answer is its status and its text."""

    def __init__(self, site):
        self.site, self.jar = site, CookieJar()
        handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(*handlers)

    def get(self, path, body=None, headers=None):
        request = urllib.request.Request(self.site + path, body, {"Referer": self.site + path, **(headers or {})})
        try:
            with self.opener.open(request, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    @property
    def token(self):
        return next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")

    def sign_in(self, name, password):
        self.get("/sign-in/")
        form = {"username": name, "password": password, "csrfmiddlewaretoken": self.token}
        assert self.get("/sign-in/", urlencode(form).encode())[0] == 200
        return self

    def upload(self, path, name, content):
        lines = [
            b"--limit",
            b'Content-Disposition: form-data; name="csrfmiddlewaretoken"',
            b"",
            self.token.encode(),
            b"--limit",
            b'Content-Disposition: form-data; name="files"; filename="%s"' % name.encode(),
            b"Content-Type: application/octet-stream",
            b"",
            content,
            b"--limit--",
            b"",
        ]
        return self.get(path, b"\r\n".join(lines), {"Content-Type": "multipart/form-data; boundary=limit"})


@pytest.fixture(scope="module")
def visitor():
    return Visitor


@pytest.fixture(scope="module")
def until_it_answers():
    return wait_for_answer
