"""The page of the access log: administrators read sign-ins and downloads."""

import re
from html import unescape

import pytest

from accounts.models import User
from tests.made_work import make_paper
from workflow.history import access
from workflow.models import AccessLog

pytestmark = pytest.mark.django_db
Kind = access.Kind
QUERIES = 5


@pytest.fixture
def logged(minh, lan, case):
    """Lan signed in, somebody tried a name that is nobody's, Minh downloaded a paper."""
    AccessLog.objects.create(kind=Kind.SIGNED_IN, actor=lan, address="10.1.2.3")
    AccessLog.objects.create(kind=Kind.REFUSED, typed_name="quản trị", address="10.9.9.9")
    paper = make_paper(case, "7-BC")
    AccessLog.objects.create(kind=Kind.DOWNLOADED, actor=minh, subject=paper, label="bao-cao-7.pdf")


@pytest.fixture
def read(logged, signed_in, thu):
    """`read(q="lan")`: account or typed name of the lines shown, the newest first."""
    browser = signed_in(thu)

    def lines(**query):
        page = browser.get("/access-log/", query)
        assert page.status_code == 200
        return [row.actor.username if row.actor else row.typed_name for row in page.context["page"].rows][:3]

    return lines


def cells(response):
    return [" ".join(unescape(re.sub("<[^>]+>", " ", cell)).split()) for cell in re.findall(
        r"<t[dh] [^>]*role=\"(?:cell|rowheader)\".*?</t[dh]>", response.content.decode(), re.DOTALL
    )]  # fmt: skip


def test_it_tells_who_what_when_and_from_where(logged, signed_in, thu):
    page = signed_in(thu).get("/access-log/", {"q": "minh", "kind": "downloaded"})
    line = cells(page)
    assert line[1:] == ["tải về", "Trần Quang Minh", "minh", "", "", "bao-cao-7.pdf"]


def test_the_newest_stands_first_and_can_be_looked_for_by_words_kind_and_day(read):
    assert {
        "person": read(q="le thi lan"),
        "typed": read(q="quản trị"),
        "address": read(q="10.9"),
        "kind": read(kind="downloaded", q="minh"),
        "day": read(since="01/01/2999"),
        "ages": read(until="01/01/0001"),
    } == {
        "person": ["lan"], "typed": ["quản trị"], "address": ["quản trị"], "kind": ["minh"], "day": [], "ages": [],
    }  # fmt: skip


@pytest.mark.parametrize("username", ["minh", "ngoc", "binh", "lan", "hoa", "tuyet"])
def test_for_others_there_is_no_such_page(signed_in, logged, username):
    browser = signed_in(User.objects.get(username=username))
    answers = [browser.get(path) for path in ("/access-log/", "/organizations/khong-co/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_nobody_adds_to_it_by_looking(read):
    before = AccessLog.objects.count()
    read()
    assert AccessLog.objects.count() == before


@pytest.mark.parametrize("lines", [1, 30])
def test_it_costs_the_same_with_one_line_and_with_thirty(logged, signed_in, thu, lan, django_assert_num_queries, lines):
    browser = signed_in(thu)
    AccessLog.objects.bulk_create(AccessLog(kind=Kind.SIGNED_IN, actor=lan) for _ in range(lines))
    with django_assert_num_queries(QUERIES):
        browser.get("/access-log/")
