"""deploy/nginx.conf in a running nginx, with ports of its own and something that answers in the portal's place."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

NAME = "danvan.example.gov.vn"
FRAME = """
daemon off; pid {home}/pid; error_log {home}/error.log warn; {user}
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log {home}/access.log;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    # Debian's own nginx.conf allows these.
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
    include {home}/danvan.conf;
}}
"""


class Answers(BaseHTTPRequestHandler):
    """Says what reached it, at some length."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/breaks-off":
            return self.break_off()
        said = f"{self.command} {self.path}\n{self.headers}".encode() + b"." * 5000
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)
        return None

    do_POST = do_GET

    def break_off(self):
        """Send a part of a download of unknown length; the rest never comes."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/zip")
        part = b"." * 5000
        if self.request_version == "HTTP/1.1":
            self.send_header("Transfer-Encoding", "chunked")
            part = b"%x\r\n%s\r\n" % (len(part), part)
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *args):
        pass


class Nginx:
    def __init__(self, home, ports):
        self.home, (self.http, self.https, self.portal), self.requests = home, ports, 0
        key = ["-keyout", home / "key.pem", "-out", home / "certificate.pem", "-subj", f"/CN={NAME}"]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *key], check=True, capture_output=True
        )
        text = (
            (settings.BASE_DIR / "deploy" / "nginx.conf")
            .read_text()
            .replace("/etc/ssl/danvan", str(home))
            .replace("/var/log/nginx", str(home))
        )
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.http}", text)
        text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.https}", text).replace(
            "127.0.0.1:8000", f"127.0.0.1:{self.portal}"
        )
        (home / "danvan.conf").write_text(text)
        (home / "nginx.conf").write_text(FRAME.format(home=home, user="user root;" if os.geteuid() == 0 else ""))
        self.command = ["/usr/sbin/nginx", "-p", home, "-e", home / "error.log", "-c", home / "nginx.conf"]

    def test(self):
        return subprocess.run([*self.command, "-t", "-q"], capture_output=True, text=True)

    def connect(self, tls=True, name=NAME):
        link = http.client.HTTPConnection("127.0.0.1", self.https if tls else self.http, timeout=20)
        if tls:
            link.connect()
            link.sock = context().wrap_socket(link.sock, server_hostname=name)
        return link

    def ask(self, path="/", host=NAME, method="GET", headers=None, tls=True, name=NAME, link=None):
        """The answer, its text in `text`; `name` is what TLS asks for, `host` the Host line; over `link`, which stays
        open, where one is given.
        """
        own, link = link is None, link or self.connect(tls, name)
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for header, value in ({"Host": host, "Content-Length": "0"} | (headers or {})).items():
            link.putheader(header, value)
        link.endheaders()
        answer = link.getresponse()
        answer.text = answer.read()
        if own:
            link.close()
        return answer

    def logs_after(self, path, tls):
        """All logs, once a further request stands in them: nginx writes a line after it has answered."""
        self.requests += 1
        path = f"{path}/{self.requests}"
        self.ask(path, tls=tls)
        for _ in range(600):
            logs = "".join((self.home / name).read_text() for name in ("access.log", "danvan.log", "error.log"))
            if re.search(rf'{path}[ "]', logs):
                break
            time.sleep(0.05)
        assert re.search(rf'{path}[ "]', logs)
        return logs


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, free_port):
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), [free_port(), free_port(), free_port()])
    process = subprocess.Popen(nginx.command)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", nginx.https)) == 0:
                break
        time.sleep(0.1)
    yield nginx
    process.terminate()
    process.wait(60)


@pytest.fixture
def portal(nginx):
    """Something that answers where the portal would."""
    server = ThreadingHTTPServer(("127.0.0.1", nginx.portal), Answers)
    threading.Thread(target=server.serve_forever).start()
    yield
    server.shutdown()
    server.server_close()


def test_nginx_takes_the_file_without_a_word(nginx):
    checked = nginx.test()
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_page_comes_compressed_and_without_the_version_of_nginx(nginx, portal):
    page = nginx.ask("/inspections/", headers={"Accept-Encoding": "gzip"})
    assert (page.status, page.getheader("Content-Encoding"), page.getheader("Server")) == (200, "gzip", "nginx")
    assert "Accept-Encoding" in page.getheader("Vary")


def test_a_download_that_breaks_off_is_not_taken_for_a_whole_one(nginx, portal):
    with pytest.raises(http.client.IncompleteRead):
        nginx.ask("/breaks-off")


def test_the_portal_is_told_the_visitors_address_and_not_the_visitors_word_on_it(nginx, portal):
    reached = nginx.ask(headers={"X-Forwarded-For": "10.9.8.7", "X-Forwarded-Proto": "http"}).text.decode()
    assert f"Host: {NAME}\n" in reached.replace("\r", "")
    assert re.findall(r"X-Forwarded-\w+: .*", reached.replace("\r", "")) == [
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 127.0.0.1",
    ]


def test_a_request_has_one_id_in_the_portal_and_in_the_log_whatever_the_visitor_says(nginx, portal):
    answer = nginx.ask("/inspections/", headers={"X-Request-ID": "of-the-visitor"}).text.decode()
    (request_id,) = re.findall(r"^X-Request-ID: (.*)$", answer.replace("\r", ""), re.MULTILINE)
    (line,) = [line for line in nginx.logs_after("/known", True).splitlines() if '"GET /inspections/"' in line][-1:]
    assert (bool(re.fullmatch("[0-9a-f]{32}", request_id)), line.endswith(f" {request_id}")) == (True, True)


def test_the_log_has_neither_what_was_searched_for_nor_the_link_of_a_forgotten_password(nginx, portal):
    nginx.ask("/people/?q=nguyen-thi-lan")
    nginx.ask("/password/reset/MQ/secret-0af1/")
    logs = nginx.logs_after("/known", True)
    assert [word in logs for word in ('"GET /people/"', "/password/reset/...", "nguyen-thi-lan", "secret-0af1")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_portals_figures_are_not_there_for_visitors(nginx, portal):
    paths = ("/metrics", "/metrics?a=1", "/%6detrics", "//metrics", "/a/../metrics")
    assert [nginx.ask(path).status for path in paths] == [404] * 5


def test_the_redirect_to_https_names_the_portal_alone(nginx, portal):
    page = nginx.ask("/inspections/?q=a", tls=False)
    assert (page.status, page.getheader("Location")) == (301, f"https://{NAME}/inspections/?q=a")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", f"{NAME}.evil.example", "_", f"x.{NAME}"])
@pytest.mark.parametrize("tls", [False, True])
def test_who_asks_for_another_name_gets_no_answer_and_no_line_in_the_logs(nginx, portal, host, tls):
    with pytest.raises(http.client.RemoteDisconnected):
        nginx.ask(f"/unknown/{tls}", host=host, tls=tls)
    assert f"/unknown/{tls}" not in nginx.logs_after("/known", tls)


@pytest.mark.parametrize("host", ["", "a b", f"{NAME}/..", "a\x00b"])
@pytest.mark.parametrize("tls", [False, True])
def test_a_host_line_that_is_none_is_refused_by_nginx_itself_and_in_no_log(nginx, portal, host, tls):
    assert nginx.ask(f"/broken/{tls}", host=host, tls=tls).status == 400
    assert f"/broken/{tls}" not in nginx.logs_after("/known", tls)


def test_tls_is_refused_to_who_names_another_server(nginx, portal):
    with pytest.raises(ssl.SSLError):
        nginx.ask(name="evil.example")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_tls_is_refused_by_its_version(nginx):
    old = context()
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError) as refusal, socket.create_connection(("127.0.0.1", nginx.https)) as link:
        old.wrap_socket(link, server_hostname=NAME)
    assert refusal.value.reason == "TLSV1_ALERT_PROTOCOL_VERSION"


def test_a_flood_at_the_sign_in_is_held_back_and_everybody_else_goes_on(nginx, portal):
    link = nginx.connect()  # one for all: a busy machine makes no more than a few a second
    tries = [nginx.ask("/sign-in/", method="POST", link=link).status for _ in range(400)]
    held_back = nginx.ask("/sign-in/", method="POST", link=link)
    link.close()
    assert (set(tries[:200]), held_back.status) == ({200}, 429)
    assert held_back.text.decode() == (
        "Có quá nhiều yêu cầu từ địa chỉ mạng của bạn. Hãy đợi 10 giây rồi tải lại trang này.\n"
        "Too many requests came from your address. Wait 10 seconds, then load this page again.\n"
    )
    assert held_back.getheader("Content-Type") == "text/plain; charset=utf-8"
    assert (nginx.ask("/sign-in/").status, nginx.ask("/inspections/", method="POST").status) == (200, 200)


def test_a_file_over_the_limit_and_a_portal_that_is_away_are_said_in_vietnamese(nginx):
    too_large = nginx.ask("/upload", method="POST", headers={"Content-Length": str(61 * 1024 * 1024)})
    away = nginx.ask()
    assert (too_large.status, too_large.text.decode().partition(".")[0]) == (
        413,
        "Tệp hoặc biểu mẫu gửi lên quá lớn, cổng không nhận",
    )
    assert (away.status, away.text.decode().partition(".")[0]) == (
        502,
        "Cổng chưa trả lời được, có thể đang khởi động lại",
    )
