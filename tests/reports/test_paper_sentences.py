"""Sentences of the papers of both demo campaigns, and of a State body's."""

import json
import re
from datetime import date

import pytest

from inspections.models import OfficialPaper, PaperLink
from reports.documents.compose.slots import slots_of
from tests.composed_papers import composed

pytestmark = pytest.mark.django_db
DAY_2019, DAY_2026 = date(2019, 10, 30), date(2026, 6, 10)


def missing_of(sentences, inspection, day):
    """The sentences that don't stand in their slots."""
    slots = {slug: slots_of(composed(slug, inspection, day)) for slug, *_ in sentences}
    found = {(slug, slot.key): slot.paragraphs for slug in slots for slot in slots[slug]}
    return [row for row in sentences if row[2] not in found.get(row[:2], [])]


SENTENCES_2019 = [
    ("plan", "about", "kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019"),
    ("plan", "subjects", "- Đối tượng: UBND huyện Cần Đước."),
    ("plan", "carrying-out", "- Đơn vị báo cáo kết quả khắc phục trong 60 ngày kể từ ngày có kết luận."),
    (
        "plan",
        "people/delegations",
        "- Đoàn Kiểm tra: đồng chí Nguyễn Thị Ngọc Hạnh, Trưởng ban Dân vận Tỉnh ủy, Trưởng đoàn.",
    ),
    ("delegation-decision", "opening", "TRƯỞNG BAN DÂN VẬN TỈNH ỦY"),
    (
        "delegation-decision",
        "article-1",
        "Thành lập Đoàn Kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019, gồm các đồng chí có tên sau đây:",
    ),
    ("schedule-letter", "times", "- Buổi làm việc với đơn vị: sáng ngày 30/10/2019, huyện Cần Đước."),
    (
        "schedule-letter",
        "report",
        "Ban Dân vận Huyện ủy Cần Đước gửi báo cáo theo đề cương về Ban Dân vận Tỉnh ủy trước ngày 25/10/2019.",
    ),
    ("report-outline", "about", "báo cáo kết quả thực hiện “Năm dân vận chính quyền” 2019 của UBND huyện Cần Đước"),
    ("report-outline", "results/group-2", "- Bố trí phòng tiếp công dân."),
    (
        "minutes",
        "opening",
        "Hôm nay, buổi sáng, ngày 30 tháng 10 năm 2019, tại huyện Cần Đước, Đoàn Kiểm tra làm việc với "
        "UBND huyện Cần Đước về việc thực hiện “Năm dân vận chính quyền” 2019.",
    ),
    (
        "minutes",
        "course",
        "- Đồng chí Nguyễn Văn Hùng, Trưởng ban Dân vận Huyện ủy Cần Đước, trình bày báo cáo của đơn vị.",
    ),
    ("minutes", "remarks/shortcomings", "(2) Một số địa phương còn giao khoán cho khối vận."),
    ("submission", "proposed", "- Dự thảo Thông báo kết luận nêu 7 ưu điểm, 4 hạn chế, 2 đề nghị; nội dung tại phụ lục "
     "kèm theo."),
    ("submission", "annex:notice/shortcomings", "(2) Một số địa phương còn giao khoán cho khối vận."),
    ("figures-annex", "about", "số liệu kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước"),
]  # fmt: skip


def test_the_papers_of_2019_say(case):
    assert missing_of(SENTENCES_2019, case, DAY_2019) == []


SENTENCES_2026 = [
    (
        "conclusion-notice",
        "grounds",
        "Căn cứ Quyết định số 31-QĐ/BTGDVTU, ngày 02/3/2026 của Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh về thành "
        "lập Đoàn Kiểm tra số 1 kiểm tra công tác dân vận chính quyền năm 2026",
    ),
    (
        "conclusion-notice",
        "requests",
        "- Trả lời hết các ý kiến còn lại sau đối thoại và công khai kết quả, trước ngày 15/12/2026.",
    ),
    (
        "conclusion-notice",
        "shortcomings",
        "Nguyên nhân chủ quan: Việc phân công theo dõi, trả lời sau đối thoại chưa cụ thể.",
    ),
    (
        "conclusion-notice",
        "follow-up",
        "- UBND xã Cần Đước tổ chức thực hiện Thông báo này; báo cáo kết quả khắc phục với Ban Tuyên giáo và Dân vận "
        "Tỉnh ủy trước ngày 09/8/2026 (60 ngày kể từ ngày ban hành).",
    ),
    ("result-report", "survey/delegation", "- Đồng chí Võ Hoài Sơn, Chuyên viên chính: Thư ký."),
    ("reminder-letter", "requests", "- UBND xã Cần Đước: Phân công lãnh đạo trực tiếp theo dõi việc giải quyết phản "
     "ánh, kiến nghị của Nhân dân, trước ngày 30/11/2026."),
    ("plan", "people/delegations", "- Đoàn Kiểm tra số 1: đồng chí Lê Văn Bình, Phó Trưởng Ban Tuyên giáo và Dân vận "
     "Tỉnh ủy, Trưởng đoàn; 2 thành viên."),
    ("minutes", "course", "- Đoàn Kiểm tra số 1 công bố Kế hoạch số 12-KH/BTGDVTU, Quyết định số 31-QĐ/BTGDVTU."),
]  # fmt: skip


def test_the_papers_of_2026_say(can_duoc):
    assert missing_of(SENTENCES_2026, can_duoc, DAY_2026) == []


NAMED = [  # papers that name the delegation by its number
    *("plan", "delegation-decision", "schedule-letter", "minutes", "result-report", "conclusion-notice"),
]


def test_a_delegation_is_written_in_one_form_in_all_papers(can_duoc):
    papers = {kind: json.dumps(composed(kind, can_duoc, DAY_2026), default=str, ensure_ascii=False) for kind in NAMED}
    forms = {kind: set(re.findall(r"(đoàn kiểm tra số) \d", text, re.IGNORECASE)) for kind, text in papers.items()}
    assert forms == {kind: {"Đoàn Kiểm tra số"} for kind in NAMED}


SENTENCES_OF_THE_STATE = [
    ("delegation-decision", "opening", "CHỦ TỊCH UBND TỈNH"),
    (
        "delegation-decision",
        "article-1",
        "Thành lập Đoàn Kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019, gồm các ông (bà) có tên sau đây:",
    ),
    ("minutes", "people/unit", "- Ông (bà) Nguyễn Văn Hùng, Trưởng ban Dân vận Huyện ủy Cần Đước."),
    ("conclusion-notice", "opening", "UBND tỉnh thông báo kết luận như sau:"),
]


def test_papers_of_the_state_say(state_case):
    assert missing_of(SENTENCES_OF_THE_STATE, state_case, DAY_2019) == []


def test_a_state_body_cites_the_day_in_words_and_has_no_standing_body_above(state_case):
    board = state_case.campaign.inspecting_organization
    paper = OfficialPaper.objects.create(
        kept_by=board, paper_type="KH", number="64/KH-UBND", issuer="UBND tỉnh Long An", title="Kiểm tra năm 2019",
        dated_on=date(2019, 2, 5),
    )  # fmt: skip
    PaperLink.objects.create(paper=paper, role="basis", campaign=state_case.campaign)
    board.names.update(superior="Chính phủ")
    facts = composed("conclusion-notice", state_case, DAY_2019)
    assert facts["grounds"][0] == (
        "Căn cứ Kế hoạch số 64/KH-UBND ngày 05 tháng 02 năm 2019 của UBND tỉnh Long An về kiểm tra năm 2019"
    )
    assert facts["recipients"][0] == "Chính phủ (báo cáo)"
