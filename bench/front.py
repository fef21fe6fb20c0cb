"""nginx in front of the portal, with the site file of deploy/ under ports of its own, and people who come through."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

from bench.load import Browser
from bench.units import ROOT

NAME = "danvan.example.gov.vn"
# What Debian's own nginx.conf says, beside its paths and ports.
FRAME = """
daemon off; pid {home}/pid; error_log {home}/error.log warn; {user}
worker_processes auto;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    access_log {home}/access.log;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    sendfile on; tcp_nopush on;
    # Debian's own nginx.conf allows these.
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    include {home}/danvan.conf;
}}
"""


def command(home: Path, plain_port: int, tls_port: int, portal_port: int) -> list[str | Path]:
    """Write the configuration and a certificate into `home`; return how nginx is started with them."""
    key = ["-keyout", home / "key.pem", "-out", home / "certificate.pem", "-subj", f"/CN={NAME}"]
    subprocess.run(
        ["/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *key], check=True, capture_output=True
    )
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = text.replace("/etc/ssl/danvan", str(home)).replace("/var/log/nginx", str(home))
    text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{plain_port}", text)
    text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{tls_port}", text)
    (home / "danvan.conf").write_text(text.replace("127.0.0.1:8000", f"127.0.0.1:{portal_port}"))
    (home / "nginx.conf").write_text(FRAME.format(home=home, user="user root;" if os.geteuid() == 0 else ""))
    return ["/usr/sbin/nginx", "-p", home, "-e", home / "error.log", "-c", home / "nginx.conf"]


@contextmanager
def nginx(plain_port: int, tls_port: int, portal_port: int):
    """Let nginx run in front of the portal's port."""
    with tempfile.TemporaryDirectory(prefix="danvan-front-") as home:
        process = subprocess.Popen(command(Path(home), plain_port, tls_port, portal_port))
        try:
            _wait_for(tls_port)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("nginx didn't start")


class Visitor(Browser):
    """Somebody who comes by HTTPS, each time over a new connection; all of them from one address, as an office's."""

    def __init__(self, port: int) -> None:
        super().__init__(f"https://{NAME}", "none")
        self.port, self.cookies = port, {"csrftoken": self.token}

    def sign_in_page(self) -> int:
        return self.ask("/sign-in/")

    def sign_in(self, name: str, password: str) -> int:
        return self.ask("/sign-in/", {"username": name, "password": password})

    def _status(self, path: str, body: bytes | None, more: dict | None = None) -> int:
        sent = {"Host": NAME, "Origin": self.address, "X-CSRFToken": self.cookies["csrftoken"]}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.connect()
            link.sock = _context().wrap_socket(link.sock, server_hostname=NAME)
            link.request("GET" if body is None else "POST", path, body, sent | form | (more or {}))
            answer = link.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            link.close()
        self._store(answer.headers.get_all("Set-Cookie", []))
        return answer.status

    def _store(self, lines: list[str]) -> None:
        for line in lines:
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}


def _context() -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made
