"""The admin's buttons: export of the filtered list, import through the portal's pages."""

import pytest
from tablib import Dataset

from ground.sheets.files import SafeCsv, SafeXlsx, table_of

pytestmark = pytest.mark.django_db


def test_the_list_goes_out_as_it_is_searched(signed_in, thu):
    answer = signed_in(thu).get("/admin/accounts/person/export/?q=minh+thu&kind=csv")
    people = [row[0] for row in table_of(b"".join(answer.streaming_content)).rows]
    assert people == ["Đỗ Minh Thu"]


def test_the_buttons_lead_to_the_portals_pages(signed_in, minh):
    page = signed_in(minh).get("/admin/inspections/finding/?kind__exact=strength").content.decode()
    assert "/admin/inspections/finding/export/?kind__exact=strength&amp;kind=csv" in page
    assert signed_in(minh).get("/admin/inspections/finding/import/").url == "/import/findings/"


def test_who_reads_but_does_not_keep_has_no_button_to_bring_in(signed_in, minh):
    browser = signed_in(minh)
    page = browser.get("/admin/accounts/person/").content.decode()
    assert ("Xuất Excel" in page, "Nhập từ tệp" in page) == (True, False)
    assert browser.get("/admin/accounts/person/import/").status_code == 403


@pytest.mark.parametrize("kind", [SafeXlsx, SafeCsv])
def test_the_formats_of_the_library_are_our_own(kind):
    made = Dataset(["a", "=1"], headers=["Ma", "Ten"])
    again = kind().create_dataset(kind().export_data(made))
    assert (again.headers, list(again)) == (["Ma", "Ten"], [("a", "=1")])
