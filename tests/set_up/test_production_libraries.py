"""What a server has installed is enough: uploads are judged in an environment made of requirements.txt alone.

The tests' own environment holds more (the development lock), so a library that a server lacks is not missed there:
so it was with the one that opens PDFs behind AES-256, and servers called each such file damaged. The environment here
is real, with its own interpreter and its own site-packages; only the files of the distributions that requirements.txt
names are linked into it, at the locked versions, from where they are installed already. It takes two seconds and no
network; installing them anew would take minutes in each clone.
"""

import json
import os
import re
import subprocess
import sys
import venv
from importlib.metadata import distribution

import pytest
from django.conf import settings
from pypdf import PdfWriter

from inspections.papers.uploads.judge import FAULTS
from tests.inspections.papers.made_files import docx, pdf, scanned_pdf, written
from tests.made_office import excel

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
JUDGE = """
import json, sys
from pathlib import Path
import django
django.setup()
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from ground.sheets.files import read_upload
from inspections.papers.uploads.judge import judge

def outcome(path):
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    try:
        read_upload(upload, account=1) if path.suffix == ".xlsx" else judge(upload, ("pdf", "docx"))
    except ValidationError as refused:
        return refused.messages[0]
    return "in"

print(json.dumps({path.name: outcome(path) for path in Path(sys.argv[1]).iterdir()}))
"""
# Each process of the portal starts for itself, on a server and over a hundred times in the tests: what loads slowly and
# few pages need is loaded by the first of them that does. import-export brings openpyxl, django-q prometheus_client.
SLOW = ["authlib", "boto3", "botocore", "docx", "fontTools", "joserfc", "markdown_it", "pyhanko", "pypdf", "redis"]
SLOW += ["requests", "urllib3", "weasyprint", "xlrd"]
START = f"""
import sys
from django.core.management import call_command
from django.urls import get_resolver
from danvan.wsgi import application
get_resolver().url_patterns
print([name for name in {SLOW} if name in sys.modules])
call_command("check")
"""


@pytest.fixture(scope="module")
def server_python(tmp_path_factory):
    """The interpreter of an environment that has what requirements.txt names, and nothing else."""
    folder = tmp_path_factory.mktemp("server")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name, version in LOCKED.findall((settings.BASE_DIR / "requirements.txt").read_text()):
        link_files(distribution(name), version, packages)
    return folder / "bin" / "python"


def link_files(found, version, packages):
    assert found.version == version
    for file in found.files:
        if ".." in file.parts:  # what belongs beside an interpreter, as its commands
            continue
        (packages / file).parent.mkdir(parents=True, exist_ok=True)
        (packages / file).symlink_to(found.locate_file(file))


def run(python, *arguments):
    environment = {
        "PYTHONDONTWRITEBYTECODE": "1",
        **{name: os.environ[name] for name in os.environ if name != "PYTHONPATH"},
    }
    done = subprocess.run([python, *arguments], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def locked_pdf(algorithm, password):
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.encrypt(password, "chu-so-huu", algorithm=algorithm)
    return written(writer)


def test_a_server_judges_uploads_with_what_its_lock_brings(server_python, tmp_path):
    files = {"bao-cao.pdf": pdf(), "scan.pdf": scanned_pdf(), "bao-cao.docx": docx(), "bieu.xlsx": excel().made()}
    locks = [("RC4-128", "x"), ("AES-128", "x"), ("AES-256", "x"), ("AES-256", "")]
    locked = {f"{algorithm}{word}.pdf": locked_pdf(algorithm, word) for algorithm, word in locks}
    for name, content in (files | locked).items():
        (tmp_path / name).write_bytes(content)
    outcomes = json.loads(run(server_python, "-c", JUDGE, tmp_path))
    assert outcomes == dict.fromkeys(files, "in") | dict.fromkeys(locked, str(FAULTS["encrypted"]))


def test_the_portal_starts_with_what_its_lock_brings_and_without_what_loads_slowly(server_python):
    loaded, answer = run(server_python, "-c", START).splitlines()
    assert (loaded, "no issues" in answer) == ("[]", True)


def test_the_tests_own_environment_has_more_than_a_server(server_python):
    """Else the two tests above would say nothing."""
    seen = "import importlib.util; print(importlib.util.find_spec('pytest') is None)"
    assert (run(server_python, "-c", seen), run(sys.executable, "-c", seen)) == ("True\n", "False\n")
