"""The checklist before issue: each rule once broken and once kept. Plain facts, no database."""

from datetime import date

import pytest

from reports.documents.checklist import Remark, checklist, refusals
from reports.documents.compose.sections import annex, section

OWNER = {"name": "UBND xã Cần Đước", "due_on": "2026-07-15", "has_due": True}
REVIEW = {
    "tasks": [{"text": "Công khai kết quả.", "owners": [OWNER]}],
    "bodies": ["UBND xã Cần Đước"],
    "contradictions": [],
    "remedy_until": "2026-08-09",
    "ended": [],
    "bases": 2,
    "reports": 1,
}
SIGNER = {"authority": "", "title": "Trưởng ban", "name": "Phạm Thị Minh Ngọc", "caption": ""}
FACTS = {
    "kind": "conclusion-notice",
    "form": "titled",
    "issuer": "Ban Dân vận",
    "symbol": "BDVTU",
    "place": "Tân An",
    "day_is_left_out": False,
    "effective_on": "2026-06-10",
    "about": "về kết luận kiểm tra",
    "addressees": [],
    "grounds": ["Căn cứ Kế hoạch số 1-KH/BDVTU"],
    "opening": "Ban thông báo như sau:",
    "sections": [section("strengths", "Ưu điểm", ["Đạt 97%."])],
    "closing": "",
    "signers": [SIGNER],
    "recipients": ["UBND xã Cần Đước"],
    "annexes": [],
    "missing": [],
    "review": REVIEW,
}


def checked(**changes):
    review = {**REVIEW, **changes.pop("review", {})}
    return [(remark.kind, remark.slot, remark.text) for remark in checklist({**FACTS, **changes, "review": review})]


def task(**owner):
    return {"tasks": [{"text": "Công khai kết quả.", "owners": [{**OWNER, **owner}]}]}


BROKEN = [
    ({"symbol": ""}, "refusal", "issuer", "Cơ quan ban hành chưa có ký hiệu văn bản. Ghi ở trang của cơ quan."),
    ({"place": ""}, "refusal", "issuer", "Chưa có địa danh. Ghi ở trang của cơ quan, hoặc ghi riêng cho văn bản này."),
    ({"issuer": ""}, "refusal", "issuer", "Chưa có tên cơ quan ban hành."),
    ({"about": " "}, "refusal", "about", "Chưa có trích yếu."),
    (
        {"missing": [{"slot": "issuer", "text": "Tên Ban Dân vận vào ngày 15/8/2025"}]},
        *("refusal", "issuer"),
        "Tên Ban Dân vận vào ngày 15/8/2025: chưa có. Ghi ở trang của cơ quan, hoặc đổi ngày văn bản.",
    ),
    (
        {"signers": [{**SIGNER, "name": ""}]},
        *("refusal", "signers", "Chưa có người ký (Trưởng ban). Ghi người ký ở trang của cơ quan, đoàn."),
    ),
    (
        {"signers": [{**SIGNER, "title": ""}]},
        *("refusal", "signers", "Chưa ghi chức vụ của người ký Phạm Thị Minh Ngọc."),
    ),
    (
        {"signers": [{**SIGNER, "name": "", "caption": "ĐẠI DIỆN ĐƠN VỊ"}]},
        *("warning", "signers", "Chưa ghi tên người ký: Đại diện đơn vị."),
    ),
    (
        {"missing": [{"slot": "strengths", "text": "[chưa có số: 2.1]"}]},
        *("refusal", "strengths"),
        "Có chỗ dẫn số liệu chưa có: [chưa có số: 2.1]. Nhập số liệu, hoặc sửa câu.",
    ),
    (
        {"opening": {"html": "<p>Thời kỳ [chưa có: thời kỳ]</p>"}},
        *("refusal", "opening"),
        "Có chỗ dẫn số liệu chưa có: [chưa có: thời kỳ]. Nhập số liệu, hoặc sửa câu.",
    ),
    (
        {"sections": [section("strengths", "Ưu điểm", ["Đạt {8.1@2018..2019}."])]},
        *("refusal", "strengths"),
        "Có chỗ dẫn số liệu chưa có: {8.1@2018..2019}. Nhập số liệu, hoặc sửa câu.",
    ),
    (
        {"annexes": [annex("a", "Phụ lục", [section("b", "B", ["Đạt {2.1}."])])]},
        *("refusal", "annex:a/b", "Có chỗ dẫn số liệu chưa có: {2.1}. Nhập số liệu, hoặc sửa câu."),
    ),
    (
        {"opening": "Hôm nay, hồi …… giờ"},
        *("warning", "opening", "Còn chỗ để trống để ghi: “Hôm nay, hồi … giờ”."),
    ),
    (
        {"form": "decision", "grounds": []},
        *("refusal", "grounds", "Quyết định chưa có căn cứ. Liên hệ văn bản căn cứ vào đợt kiểm tra."),
    ),
    ({"review": {"bases": 0}}, "warning", "grounds", "Căn cứ chưa có kế hoạch, quyết định thành lập đoàn."),
    ({"review": {"reports": 0}}, "warning", "grounds", "Căn cứ chưa có báo cáo kết quả của đoàn."),
    (
        {"review": {"contradictions": ["Chỉ số hài lòng"]}},
        *("warning", "", "Ưu điểm và hạn chế cùng nói về một chỉ tiêu: Chỉ số hài lòng."),
    ),
    (
        {"review": {"tasks": [{"text": "Công khai kết quả.", "owners": []}]}},
        *("warning", "requests", "Đề nghị chưa ghi đơn vị thực hiện: “Công khai kết quả.”."),
    ),
    (
        {"review": task(due_on=None, has_due=False)},
        *("warning", "requests", "Đề nghị chưa có hạn cho UBND xã Cần Đước: “Công khai kết quả.”."),
    ),
    (
        {"review": task(due_on="2026-06-10")},
        *("warning", "requests", "Hạn 10/06/2026 không sau ngày văn bản: “Công khai kết quả.”."),
    ),
    (
        {"review": task(due_on="2026-12-15")},
        *("warning", "requests", "Hạn 15/12/2026 sau hạn báo cáo khắc phục 09/08/2026: “Công khai kết quả.”."),
    ),
    (
        {"recipients": ["Thường trực Tỉnh ủy"]},
        *("warning", "recipients", "Nơi nhận thiếu đơn vị được đề nghị: UBND xã Cần Đước."),
    ),
    (
        {"review": {"ended": ["UBND huyện Cần Đước"]}},
        *("warning", "recipients"),
        "UBND huyện Cần Đước đã kết thúc hoạt động, danh mục chưa ghi cơ quan kế thừa: xem lại nơi nhận.",
    ),
    ({"review": {"is_anything_owed": False}}, "warning", "", "Đơn vị không còn việc phải đôn đốc."),
]


def test_a_complete_paper_has_no_remark():
    assert checked() == []


@pytest.mark.parametrize(("changes", "kind", "slot", "text"), BROKEN)
def test_each_rule_that_is_broken_is_said_once(changes, kind, slot, text):
    assert checked(**changes) == [(kind, slot, text)]


@pytest.mark.parametrize(
    "changes",
    [
        {"form": "annex", "symbol": "", "place": "", "signers": []},  # an annex has no head and no signature
        {"day_is_left_out": True, "place": ""},  # minutes
        {"grounds": {"html": "<p>Căn cứ khác</p>"}, "review": {"bases": 0, "reports": 0}},  # staff's own
        {"recipients": {"html": "<ul><li>Tỉnh ủy</li><li>UBND xã Cần <strong>Đước</strong></li></ul>"}},
        {"review": task(due_on=None, has_due=True)},  # a deadline as printed: "quý I/2027"
        {"kind": "schedule-letter", "review": {"contradictions": ["x"], "tasks": [{"text": "x", "owners": []}]}},
    ],
)
def test_what_needs_no_remark(changes):
    assert checked(**changes) == []


def test_a_placeholder_in_words_of_staff_is_found_behind_their_marks():
    own = {**section("strengths", "Ưu điểm"), "paragraphs": {"html": "<p>Đạt <strong>{2.1}</strong></p>"}}
    assert [slot for _kind, slot, _text in checked(sections=[own])] == ["strengths"]


@pytest.mark.parametrize(("last_on", "count"), [(None, 0), (date(2026, 6, 10), 0), (date(2026, 6, 11), 1)])
def test_a_day_before_the_last_in_the_register_warns(last_on, count):
    assert [remark.kind for remark in checklist(FACTS, last_on)] == ["warning"] * count


def test_refusals_come_first_and_are_listed_alone():
    remarks = checklist({**FACTS, "symbol": "", "review": {**REVIEW, "reports": 0}})
    assert [remark.kind for remark in remarks] == ["refusal", "warning"]
    assert refusals(remarks) == [remarks[0].text]
    assert isinstance(remarks[0], Remark)
