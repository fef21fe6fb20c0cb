import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import set_urlconf

from inspections.models import Inspection, Session


@pytest.fixture
def planned(db):
    """Of our Board, not told to anybody yet; Đoàn số 1 is not its delegation."""
    return Inspection.objects.get(reference="DVCQ2026-25459")


@pytest.fixture
def session(planned):
    return Session.objects.create(
        inspection=planned, held_on=date(2026, 6, 1), place="UBND xã", oral_conclusion="Nhất trí."
    )


@pytest.fixture
def pages(monkeypatch):
    """The portal with the pages of tests/workflow/pages.py.

    Django's own way to change a setting would forget all addresses: they are read again for a fifth of a second a test.
    """
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.workflow.pages")
    yield
    set_urlconf(None)


@pytest.fixture(scope="session")
def run_apart(own_database, tmp_path_factory):
    """`run_apart(code, *arguments)` is a process of its own, on a database that all such processes share."""
    folder, root = tmp_path_factory.mktemp("apart"), Path(__file__).resolve().parents[2]
    apart = {"DATABASE_URL": own_database(folder), "DANVAN_DATA": str(folder), "PYTHONPATH": str(root)}

    def run(code, *arguments):
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(command, env=os.environ | apart, cwd=root, stdout=subprocess.PIPE, text=True)

    return run
