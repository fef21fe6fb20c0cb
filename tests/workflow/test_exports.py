"""Every export writes one row to the access log: who, from which address, what, with which filters."""

import pytest

from workflow.models import AccessLog

pytestmark = pytest.mark.django_db
FROM = "203.0.113.7"
LISTS = {
    "/campaigns/": "Đợt kiểm tra",
    "/inspections/": "Cuộc kiểm tra",
    "/findings/": "Ưu điểm, hạn chế",
    "/recommendations/": "Đề nghị, kiến nghị",
    "/papers/": "Văn bản",
    "/organizations/": "Cơ quan, đơn vị",
    "/people/": "Danh bạ cán bộ",
    "/localities/list/": "Danh mục địa bàn",
}


def logged(client, address, **query):
    """What one export writes: account, kind, network address, label."""
    before = AccessLog.objects.count()
    answer = client.get(address, query, REMOTE_ADDR=FROM)
    answer.getvalue()  # to its end, so that its turn is over
    rows = AccessLog.objects.order_by("pk").values_list("actor__username", "kind", "address", "label")[before:]
    return answer.status_code, list(rows)


@pytest.mark.parametrize(("path", "title"), LISTS.items())
def test_minh_takes_out_a_list_and_one_line_tells_it(signed_in, minh, path, title):
    client = signed_in(minh)
    for kind in ("csv", "xlsx"):
        assert logged(client, path, export=kind) == (200, [("minh", "exported", FROM, title)])


def test_thu_takes_out_the_log_itself_and_stands_in_it(signed_in, thu):
    expected = (200, [("thu", "exported", FROM, "Nhật ký truy cập")])
    assert logged(signed_in(thu), "/access-log/", export="csv") == expected


def test_the_line_says_which_filters_narrowed_the_list(signed_in, minh):
    query = {"q": "can duoc", "state": "drafting", "export": "csv"}
    label = "Cuộc kiểm tra; Chữ: can duoc, Trạng thái: Đang soạn kết luận"
    assert logged(signed_in(minh), "/inspections/", **query) == (200, [("minh", "exported", FROM, label)])


def test_long_filters_fill_the_line_and_no_more(signed_in, minh):
    words = " ".join(["nghiêng"] * 29)
    label = f"{f'Cuộc kiểm tra; Chữ: {words}'[:199]}…"
    assert logged(signed_in(minh), "/inspections/", q=words, export="csv") == (200, [("minh", "exported", FROM, label)])


def test_a_register_is_logged_with_its_address(signed_in, minh):
    expected = (200, [("minh", "exported", FROM, "Giá trị chỉ tiêu")])
    assert logged(signed_in(minh), "/export/values.csv") == expected


def test_the_administrations_export_is_logged_with_its_address_and_filters(signed_in, minh):
    address = "/admin/inspections/setcriterion/export/"
    status, rows = logged(signed_in(minh), address, kind="csv", q="dân vận")
    assert (status, [row[:3] for row in rows]) == (200, [("minh", "exported", FROM)])
    assert rows[0][3].endswith("; q=dân vận")


def test_a_page_of_a_list_writes_no_line(signed_in, minh):
    assert logged(signed_in(minh), "/inspections/") == (200, [])
