"""An address has a length and a number of parameters; a list names what it doesn't understand, a few times."""

import pytest

from ground.limits import ADDRESS_BYTES, ADDRESS_PARAMETERS, SAVED_FILTERS, SAVED_FORMS
from workflow.models import SavedDraft, SavedFilter
from workflow.records.drafts import keep

pytestmark = pytest.mark.django_db
LONG = ["x" * (ADDRESS_BYTES + 1), "&".join("a" for n in range(ADDRESS_PARAMETERS + 1)), "a&" * 2000]


@pytest.mark.parametrize("query", LONG, ids=["long", "many", "very many"])
@pytest.mark.parametrize("path", ["/", "/inspections/", "/sign-in/", "/admin/", "/khong-co/"])
def test_an_address_that_no_page_makes_is_refused_before_it_is_read(signed_in, minh, client, path, query):
    for browser in (client, signed_in(minh)):
        page = browser.get(f"{path}?{query}")
        assert (page.status_code, "<h1>Địa chỉ dài quá</h1>" in page.content.decode()) == (414, True)
        assert len(page.content) < 20_000


def test_a_long_path_is_one_too(client):
    assert client.get(f"/inspections/{'x' * ADDRESS_BYTES}/").status_code == 414


def test_columns_that_a_list_does_not_know_are_named_ten_times_at_most(signed_in, minh):
    page = signed_in(minh).get("/inspections/", {"col": [f"c{n}" for n in range(150)]})
    assert page.context["query"].ignored == [
        *[f"Cột: không có “c{n}”, đã bỏ qua." for n in range(10)],
        "Địa chỉ còn những chỗ khác cổng không hiểu, đã bỏ qua.",
    ]


def test_a_value_that_a_filter_does_not_know_is_told_by_its_beginning(signed_in, minh):
    page = signed_in(minh).get("/inspections/", {"state": "y" * 60})
    ignored = page.context["query"].ignored
    assert ignored == [f"Trạng thái: không có “{'y' * 40}… (còn 20 chữ)”, đã bỏ qua."]


def test_a_form_of_more_fields_than_any_page_has_is_told_to_be_too_large(signed_in, minh):
    page = signed_in(minh).post("/inspections/", {f"f{n}": "1" for n in range(5001)})
    assert (page.status_code, "<h1>Nội dung gửi lên quá lớn</h1>" in page.content.decode()) == (413, True)


def test_where_to_go_on_to_is_no_longer_than_an_address(client):
    page = client.get("/sign-in/", {"next": "/inspections/"})
    assert page.context["next"] == "/inspections/"
    page = client.post("/sign-in/", {"next": f"/{'x' * ADDRESS_BYTES}"})
    assert page.context["next"] == "/"


# --- What is kept of one reader ------------------------------------------------------------------------------------
def save_filter(browser, name):
    page = browser.post("/inspections/?state=open", {"name": name}, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_a_reader_has_thirty_filters_to_a_list(signed_in, minh):
    browser = signed_in(minh)
    for n in range(SAVED_FILTERS):
        assert save_filter(browser, f"Bộ {n}") == [f"Đã lưu bộ lọc “Bộ {n}”."]
    refusal = "Danh sách này đã có 30 bộ lọc của bạn; chưa lưu. Bỏ bớt một bộ lọc rồi lưu lại."
    assert save_filter(browser, "Thêm") == [refusal]
    assert save_filter(browser, "Bộ 3") == ["Đã lưu bộ lọc “Bộ 3”."]
    assert SavedFilter.objects.filter(owner=minh, list_name="inspection_list").count() == SAVED_FILTERS


def test_the_name_of_a_filter_is_not_cut_in_silence(signed_in, minh):
    assert save_filter(signed_in(minh), "ộ" * 81) == [
        "Tên bộ lọc dài 81 chữ, cổng nhận đến 80; chưa lưu. Ghi tên ngắn hơn."
    ]
    assert SavedFilter.objects.filter(owner=minh).count() == 0


def test_of_many_drafts_the_latest_stay(rf, minh, hoa):
    keep(rf.post("/campaigns/new/", {"theme": "của Hoa"}), hoa.pk)
    for n in range(SAVED_FORMS + 2):
        keep(rf.post(f"/campaigns/DVCQ{n}/edit/", {"theme": "Năm dân vận"}), minh.pk)
    paths = SavedDraft.objects.filter(owner=minh).order_by("pk").values_list("path", flat=True)
    assert list(paths) == [f"/campaigns/DVCQ{n}/edit/" for n in range(2, SAVED_FORMS + 2)]
    assert SavedDraft.objects.filter(owner=hoa).count() == 1


def test_of_a_drafts_address_no_half_is_kept(rf, minh):
    assert keep(rf.post("/campaigns/new/?tab=2", {"theme": "Năm"}), minh.pk).query == "tab=2"
    assert keep(rf.post(f"/campaigns/new/?q={'x' * 1000}", {"theme": "Năm"}), minh.pk).query == ""
