"""A paper as plain facts, and a way to read the PDF made from it in millimetres."""

import io
import subprocess
import threading
from datetime import date
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pdfplumber
import pytest

from accounts.models import Organization
from inspections.models import Assignment, Inspection, MeasuredValue
from reports.documents.layout import lay_out
from reports.documents.press.render import html_of, pdf_of
from reports.models import Document, NumberRegister, TakenNumber, Term
from tests.reports.dot import DOT
from tests.reports.issued import SERIES
from tests.reports.read_pdf import pages_of
from tests.triggers import without_triggers

MM = 25.4 / 72


@pytest.fixture
def facts():
    """A draft notice of the Board of Long An; a test changes what it is about."""
    return {
        "kind": "conclusion-notice",
        "layout": "party",
        "type_code": "TB",
        "type_title": "THÔNG BÁO",
        "about": "về kết luận kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước",
        "superior": "Tỉnh ủy Long An",
        "issuer": "Ban Dân vận",
        "symbol": "BDVTU",
        "place": "Tân An",
        "number": None,
        "issued_on": None,
        "effective_on": "2019-10-30",
        "grounds": ["Căn cứ Kế hoạch kiểm tra", "Căn cứ kết quả làm việc của Đoàn Kiểm tra ngày 30/10/2019"],
        "opening": "Ban Dân vận Tỉnh ủy thông báo kết luận như sau:",
        "sections": [
            {"heading": "Ưu điểm", "paragraphs": ["Hồ sơ giải quyết đúng và trước hạn đạt 97%."]},
            {"heading": "Hạn chế, tồn tại", "paragraphs": ["Công tác triển khai từ huyện đến cơ sở còn chậm."]},
        ],
        "signers": [{"authority": "", "title": "Trưởng ban", "name": "Nguyễn Thị Ngọc Hạnh", "caption": ""}],
        "recipients": ["Tỉnh ủy Long An (báo cáo)", "Ủy ban nhân dân huyện Cần Đước"],
        "archive": "Lưu BDVTU",
    }


@pytest.fixture
def no_numbers_yet(db):
    """Take the terms, registers and numbers of the demo's papers away: numbers begin with 1."""
    with without_triggers(TakenNumber):
        TakenNumber.objects.all().delete()
    NumberRegister.objects.all().delete()
    Term.objects.all().delete()


@pytest.fixture
def inspection(db):
    """Of Lan's commune by Delegation 1, for decision."""
    body = Inspection.objects.get(reference="DVCQ2026-28108").subject_organization
    rows = Inspection.objects.filter(reference="DVCQ2026-28138")
    rows.update(subject_organization=body, reporting_organization=body)
    row = rows.get()
    MeasuredValue.objects.filter(inspection=row).update(about_organization=body)
    Assignment.objects.filter(recommendation__inspection=row).delete()
    Document.objects.filter(inspection=row).delete()
    Term.objects.create(organization=row.campaign.inspecting_organization, name=SERIES, starts_on=date(2026, 5, 15))
    return row


@pytest.fixture
def issued(facts):
    return {**facts, "number": 7, "issued_on": "2019-11-05"}


@pytest.fixture
def two_pages(facts):
    """The same paper with a long second section."""
    long = "Công tác chỉ đạo, điều hành trên một số mặt chưa quyết liệt, chưa kịp thời. " * 12
    facts["sections"][1]["paragraphs"] = [long] * 3
    return facts


@pytest.fixture(scope="package")
def printed():
    """facts → the PDF made from them; a page that reads the same is printed once, for it gives equal bytes."""
    made = {}

    def print_(facts):
        sheet = lay_out(facts)
        page = html_of(sheet)
        if page not in made:
            made[page] = pdf_of(sheet)
        return made[page]

    return print_


@pytest.fixture(scope="package")
def opened(printed):
    """facts → their PDF, opened for measuring; the letters of a page are read once."""
    open_ = lru_cache(maxsize=3)(lambda pdf: pdfplumber.open(io.BytesIO(pdf)))
    return lambda facts: open_(printed(facts))


@pytest.fixture
def tool_of(tmp_path, printed):
    """tool_of(facts, "pdffonts") → what that program says about the PDF made from them."""

    def say(facts, *command):
        path = tmp_path / "paper.pdf"
        path.write_bytes(printed(facts))
        output = ["-"] if command[0] == "pdftotext" else []
        return subprocess.run([*command, path, *output], capture_output=True, text=True, check=True).stdout

    return say


@pytest.fixture
def page_texts(printed):
    """facts → the text of each page of their PDF, line by line; the quick way where no place is measured."""
    return lambda facts: [page.text for page in pages_of(printed(facts))]


@pytest.fixture
def line_of():
    """(page, words) → the printed line that holds `words`: left, right, baseline in mm, sizes in pt, fonts."""
    return _line_of


def _line_of(page, words):
    lines = [line for line in page.extract_text_lines(return_chars=True) if words in line["text"]]
    assert len(lines) == 1, f"{words!r} stands on {len(lines)} lines"
    start = lines[0]["text"].index(words)
    chars = _letters(lines[0])[start : start + len(words)]
    return {
        "left": chars[0]["x0"] * MM,
        "right": chars[-1]["x1"] * MM,
        "baseline": (page.height - chars[0]["matrix"][5]) * MM,
        "sizes": {round(char["size"], 2) for char in chars},
        "fonts": {char["fontname"].split("+")[1] for char in chars},
    }


def _letters(line):
    """One entry a character of the line's text; the blanks that pdfplumber adds take the letter before them."""
    chars, letters = iter(line["chars"]), []
    for char in line["text"]:
        letters.append(letters[-1] if char == " " and letters else next(c for c in chars if c["text"].strip()))
    return letters


@pytest.fixture
def can_duoc(db):
    """The commune of 2026, concluded, with tasks that have owners and dates."""
    return Inspection.objects.get(reference="DVCQ2026-28108")


@pytest.fixture
def state_case(case):
    """The case of 2019 as if a People's Committee had inspected."""
    board = case.campaign.inspecting_organization
    Organization.objects.filter(pk=board.pk).update(system="state", kind="peoples_committee")
    board.names.update(
        name="Ủy ban nhân dân tỉnh Long An", full_name="UBND tỉnh Long An", superior="", symbol="UBND",
        signer_title="Chủ tịch",
    )  # fmt: skip
    return case


@pytest.fixture(scope="module")
def outside():
    """A web server that serves the dot to all comers and keeps what was asked; (address, asked)."""
    requests = []

    class Dot(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(DOT)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Dot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/dot.png", requests
    server.shutdown()
