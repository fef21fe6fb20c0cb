"""Eight uploads of a PDF that takes minutes to read, at once: a server's other pages are answered meanwhile."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
from django.conf import settings as project

from ground.processes.places import NoPlace, place
from tests.conftest import DEMO_PASSWORD
from tests.inspections.papers.made_files import slow_pdf

# An inspection of Lan's commune that asks for its self-report, in the server's own database.
CLIENT = """
import django
django.setup()
from accounts.organizations.models import Organization
from accounts.people.models import User
from inspections.inspections.acts import reference_for
from inspections.models import Campaign, Inspection
from workflow.steps.acts import take
campaign, unit = Campaign.objects.get(code="DVCQ2026"), Organization.objects.get(short_code="ubnd-28108")
inspection = Inspection.objects.create(
    campaign=campaign,
    delegation=campaign.delegations.get(number=1),
    subject_organization=unit,
    reporting_organization=unit,
    reference=reference_for(campaign, unit),
)
take(inspection, "notify", User.objects.get(username="minh"))
print(inspection.reference)
"""


@pytest.fixture(scope="module")
def site(serve, own_database, until_it_answers, tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("slow")
    own = {"DATABASE_URL": own_database(folder), "DANVAN_DATA": str(folder)}
    command = [sys.executable, "-c", CLIENT]
    reference = subprocess.check_output(command, env=os.environ | own, cwd=project.BASE_DIR, text=True).strip()
    limits = {"HEAVY_PER_PROCESS": "2", "HEAVY_AT_ONCE": "4", "UPLOAD_READ_SECONDS": "100", "HEAVY_WAIT_SECONDS": "100"}
    address, server = serve(folder, DATABASE_URL=own["DATABASE_URL"], **limits)
    until_it_answers(f"{address}/healthz", server)
    return folder, address, f"/inspections/{reference}/"


def is_taken(name, count):
    try:
        with place(name, count):
            return False
    except NoPlace:
        return True


def test_other_pages_are_answered_while_eight_slow_files_are_judged(site, visitor, settings, lan):
    folder, address, inspection = site
    settings.PLACES_DIR = folder / "places"
    of_lan = visitor(address).sign_in("lan", DEMO_PASSWORD)
    of_minh = visitor(address).sign_in("minh", DEMO_PASSWORD)
    answers, content, page = [], slow_pdf(), f"{inspection}self-report/files/"

    def send():
        with suppress(OSError):  # the server ends before the last are answered
            answers.append(of_lan.upload(page, "a.pdf", content))

    for _n in range(8):
        threading.Thread(target=send, daemon=True).start()
    while not is_taken(f"upload-{lan.pk}", 2) or len(answers) < 5:
        assert len(answers) < 8, answers
        time.sleep(0.1)
    pages = [of_minh.get(path)[0] for path in ["/", inspection, "/campaigns/", "/healthz"] * 4]
    assert pages == [200] * 16
    assert is_taken(f"upload-{lan.pk}", 2)  # the slow ones are still at it
    assert [status for status, _text in answers] == [503] * 5
