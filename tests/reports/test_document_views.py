"""Who may open a draft paper, what they get, what is refused and how."""

import io
import re
import sys

import pdfplumber
import pytest

from inspections.models import Inspection
from reports.documents import printing
from reports.documents.compose import kind_of, kinds
from reports.documents.layout import RULE_SETS, css_of
from workflow.models import AccessLog

PAGE = "/inspections/DVCQ2019-806/documents/conclusion-notice/"
PDF = "/inspections/DVCQ2019-806/documents/conclusion-notice.pdf"
REPORT = "/inspections/DVCQ2019-806/documents/result-report/"
REPORT_PDF = "/inspections/DVCQ2019-806/documents/result-report.pdf"


@pytest.fixture
def minhs(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def read():
    """The text of a PDF response, line by line."""

    def words(response):
        with pdfplumber.open(io.BytesIO(response.content)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)

    return words


def test_minh_reads_the_cases_values_and_names_in_the_pdf(minhs, read):
    text = read(minhs.get(PDF))
    wanted = [
        "97%",
        "17/17",
        "91,40%",
        "94,49%",
        "3,09 điểm",
        "20/25",
        "8/16",
        "Nguyễn Thị Ngọc Hạnh",
        "TỈNH ỦY LONG AN",
        "BAN DÂN VẬN",
        "huyện Cần Đước",
        "30/10/2019",
        "Dự thảo lần 1",
        "Lưu BDVTU.",
    ]
    assert [words for words in wanted if words not in text] == []


def test_the_pdf_is_told_as_what_it_is(minhs, case):
    response = minhs.get(PDF)
    assert (response.status_code, response["Content-Type"], response["X-Content-Type-Options"]) == (
        200,
        "application/pdf",
        "nosniff",
    )
    assert response["Content-Disposition"] == (
        'inline; filename="conclusion-notice-DVCQ2019-806.pdf"; '
        "filename*=UTF-8''Th%C3%B4ng%20b%C3%A1o%20k%E1%BA%BFt%20lu%E1%BA%ADn%20DVCQ2019-806"
        "%20%28d%E1%BB%B1%20th%E1%BA%A3o%29.pdf"
    )
    assert response.content == printing.draft_pdf(kind_of("conclusion-notice"), case)


def test_the_preview_is_the_html_that_the_pdf_is_made_of(minhs, case):
    response = minhs.get(PAGE)
    assert response.content.decode() == printing.draft_page(kind_of("conclusion-notice"), case)
    assert response["Content-Security-Policy"].count("unsafe") == 0


def test_a_changed_value_is_in_the_next_pdf(minhs, case, read):
    case.values.filter(printed="97%").update(printed="96,5%")
    text = read(minhs.get(PDF))
    assert ("96,5%" in text, "97%" in text) == (True, False)


@pytest.mark.parametrize("address", [PAGE, PDF, REPORT, REPORT_PDF])
def test_lan_and_khoa_get_the_404_of_what_doesnt_exist(signed_in, lan, khoa, address):
    nowhere = address.replace("DVCQ2019-806", "DVCQ2019-000")
    for member in (lan, khoa):
        client = signed_in(member)
        found, missing = client.get(address), client.get(nowhere)
        assert (found.status_code, missing.status_code) == (404, 404)
        assert found.content.replace(b"DVCQ2019-806", b"DVCQ2019-000") == missing.content


def test_lan_doesnt_see_the_draft_about_her_own_commune(signed_in, lan):
    own = Inspection.objects.outside(lan).get(reference="DVCQ2026-28108")
    address = f"/inspections/{own.reference}/documents/conclusion-notice.pdf"
    assert signed_in(lan).get(address).status_code == 404


def test_the_delegation_sees_the_draft_of_its_own_inspection_alone(signed_in, binh, son, van):
    own = "/inspections/DVCQ2026-28108/documents/conclusion-notice/"
    seen = [[signed_in(member).get(address).status_code for address in (own, PAGE)] for member in (binh, son, van)]
    assert seen == [[200, 404]] * 3


def test_strangers_are_sent_to_sign_in(client, db):
    response = client.get(PDF)
    assert (response.status_code, response["Location"].split("?")[1]) == (302, f"next={PDF}")


@pytest.mark.parametrize("address", [PAGE, PDF])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head"])
def test_a_draft_can_only_be_read(minhs, address, method):
    assert getattr(minhs, method)(address).status_code == 405


@pytest.mark.parametrize("kind", ["nothing", "_party", "conclusion_notice"])
def test_an_unknown_kind_doesnt_exist(minhs, kind):
    assert minhs.get(f"/inspections/DVCQ2019-806/documents/{kind}.pdf").status_code == 404


@pytest.mark.parametrize("ending", ["/", ".pdf"])
def test_a_paper_of_october_2026_is_laid_out_under_hd_05(minhs, ending):
    response = minhs.get(f"/inspections/DVCQ2026-25552/documents/conclusion-notice{ending}")
    assert response.status_code == 200


@pytest.mark.parametrize("ending", ["/", ".pdf"])
def test_a_missing_rule_set_is_explained(minhs, case, ending):
    case.sessions.update(held_on="2018-04-02")
    response = minhs.get(f"/inspections/DVCQ2019-806/documents/conclusion-notice{ending}")
    message = "quy tắc trình bày văn bản của Đảng cho ngày 02/04/2018"
    assert (response.status_code, message in response.content.decode()) == (409, True)


def test_a_browser_may_keep_the_style_sheet_of_a_rule_set(minhs, case):
    page = minhs.get(PAGE).content.decode()
    address = re.search(r'href="(/documents/styles/[^"]+)"', page)[1]
    response = minhs.get(address)
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "text/css; charset=utf-8",
        "private, max-age=31536000, immutable",
    )
    assert response.content.decode() == css_of(RULE_SETS["hd36"])
    assert minhs.get("/documents/styles/hd99.css").status_code == 404


@pytest.mark.parametrize("ending", ["/", ".pdf"])
def test_missing_facts_are_explained(minhs, ending):
    response = minhs.get(f"/inspections/DVCQ2026-25459/documents/conclusion-notice{ending}")
    message = "Chưa có buổi làm việc nào ghi ngày"
    assert (response.status_code, message in response.content.decode()) == (409, True)


@pytest.mark.parametrize("address", [REPORT, REPORT_PDF])
def test_the_draft_of_a_report_can_be_printed_without_a_delegation(minhs, case, address):
    Inspection.objects.filter(pk=case.pk).update(delegation=None)
    assert minhs.get(address).status_code == 200


def test_the_inspections_page_leads_those_inside_to_every_kind_and_lan_to_none(signed_in, minh, son, lan):
    leads = []
    for member in (minh, son, lan):
        page = signed_in(member).get("/inspections/DVCQ2026-28108/")
        assert page.status_code == 200
        leads.append([kind for kind in kinds() if f"documents/{kind}.pdf" in page.content.decode()])
    about_it = [slug for slug, kind in kinds().items() if kind.about == "inspection"]
    assert (leads, len(about_it)) == ([about_it, about_it, []], 8)


def test_a_server_without_the_engine_says_what_it_lacks(minhs, monkeypatch):
    """The import fails here as it does where the libraries are not installed."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = minhs.get(PDF)
    assert (response.status_code, "fonts-liberation2" in response.content.decode()) == (503, True)
    assert minhs.get(PAGE).status_code == 200


def test_a_download_leaves_one_line_in_the_log_and_a_refusal_none(minhs, minh, case):
    minhs.get(PDF)
    minhs.get(PAGE)
    minhs.get("/inspections/DVCQ2026-25459/documents/conclusion-notice.pdf")
    rows = AccessLog.objects.filter(actor=minh, kind=AccessLog.Kind.DOWNLOADED)
    assert [(row.subject, row.label) for row in rows] == [(case, "Thông báo kết luận DVCQ2019-806")]
