"""The history on the page of a record: the steps taken, by whom and why; inner drafting is for those inside alone."""

import re
from html import unescape

import pytest

from accounts.models import User
from inspections.models import Inspection
from tests.standing import standing
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db

FOLLOWED_UP = "DVCQ2026-28108"
TAKEN_ON = "29/04/2026 09:00 Lê Thị Lan · Nhận thực hiện: phân công thực hiện “UBND xã Cần Đước” (Chưa nhận → Đã nhận)"
INSIDE = [
    TAKEN_ON,  # of each of the two recommendations
    TAKEN_ON,
    "22/04/2026 09:00 Cổng · Theo dõi thực hiện (Đã kết luận → Đang theo dõi)",
    "22/04/2026 09:00 Phạm Thị Minh Ngọc · Công bố kết luận (Chờ quyết định → Đã kết luận)",
    "15/04/2026 09:00 Lê Văn Bình · Trình kết luận (Đang soạn kết luận → Chờ quyết định)",
    "08/04/2026 09:00 Võ Hoài Sơn · Soạn kết luận (Đã thống nhất biên bản → Đang soạn kết luận)",
    "07/04/2026 09:00 Lê Văn Bình · Thống nhất biên bản (Đang làm việc → Đã thống nhất biên bản)",
    "07/04/2026 09:00 Lê Văn Bình · Bắt đầu làm việc (Đã thông báo → Đang làm việc)",
    "01/04/2026 09:00 Lê Thị Lan · Gửi báo cáo tự kiểm tra",
    "24/03/2026 09:00 Trần Quang Minh · Gửi thông báo (Dự kiến → Đã thông báo)",
]
OUTSIDE = [line for line in INSIDE if "Trình kết luận" not in line and "· Soạn kết luận" not in line]


def history(browser, record):
    section = re.findall(
        r'id="history".*?(?:</details>|</section>)',
        browser.get(record.get_absolute_url()).content.decode(),
        re.DOTALL,
    )
    lines = re.findall(r"<li>(.*?)</li>", section[0], re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in lines]


@pytest.mark.parametrize(
    ("username", "lines"),
    [
        *[(name, INSIDE) for name in ("minh", "ngoc", "binh", "son", "van")],
        *[(name, OUTSIDE) for name in ("lan", "khoa", "tuyet")],
    ],
)
def test_the_page_tells_when_who_did_what_and_the_inner_drafting_only_inside(signed_in, username, lines):
    record = Inspection.objects.get(reference=FOLLOWED_UP)
    assert history(signed_in(User.objects.get(username=username)), record) == lines


def test_it_tells_why(signed_in, minh, hoa):
    record = Inspection.objects.get(reference="DVCQ2026-28114")  # Hoa's commune
    take(record, "postpone", minh, reason="Trùng lịch tiếp xúc cử tri.")
    line = "· Tạm hoãn (Đã thông báo → Tạm hoãn) Trùng lịch tiếp xúc cử tri."
    assert [history(signed_in(user), record)[0].partition("Minh ")[2] for user in (minh, hoa)] == [line, line]


def test_a_draft_sent_back_is_no_matter_of_the_units(signed_in, ngoc, lan):
    record = standing(Inspection.objects.get(reference=FOLLOWED_UP), "for_decision")
    take(record, "send_back", ngoc, reason="Nhận xét quá nặng.")
    assert history(signed_in(ngoc), record)[0].endswith("→ Đang soạn kết luận) Nhận xét quá nặng.")
    assert history(signed_in(lan), record) == OUTSIDE


def test_a_campaign_has_its_history_too(signed_in, minh):
    record = Inspection.objects.get(reference=FOLLOWED_UP).campaign
    assert history(signed_in(minh), record) == [
        "02/03/2026 09:00 Phạm Thị Minh Ngọc · Mở đợt (Đang chuẩn bị → Đang thực hiện)"
    ]
