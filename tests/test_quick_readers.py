"""Files are read in tests as the portal reads them, by processes that need not start anew."""

import subprocess

import pytest

from ground.processes import apart
from tests.inspections.papers.made_evidence import old_excel, old_word, photo
from tests.inspections.papers.made_files import docx, encrypted_pdf, pdf, scanned_pdf
from tests.made_office import excel
from tests.quick_readers import ROOM, Readers

EVIDENCE = f"{ROOM}.evidence.reading"


@pytest.mark.parametrize(
    ("module", "content", "arguments"),
    {
        "a workbook": ("ground.sheets.reading", excel().made(), []),
        "a table": ("ground.sheets.reading", b"a,b\n1,2\n", []),
        "a fault": ("ground.sheets.reading", b"PK\x03\x04 cut off", []),
        "a PDF": (f"{ROOM}.reading", pdf(), []),
        "a scanned PDF": (f"{ROOM}.reading", scanned_pdf(), []),
        "an encrypted PDF": (f"{ROOM}.reading", encrypted_pdf("mot-hai-ba"), []),
        "a Word file": (f"{ROOM}.reading", docx(), []),
        "a photo": (EVIDENCE, photo(), ["1000000"]),
        "a photo from a phone": (EVIDENCE, photo("HEIF"), ["1000000"]),
        "an old Word file": (EVIDENCE, old_word(), ["1000000"]),
        "an old workbook": (EVIDENCE, old_excel(), ["1000000"]),
        "a broken order": ("reports.submissions.workbook.marking", b"{}", []),
    }.values(),
)
def test_a_fork_answers_what_an_interpreter_of_its_own_answers(monkeypatch, module, content, arguments):
    answers = []
    for way in (Readers(), subprocess):
        monkeypatch.setattr(apart, "subprocess", way)
        answers.append(apart.read_apart(module, content, 40, arguments=arguments))
    assert answers[0] == answers[1]


def test_limits_of_a_tests_own_are_kept_by_the_portals_way(monkeypatch, settings):
    settings.HEAVY_MEMORY_BYTES = 60 << 20
    started = []
    monkeypatch.setattr(subprocess, "run", lambda command, **options: started.append(command) or _ended(command))
    monkeypatch.setattr(apart, "subprocess", Readers())
    apart.read_apart(f"{ROOM}.reading", pdf(), 40)
    settings.HEAVY_MEMORY_BYTES = 1 << 30
    apart.read_apart(f"{ROOM}.reading", pdf(), 1)
    assert [command[-2:] for command in started] == [[str(60 << 20), "40"], [str(1 << 30), "1"]]


def _ended(command):
    return subprocess.CompletedProcess(command, 1, b"", b"")
