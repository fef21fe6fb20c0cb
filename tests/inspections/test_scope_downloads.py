"""A paper's file: sent as an attachment to those who see the paper, each time with a row in the access log."""

from copy import deepcopy

import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from inspections.models import OfficialPaper, StoredFile
from tests.strangers import write_strangers, write_world
from workflow.models import AccessLog

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def written_world(rows_for_all):
    minh, binh, lan = (User.objects.get(username=name) for name in ("minh", "binh", "lan"))
    board, unit = (user.memberships.first().organization for user in (minh, lan))
    return write_world("own", board, unit, actor=minh, member=binh.person)


@pytest.fixture
def world(written_world, db):
    return deepcopy(written_world)


def address(paper):
    return f"/papers/{paper.pk}/file"


def log():
    return [
        (row.actor.username, row.kind, row.subject, row.label) for row in AccessLog.objects.filter(kind="downloaded")
    ]


def test_lan_gets_the_file_as_an_attachment_that_no_browser_opens_by_itself(world, lan, signed_in):
    StoredFile.objects.filter(pk=world.open_file.pk).update(original_name="Báo cáo “số 5”.pdf")
    response = signed_in(lan).get(address(world.open_paper))
    assert (response.status_code, response.getvalue()) == (200, b"%PDF-1.7")
    headers = {name: response.headers[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options")}
    assert headers == {"Content-Type": "application/pdf", "Content-Length": "8", "X-Content-Type-Options": "nosniff"}
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%E2%80%9Cs%E1%BB%91%205%E2%80%9D.pdf"
    )
    assert response.headers["Cache-Control"] == "no-store, private"


def test_the_name_that_a_user_gave_is_no_path(world):
    """`..` in a file's name leads nowhere: the bytes lie under a key of our own."""
    assert [len(file.key) for file in StoredFile.objects.filter(original_name__startswith="~own")] == [32] * 6
    assert default_storage.exists(world.open_file.key)


def test_each_download_is_a_line_in_the_log_with_its_reader(world, lan, minh, signed_in):
    for user in (lan, minh, lan):
        signed_in(user).get(address(world.open_paper)).getvalue()
    line = ("downloaded", world.open_paper, "~own.open_file~.pdf")
    assert log() == [("lan", *line), ("minh", *line), ("lan", *line)]


def test_an_internal_paper_is_missing_for_lan_and_there_for_the_delegation(world, lan, binh, signed_in):
    paper = world.internal_paper
    assert [signed_in(user).get(address(paper)).status_code for user in (lan, binh)] == [404, 200]
    assert [actor for actor, *_rest in log()] == ["binh"]


def test_an_infected_file_is_given_to_nobody(world, minh, ngoc, binh, lan, signed_in):
    for user in (minh, ngoc, binh, lan):
        assert signed_in(user).get(address(world.infected_paper)).status_code == 404
    assert log() == []


def test_a_paper_without_a_file_is_missing_too(world, minh, signed_in):
    OfficialPaper.objects.filter(pk=world.open_paper.pk).update(file=None)
    assert signed_in(minh).get(address(world.open_paper)).status_code == 404


def test_a_foreign_paper_is_answered_like_one_that_does_not_exist(minh, signed_in):
    strange, client = write_strangers(), signed_in(minh)
    foreign, missing = client.get(address(strange.open_paper)), client.get("/papers/999999999/file")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert foreign.headers == missing.headers
    assert signed_in(strange.xuan).get(address(strange.open_paper)).status_code == 200


def test_what_is_attached_or_sent_in_has_no_address_of_its_own(world, minh, signed_in):
    """A file is reached through a paper alone; the ids of files and of papers are different things."""
    client = signed_in(minh)
    for file in (world.attached_file, world.submitted_file, world.issued_file):
        assert OfficialPaper.objects.filter(file=file).count() == 0
        assert client.get(f"/files/{file.pk}").status_code == 404
