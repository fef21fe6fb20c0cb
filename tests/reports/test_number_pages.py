"""Pages of registers, of numbers, and of how a Board lays out, signs and numbers its papers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization, Signatory
from reports.models import Document, NumberRegister, PaperSettings, TakenNumber, Term
from workflow.models import Event

BOARD = "btgdv-tu-tay-ninh"


@pytest.fixture
def board(db):
    return Organization.objects.get(short_code=BOARD)


@pytest.fixture
def term(board, no_numbers_yet):
    return Term.objects.create(organization=board, name="2025–2030", starts_on=date(2025, 10, 2))


@pytest.fixture
def register(board, term):
    return NumberRegister.objects.create(organization=board, kind="tb", series=term.name)


def outside(board, **changes):
    typed = {"organization": board.pk, "kind": "tb", "dated_on": "3/2/2026", "n": "7", "about": "về hội nghị"}
    return typed | {"printed": "07-TB/BTGDVTU"} | changes


def test_minh_records_the_number_of_a_paper_made_outside(minh, board, term, signed_in):
    browser, address = signed_in(minh), reverse("number_outside")
    answer = browser.post(address, outside(board))
    taken = TakenNumber.objects.get(printed="07-TB/BTGDVTU")
    assert (answer.status_code, taken.use, taken.n, taken.register.last) == (302, "outside", 7, 7)
    assert "07-TB/BTGDVTU" in browser.get(answer["Location"]).content.decode()
    again = browser.post(address, outside(board, about="về việc khác"))
    assert (again.status_code, "Số 7 đã có trong sổ" in again.content.decode()) == (409, True)
    assert "về việc khác" in again.content.decode()  # nothing typed is lost


def test_without_a_term_the_form_says_where_it_is_recorded(minh, board, signed_in):
    Term.objects.filter(organization=board).delete()
    answer = signed_in(minh).post(reverse("number_outside"), outside(board))
    assert (answer.status_code, "nhiệm kỳ cấp ủy" in answer.content.decode()) == (409, True)


def test_ngoc_cancels_a_number_with_its_reason(ngoc, register, signed_in):
    taken = TakenNumber.objects.create(register=register, n=3, printed="03-TB/BTGDVTU", use="outside")
    browser, address = signed_in(ngoc), reverse("number_cancel", args=[taken.pk])
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "Ghi nhầm sổ"}).status_code == 302
    taken.refresh_from_db()
    assert (taken.use, taken.cancelled_reason) == ("cancelled", "Ghi nhầm sổ")
    page = browser.get(reverse("number_list")).content.decode()
    assert ("Ghi nhầm sổ" in page, address in page) == (True, False)
    assert browser.post(address, {"reason": "Lại hủy"}).status_code == 409


def test_lan_and_thu_see_no_number_and_record_none(lan, thu, register, signed_in):
    taken = TakenNumber.objects.create(register=register, n=3, printed="03-TB/BTGDVTU", use="outside")
    for user in (lan, thu):
        browser = signed_in(user)
        pages = [browser.get(reverse(name)) for name in ("register_list", "number_list", "paper_settings_show")]
        assert [(page.status_code, register.series in page.content.decode()) for page in pages] == [(200, False)] * 3
        assert browser.get(reverse("number_outside")).status_code == 403
        assert browser.get(reverse("number_cancel", args=[taken.pk])).status_code == 404
        assert browser.get(reverse("paper_settings_edit", args=[BOARD])).status_code == 404
        assert browser.get(reverse("term_edit", args=[register.organization.terms.get().pk])).status_code == 404


@pytest.fixture
def in_the_book(case, board, register):
    """Numbers 1 (issued), 3 (cancelled), 6 (outside the portal) and 8 (reserved) of a register; and an older term."""
    facts = {"about": {"html": "về <b>kết luận</b>"}, "signers": [{"name": "Lê Ngọc"}, {"name": ""}]}
    facts |= {"recipients": ["Tỉnh ủy", "Đảng ủy xã"], "archive": "Lưu BTGDVTU"}
    columns = {"effective_on": date(2026, 3, 1), "rule_set": "hd36", "facts": facts, "kind": "conclusion-notice"}
    paper = Document.objects.create(issuing_organization=board, inspection=case, **columns)
    for n, columns in {
        1: {"document": paper, "use": "used", "dated_on": date(2026, 3, 1)},
        3: {"use": "cancelled", "cancelled_reason": "Ghi nhầm sổ", "about": "Thông báo nghỉ lễ"},
        6: {"use": "outside", "about": "về hội nghị"},
        8: {"use": "reserved", "about": "về hội nghị khác"},
    }.items():
        TakenNumber.objects.create(register=register, n=n, printed=f"0{n}-TB/X", **columns)
    NumberRegister.objects.filter(pk=register.pk).update(last=8)
    NumberRegister.objects.create(organization=board, kind="tb", series="2020–2025")


def lines_of(page):
    return [line for book in page.context["books"] for section in book.sections for line in section.lines]


def test_minh_reads_the_book_of_the_newest_term_with_its_gaps(minh, lan, thu, in_the_book, signed_in):
    browser, missing = signed_in(minh), "Số %s: chưa cấp, hoặc chưa ghi văn bản ngoài cổng"
    page = browser.get(reverse("number_book"), follow=True)
    assert page.redirect_chain[-1][0].endswith("?series=2025%E2%80%932030")
    assert [section.name for book in page.context["books"] for section in book.sections] == ["Thông báo"]
    assert [(line.gap or line.printed, line.about, line.note) for line in lines_of(page)] == [
        ("01-TB/X", "Thông báo về kết luận", ""),
        (missing % 2, "", ""),
        ("03-TB/X", "Thông báo nghỉ lễ", "Đã hủy: Ghi nhầm sổ"),
        (missing % "4–5", "", ""),
        ("06-TB/X", "Thông báo về hội nghị", ""),
        (missing % 7, "", ""),
        ("08-TB/X", "Thông báo về hội nghị khác", "đã giữ cho văn bản"),
    ]
    words = page.content.decode()
    assert [each in words for each in ("<s>03-TB/X</s>", "Lê Ngọc", "Tỉnh ủy; Đảng ủy xã", "Lưu BTGDVTU")] == [True] * 4
    assert "2, 4–5, 7" in browser.get(reverse("register_list")).content.decode()
    for stranger in (lan, thu):
        assert signed_in(stranger).get(reverse("number_book") + "?series=2025–2030").context["books"] == []


def test_the_book_is_searched_without_accents_and_exported(minh, in_the_book, signed_in):
    browser, address = signed_in(minh), reverse("number_book") + "?series=2025–2030&q="
    for words, numbers in {"ket luan": ["01-TB/X"], "hoi nghi": ["06-TB/X", "08-TB/X"], "08-tb": ["08-TB/X"]}.items():
        found = browser.get(address + words)
        assert [
            line.gap or line.printed for line in lines_of(found)
        ] == numbers  # gaps aren't named among what is found
    sheet = browser.get(reverse("number_list") + found.context["export"].replace("xlsx", "csv"))
    rows = b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()
    assert (len(rows), "Nơi nhận" in rows[0], "08-TB/X" in rows[1]) == (2, True, True)


@pytest.mark.parametrize(
    "name", ["number_list", "number_book", "register_list", "paper_settings_show", "document_list"]
)
def test_pages_ask_the_same_with_one_row_and_with_thirty(minh, case, board, register, name, signed_in):
    counts = []
    for rows in (1, 30):
        while register.taken.count() < rows:
            n = register.taken.count() + 1
            columns = {"effective_on": date(2026, 3, n % 28 + 1), "rule_set": "hd36", "facts": {"about": f"về {n}"}}
            paper = {"kind": "conclusion-notice", "issuing_organization": board, "inspection": case}
            made = Document.objects.create(**paper, **columns)
            TakenNumber.objects.create(register=register, n=n, printed=f"{n:02d}-TB/X", document=made)
            columns = {"organization": board, "kind": f"k{n}", "series": "2026"}
            NumberRegister.objects.create(**columns)
            Term.objects.create(organization=board, name=f"Khóa {n}", starts_on=date(1990 + n, 1, 1))
        browser, address = signed_in(minh), reverse(name) + ADDRESSES.get(name, "")
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        counts.append(len(seen))
    assert counts == [QUERIES[name]] * 2


ADDRESSES = {"number_book": "?series=2025–2030"}
QUERIES = {"number_list": 7, "number_book": 7, "register_list": 4, "paper_settings_show": 11, "document_list": 8}


def test_ngoc_sets_how_papers_are_laid_out_and_minh_only_reads(ngoc, minh, board, signed_in):
    address, browser = reverse("paper_settings_edit", args=[BOARD]), signed_in(ngoc)
    typed = {"line_height_pt": "20", "end_mark": "./.", "tone": "UỶ"}
    page = browser.get(address).content.decode()
    assert ('name="layout"' in page, 'name="tone"' in page) == (False, True)  # its rules are known
    assert browser.post(address, typed).status_code == 302
    made = PaperSettings.objects.get(organization=board)
    assert (made.line_height_pt, made.has_subject_mark, made.end_mark, made.tone) == (20, False, "./.", "UỶ")
    assert Event.objects.about(made).get().act == "created"
    reader = signed_in(minh)
    assert "20 pt" in reader.get(reverse("paper_settings_show")).content.decode()
    assert reader.post(address, typed).status_code == 403
    assert reader.get(reverse("signatory_new", args=[BOARD])).status_code == 403


def test_a_front_chooses_its_layout_and_head_line(ngoc, board, signed_in):
    Organization.objects.filter(pk=board.pk).update(system="front")
    address = reverse("paper_settings_edit", args=[BOARD])
    typed = {"layout": "state", "head_line": "Mặt trận", "line_height_pt": "18", "end_mark": ".", "tone": "ỦY"}
    assert signed_in(ngoc).post(address, typed).status_code == 302
    assert PaperSettings.objects.filter(layout="state", head_line="Mặt trận").count() == 1


def test_ngoc_records_who_signs_in_her_place(ngoc, minh, board, signed_in):
    browser, address = signed_in(ngoc), reverse("signatory_new", args=[BOARD])
    typed = {
        "person": minh.person.full_name,
        "title": "Phó Trưởng ban",
        "authority": "for_head",
        "starts_on": "1/1/2026",
    }
    refused = browser.post(address, typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["in_place_of"])
    assert browser.post(address, typed | {"in_place_of": "Trưởng ban"}).status_code == 302
    made = Signatory.objects.get(person=minh.person)
    assert "Phó Trưởng ban" in browser.get(reverse("paper_settings_show")).content.decode()
    edited = reverse("signatory_edit", args=[made.pk])
    assert browser.get(edited).context["form"]["ends_on"].value() is None  # no day of the year 9999
    changed = typed | {"in_place_of": "Trưởng ban", "ends_on": "1/1/2025", "revision": made.revision}
    assert list(browser.post(edited, changed).context["form"].errors) == ["ends_on"]
    assert browser.post(edited, changed | {"ends_on": "1/2/2026"}).status_code == 302
    made.refresh_from_db()
    assert made.ends_on == date(2026, 2, 2)  # to the end of the day that was typed
    assert 'value="01/02/2026"' in browser.get(edited).content.decode()
    assert "Đến hết ngày" in (page := browser.get(reverse("paper_settings_show")).content.decode())
    assert ("01/02/2026" in page, "02/02/2026" in page) == (True, False)
    gone = browser.post(reverse("signatory_delete", args=[made.pk]), {"revision": made.revision})
    assert (gone.status_code, Signatory.objects.filter(pk=made.pk).count()) == (302, 0)


def test_minh_records_a_term_once(minh, board, signed_in):
    Term.objects.filter(organization=board).delete()
    browser, address = signed_in(minh), reverse("term_new", args=[BOARD])
    assert browser.post(address, {"name": "2025–2030", "starts_on": "2/10/2025"}).status_code == 302
    term = Term.objects.get(organization=board)
    assert (term.name, term.starts_on) == ("2025–2030", date(2025, 10, 2))
    again = browser.post(address, {"name": "2025–2030", "starts_on": "3/10/2025"})
    assert (again.status_code, Term.objects.filter(organization=board).count()) == (409, 1)
    changed = {"name": "2025–2030", "starts_on": "03/10/2025", "revision": term.revision}
    assert browser.post(reverse("term_edit", args=[term.pk]), changed).status_code == 302
