"""Every kind of paper: its head, headings and sentences, on both demo campaigns, for Party and State bodies."""

import json
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Organization
from inspections.models import (
    Assignment,
    Delegation,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
)
from reports.documents.compose import about_inspection, facts_of, kind_of, kinds
from reports.documents.compose.slots import slots_of
from reports.documents.layout import lay_out
from reports.documents.press.render import html_of
from tests.composed_papers import composed, lines_of
from tests.standing import standing

pytestmark = pytest.mark.django_db
DAY_2019, DAY_2026 = date(2019, 10, 30), date(2026, 6, 10)
FORMS = {
    "plan": ("KẾ HOẠCH", "titled", "KH", "KH", "campaign", "leader", ""),
    "delegation-decision": ("QUYẾT ĐỊNH", "decision", "QĐ", "QĐ", "delegation", "leader", ""),
    "schedule-letter": ("", "letter", "CV", "", "inspection", "leader", ""),
    "reminder-letter": ("", "letter", "CV", "", "inspection", "leader", ""),
    "report-outline": ("ĐỀ CƯƠNG", "titled", "ĐC", "ĐC", "inspection", "leader", ""),
    "minutes": ("BIÊN BẢN", "minutes", "BB", "BB", "inspection", "head", "record"),
    "result-report": ("BÁO CÁO", "titled", "BC", "BC", "inspection", "head", "submit"),
    "conclusion-notice": ("THÔNG BÁO", "titled", "TB", "TB", "inspection", "leader", "conclude"),
    "submission": ("TỜ TRÌNH", "titled", "TTr", "TTr", "inspection", "head", ""),
    "figures-annex": ("PHỤ LỤC", "annex", "", "", "inspection", "head", ""),
    "campaign-figures": ("PHỤ LỤC", "annex", "", "", "campaign", "leader", ""),
    "annual-report": ("BÁO CÁO", "titled", "BC", "BC", "campaign", "leader", ""),
}


# --- What the kinds are ----------------------------------------------------------------------------------------------
def test_the_kinds_their_codes_forms_and_who_issues_them():
    found = {
        slug: (
            *(kind.type_title, kind.form, kind.type_codes["party"], kind.type_codes["state"]),
            *(kind.about, kind.issued_by, kind.step),
        )
        for slug, kind in kinds().items()
    }
    assert found == FORMS


def test_a_new_draft_is_meant_for_today_or_the_last_sessions_day():
    today, before, after = date(2026, 6, 10), date(2026, 5, 26), date(2026, 7, 1)
    days = {slug: kind.default_day(today, [before, after]) for slug, kind in kinds().items()}
    sent_before = ["plan", "delegation-decision", "schedule-letter", "reminder-letter", "report-outline"]
    assert sorted(slug for slug, day in days.items() if day == today) == sorted(sent_before)
    assert {kind.default_day(today, []) for kind in kinds().values()} == {today}
    assert {kind.default_day(today, [before]) for kind in kinds().values()} == {today}


@pytest.mark.parametrize(
    ("of", "layout", "day"),
    [("case", "party", DAY_2019), ("can_duoc", "party", DAY_2026), ("state_case", "state", date(2021, 10, 29))],
)
def test_every_kind_is_composed_for_party_and_state(request, of, layout, day):
    inspection = request.getfixturevalue(of)
    for slug, form in FORMS.items():
        facts = composed(slug, inspection, day)
        code = form[2 if layout == "party" else 3]
        assert (facts["layout"], facts["type_code"], facts["missing"]) == (layout, code, []), slug
        assert json.loads(json.dumps(facts)) == facts, slug
        keys = [slot.key for slot in slots_of(facts)]
        assert len(keys) == len(set(keys)), slug
        text = json.dumps({**facts, "review": None}, ensure_ascii=False).lower()
        never = ["đối chiếu", "do cổng", "nội bộ", "none", "  ", "đồng chí" if layout == "state" else "ông (bà)"]
        assert [words for words in never if words in text] == [], slug
        assert facts["type_title"].lower() in html_of(lay_out(facts)).lower(), slug


def test_every_kind_is_vietnamese_for_a_reader_of_the_english_portal(case):
    expected = {slug: composed(slug, case, DAY_2019) for slug in FORMS}
    with translation.override("en"):
        assert {slug: composed(slug, case, DAY_2019) for slug in FORMS} == expected


# --- Headings in the order of the field's own papers -----------------------------------------------------------------
HEADINGS = {
    "plan": [
        "Mục đích, yêu cầu",
        "Nội dung kiểm tra",
        "Đối tượng, thời kỳ kiểm tra",
        "Phương pháp, thời gian, địa điểm, lịch",
        "Thành phần",
        "Tổ chức thực hiện",
    ],
    "delegation-decision": ["", "", ""],
    "schedule-letter": ["Thời gian, địa điểm", "Thành phần", "Nội dung kiểm tra", "Báo cáo của đơn vị"],
    "reminder-letter": ["Đề nghị tại kết luận kiểm tra"],
    "report-outline": [
        "Khái quát đặc điểm tình hình",
        "Công tác lãnh đạo, chỉ đạo, quán triệt",
        "Kết quả thực hiện",
        "Đánh giá chung",
        "Phương hướng, nhiệm vụ, giải pháp",
        "Kiến nghị, đề xuất",
    ],
    "minutes": ["Thành phần", "Nội dung làm việc", "Đánh giá sơ bộ", "Đề nghị, kiến nghị"],
    "result-report": ["Khái quát cuộc kiểm tra", "Kết quả kiểm tra", "Nhận xét", "Đề xuất, kiến nghị"],
    "conclusion-notice": ["Ưu điểm", "Hạn chế, tồn tại", "Đề nghị", "Tổ chức thực hiện"],
    "submission": ["Việc kiểm tra", "Nội dung dự thảo", "Đề nghị"],
    "figures-annex": [""],
    "campaign-figures": [  # in the order of their first sessions
        "UBND xã Mỹ Lệ",
        "UBND xã Cần Đước",
        "UBND xã Long Cang",
        "UBND xã Tân Lân",
        "UBND xã Long Hựu",
        "UBND phường Long An",
        "UBND xã Dương Minh Châu",
    ],
    "annual-report": [
        "Tình hình kinh tế - xã hội, tâm trạng Nhân dân",
        "Công tác dân vận của hệ thống chính trị",
        "Hoạt động của Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Đánh giá chung, kiến nghị",
        "Phương hướng, nhiệm vụ năm 2027",
    ],
}


ANNEXES = {
    "plan": [("bodies", False), ("schedule", False), ("outline", False), ("figures", True)],
    "schedule-letter": [("outline", False)],
    "report-outline": [("figures", True)],
    "submission": [("notice", False)],
    "annual-report": [("units", True)],
}


def test_headings_stand_in_the_order_of_such_papers_and_wide_annexes_are_landscape(can_duoc):
    for slug in FORMS:
        facts = composed(slug, can_duoc, DAY_2026)
        assert [section["heading"] for section in facts["sections"]] == HEADINGS[slug], slug
        assert [(annex["key"], annex["landscape"]) for annex in facts["annexes"]] == ANNEXES.get(slug, []), slug


# --- Placeholders, reports, minutes ----------------------------------------------------------------------------------
def test_a_placeholder_without_a_value_is_marked_and_listed_in_every_typed_text(case):
    board = case.campaign.inspecting_organization
    Finding.objects.create(campaign=case.campaign, inspection=case, kind="strength", text="Đạt {9.9}.", position=90)
    Recommendation.objects.create(
        campaign=case.campaign, inspection=case, author_organization=board, text="Nâng {2.1} lên.", aim="trên {9.8}"
    )
    case.sessions.filter(kind="session").update(oral_conclusion="Mới đạt {2.1}, chưa có {9.7}.")
    facts = composed("result-report", case, DAY_2019)
    assert facts["missing"] == [
        {"slot": "remarks/strengths", "text": "[chưa có số: 9.9]"},
        {"slot": "remarks/oral", "text": "[chưa có số: 9.7]"},
        {"slot": "requests/to-unit", "text": "[chưa có số: 9.8]"},
    ]
    assert lines_of(facts, "remarks/oral") == ["Mới đạt 97%, chưa có [chưa có số: 9.7]."]
    assert "- Nâng 97% lên; mục tiêu: trên [chưa có số: 9.8]." in lines_of(facts, "requests/to-unit")


def test_the_delegations_report_is_a_basis_of_the_notice_though_it_is_internal(case):
    board = case.campaign.inspecting_organization
    report = OfficialPaper.objects.create(
        kept_by=board, paper_type="BC", number="02-BC/ĐKT", issuer="Đoàn Kiểm tra", title="Kết quả kiểm tra",
        dated_on=date(2019, 11, 4), is_internal=True,
    )  # fmt: skip
    PaperLink.objects.create(paper=report, role="result", inspection=case)
    assert composed("conclusion-notice", case, DAY_2019)["grounds"] == [
        "Căn cứ Báo cáo số 02-BC/ĐKT, ngày 04/11/2019 của Đoàn Kiểm tra về kết quả kiểm tra",
        "Căn cứ kết quả làm việc của Đoàn Kiểm tra Ban Dân vận Tỉnh ủy ngày 30/10/2019",
    ]
    assert composed("figures-annex", case, DAY_2019)["reference"] == "Kèm theo Báo cáo số 02-BC/ĐKT của Đoàn Kiểm tra"


def test_every_body_that_has_form_to_act_is_among_the_recipients(case):
    board, other = case.campaign.inspecting_organization, Organization.objects.get(short_code="hu-can-duoc")
    request = Recommendation.objects.create(
        campaign=case.campaign, inspection=case, author_organization=board, text="Chỉ đạo", position=9
    )
    Assignment.objects.create(recommendation=request, owner_organization=other, owner_as_printed="Huyện ủy")
    assert composed("conclusion-notice", case, DAY_2019)["recipients"][-1] == "Huyện ủy Cần Đước"


def test_the_minutes_of_a_session_have_its_hours_participants_and_place(can_duoc):
    visit = can_duoc.sessions.get(kind="visit")
    Session.objects.filter(pk=visit.pk).update(
        starts_at=time(8, 0), ends_at=time(11, 30), place="nhà văn hóa ấp 3",
        participants="- Đồng chí Nguyễn Thị Hai, Trưởng ấp 3\nđại diện 12 hộ dân",
    )  # fmt: skip
    facts = facts_of(kind_of("minutes"), about_inspection(can_duoc.pk, DAY_2026, [visit.pk]))
    assert facts["opening"] == (
        "Hôm nay, hồi 8 giờ 00, ngày 07 tháng 4 năm 2026, tại nhà văn hóa ấp 3, Đoàn Kiểm tra số 1 làm việc với "
        "UBND xã Cần Đước về công tác dân vận chính quyền năm 2026."
    )
    assert lines_of(facts, "people/unit") == ["- Đồng chí Nguyễn Thị Hai, Trưởng ấp 3.", "- Đại diện 12 hộ dân."]
    assert facts["closing"].startswith("Buổi làm việc kết thúc hồi 11 giờ 30 cùng ngày.")
    assert facts["day_is_left_out"] is True
    assert [(row["caption"], row["title"], row["name"]) for row in facts["signers"]] == [
        ("NGƯỜI GHI BIÊN BẢN", "Thư ký", "Võ Hoài Sơn"),
        ("ĐẠI DIỆN ĐƠN VỊ", "Chủ tịch UBND xã", "Nguyễn Đăng Khoa"),
        ("ĐẠI DIỆN ĐOÀN", "Trưởng đoàn", "Lê Văn Bình"),
    ]


def test_the_decision_has_the_members_in_a_table(can_duoc):
    facts = composed("delegation-decision", can_duoc, date(2026, 3, 2))
    table = facts["sections"][0]["grid"]
    assert [column["label"] for column in table["columns"]] == [
        "STT",
        "Họ và tên",
        "Chức vụ, đơn vị công tác",
        "Nhiệm vụ trong đoàn",
    ]
    assert [[row[0], row[1], row[3]] for row in table["groups"][0]["rows"]] == [
        ["1", "Lê Văn Bình", "Trưởng đoàn"],
        ["2", "Võ Hoài Sơn", "Thư ký"],
        ["3", "Đặng Thị Thu Vân", "Thành viên"],
    ]
    assert {section["numbering"] for section in facts["sections"]} == {"articles"}
    assert "31-QĐ" not in json.dumps(facts["grounds"])  # it is that decision itself


def test_the_figures_annex_sets_each_value_beside_that_of_the_year_before(case):
    groups = composed("figures-annex", case, DAY_2019)["sections"][0]["grid"]["groups"]
    rows = {row[4]: row for group in groups for row in group["rows"]}
    assert rows["94,49%"] == [
        "5.1",
        "Chỉ số mức độ hài lòng của người dân",
        "%",
        "91,40% (năm 2018)",
        "94,49%",
        "năm 2019 (năm chưa kết thúc)",
        "tăng 3,09 điểm phần trăm",
        "báo chí",
    ]


def test_the_figures_of_a_campaign_are_those_of_each_inspection(can_duoc):
    sections = {each["heading"]: each["grid"] for each in composed("campaign-figures", can_duoc, DAY_2026)["sections"]}
    own = composed("figures-annex", can_duoc, DAY_2026)["sections"][0]["grid"]
    assert (sections["UBND xã Cần Đước"], len(sections)) == (own, 7)


# --- What has not been done ------------------------------------------------------------------------------------------
def test_a_report_that_has_not_come_is_reminded_of(case):
    standing(case, "notified")
    facts = composed("reminder-letter", case, date(2019, 10, 28))
    assert (facts["about"], facts["addressees"]) == (
        "về việc đôn đốc gửi báo cáo",
        ["Ban Dân vận Huyện ủy Cần Đước"],
    )
    assert lines_of(facts, "report") == [
        "Ban Dân vận Tỉnh ủy chưa nhận được báo cáo của Ban Dân vận Huyện ủy Cần Đước (hạn gửi: trước ngày "
        "25/10/2019). Đề nghị đơn vị gửi ngay báo cáo."
    ]


def test_open_requests_are_reminded_of_and_those_that_are_late_are_called_so(can_duoc):
    first = Assignment.objects.filter(recommendation__inspection=can_duoc).order_by("due_on")[0]
    second = Assignment.objects.filter(recommendation__inspection=can_duoc).exclude(pk=first.pk).get()
    standing(second, "answered")
    facts = composed("reminder-letter", can_duoc, date(2026, 12, 1))
    assert lines_of(facts, "requests") == [
        "- UBND xã Cần Đước: Phân công lãnh đạo trực tiếp theo dõi việc giải quyết phản ánh, kiến nghị của Nhân dân, "
        "trước ngày 30/11/2026 (đã quá hạn)."
    ]
    standing(first, "verified")
    facts = composed("reminder-letter", can_duoc, date(2026, 12, 1))
    assert (facts["sections"], facts["review"]["is_anything_owed"]) == ([], False)


# --- Queries ---------------------------------------------------------------------------------------------------------
QUERIES = {
    "plan": 14,
    "delegation-decision": 13,
    "schedule-letter": 17,
    "reminder-letter": 18,
    "report-outline": 16,
    "minutes": 16,
    "result-report": 17,
    "conclusion-notice": 17,
    "submission": 17,
    "figures-annex": 17,
    "campaign-figures": 12,
    "annual-report": 19,
}


def test_composing_takes_as_many_queries_for_many_rows_as_for_few(can_duoc):
    _add_rows(can_duoc, 1)
    assert _queries(can_duoc) == QUERIES
    _add_rows(can_duoc, 30, start=1)
    assert _queries(can_duoc) == QUERIES


def _queries(inspection):
    counts = {}
    for slug in FORMS:
        with CaptureQueriesContext(connection) as captured:
            composed(slug, inspection, DAY_2026)
        counts[slug] = len(captured)
    return counts


def _add_rows(inspection, count, start=0):
    board, subject = inspection.campaign.inspecting_organization, inspection.subject_organization
    value = inspection.values.first()
    others = Organization.objects.exclude(pk=subject.pk).filter(locality__isnull=False)[:12]
    for n in range(start, start + count):
        value.pk, value.part, value.about_organization = None, f"số {n}", others[n % 12]
        MeasuredValue.save(value)
        Finding.objects.create(campaign=inspection.campaign, inspection=inspection, kind="shortcoming", text=f"Lỗi {n}")
        request = Recommendation.objects.create(
            campaign=inspection.campaign, inspection=inspection, author_organization=board, text=f"Việc {n}"
        )
        Assignment.objects.create(recommendation=request, owner_organization=subject, owner_as_printed="UBND xã")
        Session.objects.create(inspection=inspection, held_on=date(2026, 4, 7))
    Delegation.objects.create(campaign=inspection.campaign, number=9 + start)
    for n, body in enumerate(others, start=start * 12):
        other = Inspection.objects.create(
            campaign=inspection.campaign, subject_organization=body, reporting_organization=body,
            delegation=inspection.delegation, reference=f"DVCQ2026-x{n}",
        )  # fmt: skip
        Session.objects.create(inspection=other, held_on=date(2026, 4, 8), locality=body.locality)
