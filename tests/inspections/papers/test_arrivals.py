"""The book of incoming papers: numbers of arrival, who enters, reads and cancels them."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization
from inspections.models import Arrival, OfficialPaper
from inspections.papers.arrivals.acts import cancel_arrival, enter
from tests.made_work import make_body
from workflow.models import Event
from workflow.records.refusals import NotYours, StepRefused, TakenAlready

DAY = date(2026, 6, 10)


@pytest.fixture
def board(db):
    return Organization.objects.get(short_code="btgdv-tu-tay-ninh")


@pytest.fixture
def paper(board):
    """`paper("báo cáo quý")` is a report of another body that the Board keeps."""

    def make(title="báo cáo công tác quý I"):
        columns = {"paper_type": "BC", "number": "12-BC/ĐU", "dated_on": date(2026, 6, 8), "issuer": "Đảng ủy xã"}
        return OfficialPaper.objects.create(kept_by=board, title=title, **columns)

    return make


def test_numbers_run_through_the_year_of_a_body_and_are_never_used_again(minh, lan, board, paper):
    first, second = paper(), paper()
    made = [enter(each, board, DAY, minh) for each in (first, second)]
    assert [str(each) for each in made] == ["1/2026", "2/2026"]
    cancelled = cancel_arrival(made[1], "Vào sổ nhầm", minh)
    assert [event.act for event in Event.objects.about(cancelled).order_by("pk")] == ["created", "changed"]
    later = [(second, date(2026, 6, 9)), (paper(), date(2027, 1, 4)), (paper(), date(2025, 12, 31)), (paper(), DAY)]
    assert [str(enter(each, board, day, minh)) for each, day in later] == ["3/2026", "1/2027", "1/2025", "4/2026"]
    for refusal, act in (
        (StepRefused, lambda: enter(first, board, DAY, minh)),
        (NotYours, lambda: enter(paper(), board, DAY, lan)),
        (NotYours, lambda: enter(paper(), make_body("so-khac", "department", "state"), DAY, minh)),
        (NotYours, lambda: cancel_arrival(made[0], "x", lan)),
        (TakenAlready, lambda: cancel_arrival(made[1], "lần nữa", minh)),
        (StepRefused, lambda: cancel_arrival(made[0], " ", minh)),
    ):
        with pytest.raises(refusal):
            act()
    assert enter(paper(), board, DAY, minh).n == 5  # what was refused has taken no number


def test_the_database_holds_the_numbers(minh, board, paper):
    line = cancel_arrival(enter(paper(), board, DAY, minh), "Vào sổ nhầm", minh)
    own = Arrival.objects.filter(pk=line.pk)
    other = make_body("so-khac", "department", "state")
    changes = [{"n": 7}, {"year": 2025}, {"arrived_on": date(2026, 6, 9)}, {"paper": paper()}, {"organization": other}]
    changes += [{"cancelled_reason": ""}, {"cancelled_reason": "Lý do khác"}]
    for act in [*(lambda columns=columns: own.update(**columns) for columns in changes), own.delete]:
        with pytest.raises(DatabaseError, match="a number of arrival stays"), transaction.atomic():
            act()
    columns = {"organization": board, "year": 2026, "arrived_on": DAY}
    for n in (0, line.n):
        with pytest.raises(IntegrityError), transaction.atomic():
            Arrival.objects.create(paper=paper(), n=n, **columns)


TYPED = {"arrived_on": "10/6/2026", "received_by": "Phòng Dân vận", "paper_type": "BC", "number": "15-BC/ĐU"}


def test_minh_enters_a_paper_edits_its_line_and_cancels_it(minh, board, paper, signed_in):
    browser, typed = signed_in(minh), TYPED | {"organization": board.pk, "dated_on": "11/6/2026", "issuer": "Đảng ủy"}
    refused = browser.post(reverse("arrival_new"), typed)
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["arrived_on", "title"])
    typed |= {"dated_on": "8/6/2026", "title": "báo cáo sơ kết"}
    assert browser.post(reverse("arrival_new"), typed)["Location"] == "/arrivals/?year=2026"
    line = Arrival.objects.get()
    assert (line.n, line.paper.kept_by, line.paper.is_internal, line.paper.number) == (1, board, True, "15-BC/ĐU")
    known = paper()
    link = f"{reverse('arrival_new')}?paper={known.pk}"
    assert f'href="{link}"' in browser.get(reverse("paper_list")).content.decode()
    form = browser.get(link).context["form"]
    picked = {"known": str(known), "known_pk": known.pk, "known_pk_words": str(known)}
    sent = {name: typed[name] for name in ("organization", "arrived_on")} | picked
    assert (form.initial["known"], browser.post(link, sent).status_code) == (known.pk, 302)
    assert [known.arrivals.get().n, browser.post(link, sent).status_code] == [2, 409]
    edit, cancel = (reverse(name, args=[line.pk]) for name in ("arrival_edit", "arrival_cancel"))
    changed = {"received_by": "Văn phòng", "note": "đã trình", "revision": line.revision}
    assert [browser.post(edit, changed).status_code, browser.post(cancel, {"reason": " "}).status_code] == [302, 422]
    assert [browser.post(cancel, {"reason": "Nhầm sổ"}).status_code, browser.get(edit).status_code] == [302, 403]
    history = browser.get(reverse("history_show", args=["paper", line.paper_id])).content.decode()
    assert ("Nhầm sổ" in history, "Văn phòng" in history) == (True, True)


def test_minh_reads_the_book_in_order_and_hoa_finds_none(minh, hoa, binh, thu, board, paper, signed_in):
    for title, receiver in (("báo cáo quý I", "Phòng Dân vận"), ("kết quả quý II", "Chánh Văn phòng")):
        line = enter(paper(title), board, DAY, minh, receiver)
    cancel_arrival(line, "Nhầm sổ", minh)
    browser, book = signed_in(minh), reverse("arrival_book")
    page = browser.get(book, follow=True)
    assert page.redirect_chain[-1][0].endswith("?year=2026")
    assert [(line.arrival.n, line.title, line.note) for each in page.context["books"] for line in each.lines] == [
        (1, "báo cáo quý I", ""),
        (2, "Báo cáo kết quả quý II", "Đã hủy: Nhầm sổ"),
    ]
    assert "<s>2</s>" in page.content.decode()
    for words, count in {"quy i": 2, "phong dan van": 1, "12-bc": 2, "khong co": 0}.items():
        found = browser.get(f"{book}?year=2026&q={words}")
        assert sum(len(each.lines) for each in found.context["books"]) == count
    sheet = browser.get(reverse("arrival_list") + "?year=2026&export=csv&q=chanh")
    rows = b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(rows), "Tác giả" in rows[0], "Đảng ủy xã" in rows[1]) == (2, True, True)
    for stranger in (hoa, binh, thu):
        browser = signed_in(stranger)
        assert browser.get(book).context["books"] == []
        assert [browser.get(reverse(name, args=[line.pk])).status_code for name in PAGES_OF_A_LINE] == [404, 404]
        assert browser.get(reverse("arrival_new")).status_code == 403


PAGES_OF_A_LINE = ["arrival_edit", "arrival_cancel"]


def test_lists_and_books_ask_the_same_with_one_line_and_with_thirty(minh, board, paper, signed_in):
    counts, browser = {}, signed_in(minh)
    for rows in (1, 30):
        while Arrival.objects.count() < rows:
            enter(paper(), board, DAY, minh)
        for address in ("/arrivals/?year=2026", "/arrivals/book/?year=2026", "/papers/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            counts.setdefault(address, []).append(len(seen))
    assert counts == {"/arrivals/?year=2026": [6, 6], "/arrivals/book/?year=2026": [6, 6], "/papers/": [8, 8]}
