"""The papers of both demo campaigns as their readers get them: the draft of 2019, the published conclusions of 2026."""

import hashlib
import io

import pdfplumber
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from inspections.models import Cause, Finding, Inspection, OfficialPaper, PaperLink
from reports.documents.layout import lay_out
from reports.documents.press.render import pdf_of
from reports.models import Document

PUBLISHED = {  # reference → number and date of the conclusion
    "DVCQ2026-28108": (5, "2026-04-22"),
    "DVCQ2026-28126": (6, "2026-05-06"),
    "DVCQ2026-28132": (3, "2026-04-09"),
}


def words_of(content: bytes) -> str:
    """The text of a PDF, single-spaced, without the numbers of its pages."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        pages = [page.extract_text().removeprefix(f"{n}\n") for n, page in enumerate(pdf.pages, start=1)]
    return " ".join(" ".join(pages).split())


@pytest.fixture
def draft(case, tmp_path):
    """The words of the case's draft, as the command prints it."""
    target = tmp_path / "notice.pdf"

    def read():
        call_command("make_document", "conclusion-notice", case.reference, "-o", str(target), stdout=io.StringIO())
        return words_of(target.read_bytes())

    return read


# --- The case ----------------------------------------------------------------------------------------------------
def test_the_draft_holds_every_value_exactly_as_printed(draft):
    text = draft()
    sentences = [
        "ngày càng cao, đạt 97%; phần mềm một cửa điện tử “từng bước đi vào ổn định”.",
        "ở 17/17 xã, thị trấn duy trì đối thoại với Nhân dân",
        "năm 2018 đạt 91,40%, năm 2019 đạt 94,49%, tăng 3,09 điểm phần trăm.",
        "đến tháng 9/2019 có 20/25 chỉ tiêu kinh tế - xã hội đạt, vượt tiến độ; 8/16 xã đạt chuẩn nông thôn mới.",
    ]
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_the_draft_names_the_bodies_the_place_and_the_head(draft):
    text = draft()
    assert text.startswith(
        "Dự thảo lần 1 TỈNH ỦY LONG AN ĐẢNG CỘNG SẢN VIỆT NAM BAN DÂN VẬN * Số -TB/BDVTU Tân An, ngày"
    )
    names = [
        "“Năm dân vận chính quyền” 2019 tại huyện Cần Đước",
        "Đoàn Kiểm tra Ban Dân vận Tỉnh ủy ngày 30/10/2019",
        "UBND huyện Cần Đước",
        "Ban Dân vận Huyện ủy Cần Đước",
        "TRƯỞNG BAN",
        "Nguyễn Thị Ngọc Hạnh",
    ]
    assert [name for name in names if name not in text] == []


def test_the_draft_holds_nothing_internal_and_nothing_of_other_places(case, draft):
    internal = Finding.objects.create(
        campaign=case.campaign, inspection=case, kind="shortcoming", text="Điều chỉ nói trong Đoàn.", is_internal=True
    )
    Cause.objects.create(finding=internal, kind="subjective", text="Lý do chỉ nói trong Đoàn.")
    wide = Finding.objects.get(campaign=case.campaign, inspection=None)
    text = draft()
    assert [words in text for words in ("trong Đoàn", wide.text, "trên địa bàn tỉnh", "Báo Long An")] == [False] * 4


def test_the_draft_follows_changed_values(case, draft):
    case.values.filter(printed="97%").update(printed="96,5%", number="96.5")
    case.values.filter(printed="8/16").update(printed="9/17", numerator=9, denominator=17)
    text = draft()
    assert [words in text for words in ("đạt 96,5%;", "9/17 xã đạt chuẩn", "97%", "8/16")] == [True, True, False, False]


def test_the_draft_doesnt_tell_the_portals_own_doubts(case, draft):
    case.values.filter(printed="8/16").update(printed="9/17", numerator=9, denominator=17)
    assert "Địa bàn có 16 xã" not in draft()


# --- The published conclusions of 2026 ---------------------------------------------------------------------------
def conclusion_of(reference) -> OfficialPaper:
    """The notice that concluded it; one of them was corrected by a second one."""
    notices = OfficialPaper.objects.filter(links__inspection__reference=reference, links__role="result")
    return notices.get(number=f"{PUBLISHED[reference][0]:02d}-TB/BTGDVTU")


def test_these_and_no_other_conclusions_are_published(db):
    links = PaperLink.objects.filter(role="result", paper__paper_type="TB")
    assert set(links.values_list("inspection__reference", flat=True)) == set(PUBLISHED)


@pytest.mark.parametrize("reference", PUBLISHED)
def test_a_published_conclusion_is_stored_with_its_own_hash_and_size(db, reference):
    stored = conclusion_of(reference).file
    content = default_storage.open(stored.key).read()
    assert (content[:5], stored.content_type) == (b"%PDF-", "application/pdf")
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("reference", PUBLISHED)
def test_its_bytes_are_those_of_its_facts_laid_out_and_rendered(db, reference):
    document = Document.objects.get(pdf=conclusion_of(reference).file)
    assert default_storage.open(document.pdf.key).read() == pdf_of(lay_out(document.facts))


def test_a_corrected_conclusion_stands_beside_the_one_that_names_it(db):
    old = Document.objects.get(pdf=conclusion_of("DVCQ2026-28126").file)
    new = old.replaced_by.get()
    assert (old.state, new.state, new.replaces_how) == ("published", "published", "correction")
    text = words_of(default_storage.open(new.pdf.key).read())
    assert "Thông báo này đính chính Thông báo số 06-TB/BTGDVTU ngày 06 tháng 5 năm 2026." in text


@pytest.mark.parametrize("reference", PUBLISHED)
def test_it_bears_its_number_and_date_and_is_no_draft(db, reference):
    number, issued_on = PUBLISHED[reference]
    year, month, day = map(int, issued_on.split("-"))
    text = words_of(default_storage.open(conclusion_of(reference).file.key).read())
    assert f"Số {number:02d}-TB/BTGDVTU" in text
    assert f"ngày {day:02d} tháng {month} năm {year}" in text
    assert "Dự thảo lần 1" not in text


def test_a_later_change_of_a_value_leaves_the_published_paper_as_it_was(signed_in, lan, settings):
    paper = conclusion_of("DVCQ2026-28108")
    address = f"/papers/{paper.pk}/file"
    before = b"".join(signed_in(lan).get(address).streaming_content)
    Inspection.objects.get(reference="DVCQ2026-28108").values.update(printed="0%")
    settings.DEBUG = True
    call_command("load_demo", stdout=io.StringIO())
    response = signed_in(lan).get(address)
    assert b"".join(response.streaming_content) == before == default_storage.open(paper.file.key).read()
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''Th%C3%B4ng%20b%C3%A1o")


def test_hoa_gets_the_404_of_what_doesnt_exist_for_lans_conclusion(signed_in, hoa):
    client = signed_in(hoa)
    foreign = client.get(f"/papers/{conclusion_of('DVCQ2026-28108').pk}/file")
    missing = client.get("/papers/999999/file")
    assert (foreign.status_code, missing.status_code, foreign.content) == (404, 404, missing.content)
