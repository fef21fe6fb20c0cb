"""The yearly report: figures of the campaign's records, and dotted lines where no record says anything."""

from datetime import UTC, date, datetime

import pytest

from inspections.models import Assignment, Finding, Recommendation
from reports.documents.checklist import checklist
from reports.submissions.models import Dossier, Round
from tests.composed_papers import composed, lines_of, sections_of
from tests.standing import standing

pytestmark = pytest.mark.django_db
DAY, NOW = date(2026, 12, 20), datetime(2026, 12, 3, tzinfo=UTC)
WRITTEN_BY_STAFF = [
    *["situation/economy", "situation/people", "work/party", "work/front", "work/groups", "board/other"],
    *["assessment/strengths", "assessment/shortcomings", "assessment/awards", "assessment/petitions"],
    *["next-year/direction", "next-year/programme"],
]


def test_it_counts_what_the_campaigns_records_say(can_duoc):
    facts = composed("annual-report", can_duoc, DAY)
    assert facts["about"] == "tổng kết công tác dân vận năm 2026, phương hướng, nhiệm vụ năm 2027"
    assert lines_of(facts, "board/inspections") == [
        "- Kiểm tra công tác dân vận chính quyền năm 2026: 2 đoàn, 11 đơn vị, trong đó 3 đơn vị đã có kết luận.",
        "- Đã tổ chức 15 buổi làm việc, từ ngày 24/3/2026 đến ngày 19/11/2026.",
        "- Đơn vị gửi báo cáo: 7/10, đều đúng hạn.",
    ]
    assert lines_of(facts, "board/follow-up") == [
        "- Đề nghị, yêu cầu với đơn vị: 4 việc, đã thực hiện xong 2 việc, 2 việc quá hạn."
    ]
    assert lines_of(facts, "work/government")[:-1] == [
        "Qua kiểm tra 3 đơn vị đã kết luận, ưu điểm, hạn chế theo nội dung như sau:",
        "- Lãnh đạo, chỉ đạo, triển khai: 3 ưu điểm, 0 hạn chế.",
        "- CCHC, TTHC, một cửa: 3 ưu điểm, 0 hạn chế.",
        "- Kết quả, mức độ hài lòng: 3 ưu điểm, 0 hạn chế.",
        "- Đối thoại, dân chủ ở cơ sở: 0 ưu điểm, 3 hạn chế.",
        "- Nội dung khác: 0 ưu điểm, 3 hạn chế.",
    ]


def test_its_table_has_every_body_and_figures_of_those_that_are_concluded(can_duoc):
    rows = {row[1]: row[2:] for row in table_of(composed("annual-report", can_duoc, DAY))}
    assert len(rows) == 11
    assert rows["UBND xã Cần Đước"] == ["07/4/2026", "Đang theo dõi", "3", "2", "2", "0", "2"]
    assert rows["UBND xã Tân Lân"] == ["05/5/2026", "Chờ quyết định", "", "", "", "", ""]


def test_what_is_late_is_late_on_the_papers_day(can_duoc):
    assert {row[1]: row[8] for row in table_of(composed("annual-report", can_duoc, date(2026, 4, 10)))}[
        "UBND xã Cần Đước"
    ] == "0"


def test_it_counts_late_reports_repeated_shortcomings_and_petitions(can_duoc):
    waiting = Dossier.objects.filter(inspection__campaign=can_duoc.campaign, rounds__isnull=True)
    for dossier, withdrawn_at in zip(waiting[:2], [None, NOW], strict=True):
        Round.objects.create(
            dossier=dossier, n=1, submitted_at=NOW, due_on=date(2026, 12, 1), withdrawn_at=withdrawn_at, sha256="0" * 64
        )
    earlier = Finding.objects.filter(campaign__year=2019, kind="shortcoming", inspection__isnull=False).first()
    own = Finding.objects.filter(inspection=can_duoc, kind="shortcoming").first()
    Finding.objects.filter(pk=own.pk).update(repeats=earlier)
    for n, state in enumerate(["replied", "open", "transferred"]):
        petition = Recommendation.objects.create(
            campaign=can_duoc.campaign, inspection=can_duoc, direction="petition", text=f"Kiến nghị {n}",
            author_organization=can_duoc.subject_organization,
        )  # fmt: skip
        standing(Assignment.objects.create(recommendation=petition, owner_as_printed="UBND tỉnh"), state)
    facts = composed("annual-report", can_duoc, DAY)
    assert lines_of(facts, "board/inspections")[2] == "- Đơn vị gửi báo cáo: 8/10, trong đó 1 báo cáo gửi chậm."
    assert lines_of(facts, "board/follow-up")[1] == "- Kiến nghị, đề xuất của đơn vị: 2 việc, đã trả lời 1 việc."
    assert lines_of(facts, "assessment/shortcomings")[0] == "- 1/6 hạn chế đã được nêu tại kết luận trước."


def test_what_no_record_says_is_left_to_write_and_the_checklist_says_so(can_duoc):
    facts = composed("annual-report", can_duoc, DAY)
    remarks = checklist(facts)
    assert [remark.slot for remark in remarks if "để trống để ghi" in remark.text] == [
        *WRITTEN_BY_STAFF[:3], "work/government", *WRITTEN_BY_STAFF[3:],
    ]  # fmt: skip
    assert [remark.kind for remark in remarks if remark.kind == "refusal"] == []


def test_a_year_without_conclusions_says_so(case):
    facts = composed("annual-report", case, date(2019, 12, 20))
    assert lines_of(facts, "board/inspections") == [
        "- Kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019: 1 đơn vị, chưa có kết luận.",
        "- Đã tổ chức 1 buổi làm việc, ngày 30/10/2019.",
    ]
    assert [each["key"] for each in sections_of(facts) if each["key"] == "board/follow-up"] == []


def table_of(facts):
    return facts["annexes"][0]["sections"][0]["grid"]["groups"][0]["rows"]
