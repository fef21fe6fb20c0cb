"""What the delegation's result report says, on the case of Cần Đước and on rows made for the question."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Person
from inspections.models import (
    Assignment,
    Cause,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
)
from reports.documents.compose import kind_of
from reports.documents.layout import lay_out
from tests.composed_papers import draft_facts


@pytest.fixture
def report(case):
    """`report()` composes the case's report from what the database holds now."""
    return lambda: draft_facts(kind_of("result-report"), case)


@pytest.fixture
def part(report):
    """`part("Ưu điểm")` → its paragraphs, None when there is no such part."""

    def paragraphs(heading):
        parts = [part for section in report()["sections"] for part in section["parts"]]
        return {part["heading"]: part["paragraphs"] for part in parts}.get(heading)

    return paragraphs


@pytest.fixture
def rows(report):
    """`rows()` → the table's rows, group by group."""

    def all_rows():
        tables = [part["table"] for section in report()["sections"] for part in section["parts"] if part.get("table")]
        return [row for table in tables for group in table for row in group["rows"]]

    return all_rows


def found(case, text, kind="shortcoming", **columns):
    return Finding.objects.create(
        **{"campaign": case.campaign, "inspection": case, "kind": kind, "text": text, "position": 90, **columns}
    )


def add_recommendation(case, text, direction, owner):
    request = Recommendation.objects.create(
        campaign=case.campaign, inspection=case, direction=direction, text=text, position=9,
        author_organization=case.subject_organization,
    )  # fmt: skip
    Assignment.objects.create(recommendation=request, owner_as_printed=owner, due_on=date(2019, 12, 5))


def test_head_and_foot_are_the_delegations_own(report):
    facts = report()
    names = ["kind", "system", "type_code", "type_title", "about", "superior", "issuer", "symbol", "place", "grounds"]
    names += ["effective_on", "opening", "closing", "signers", "recipients", "archive"]
    assert {name: facts[name] for name in names} == {
        "kind": "result-report",
        "system": "party",
        "type_code": "BC",
        "type_title": "BÁO CÁO",
        "about": "kết quả kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước",
        "superior": "Ban Dân vận Tỉnh ủy",
        "issuer": "Đoàn Kiểm tra",
        "symbol": "ĐKT",
        "place": "Tân An",
        "effective_on": "2019-10-30",
        "grounds": [],
        "opening": "Đoàn Kiểm tra báo cáo Ban Dân vận Tỉnh ủy kết quả như sau:",
        "closing": "Trên đây là Báo cáo kết quả kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện "
        "Cần Đước, Đoàn Kiểm tra kính trình Ban Dân vận Tỉnh ủy xem xét, chỉ đạo.",
        "signers": [{"authority": "", "title": "Trưởng đoàn", "name": "Nguyễn Thị Ngọc Hạnh", "caption": ""}],
        "recipients": ["Ban Dân vận Tỉnh ủy (báo cáo)", "Các thành viên Đoàn Kiểm tra"],
        "archive": "Lưu ĐKT",
    }


def test_one_of_several_delegations_bears_its_number(case, report):
    case.delegation.number = 3
    case.delegation.save()
    sheet = lay_out(report())
    assert (sheet["issuer"], sheet["number_line"]) == ("ĐOÀN KIỂM TRA SỐ 3", "Số       -BC/ĐKT")


def test_what_the_record_doesnt_hold_is_left_out(report):
    """The article names no legal basis, no cause, no responsibility, no petition of the unit."""
    headings = {section["heading"]: [part["heading"] for part in section["parts"]] for section in report()["sections"]}
    assert headings == {
        "Khái quát cuộc kiểm tra": ["Đoàn Kiểm tra", "Đơn vị được kiểm tra", "Thời gian, địa điểm", "Nguồn số liệu"],
        "Kết quả kiểm tra": ["Số liệu theo chỉ tiêu", "So với năm trước", "Diễn biến qua các năm"],
        "Nhận xét": ["Ưu điểm", "Hạn chế, tồn tại", "Nhận xét chung, không riêng đơn vị", "Kết luận tại buổi làm việc"],
        "Đề xuất, kiến nghị": ["Đề nghị của Đoàn Kiểm tra"],
    }


def test_an_inspection_with_nothing_noted_yet_has_its_survey_alone(case, report):
    case.values.all().delete()
    case.findings.all().delete()
    case.campaign.findings.all().delete()
    Assignment.objects.filter(recommendation__inspection=case).delete()
    case.recommendations.all().delete()
    case.sessions.update(oral_conclusion="")
    assert [section["heading"] for section in report()["sections"]] == ["Khái quát cuộc kiểm tra"]


def test_who_was_inspected_when_and_from_what_papers(part):
    assert part("Đoàn Kiểm tra") == ["- Đồng chí Nguyễn Thị Ngọc Hạnh, Trưởng ban Dân vận Tỉnh ủy: Trưởng đoàn."]
    assert part("Đơn vị được kiểm tra") == [
        "- UBND huyện Cần Đước.",
        "- Đơn vị báo cáo: Ban Dân vận Huyện ủy Cần Đước.",
        "- Người trình bày: đồng chí Nguyễn Văn Hùng, Trưởng ban Dân vận Huyện ủy Cần Đước.",
        "- Địa bàn: 16 xã, 1 thị trấn.",
    ]
    assert part("Thời gian, địa điểm") == [
        "- Buổi làm việc với đơn vị: sáng ngày 30/10/2019, huyện Cần Đước.",
        "- Làm việc tại cơ sở: một số xã, thị trấn.",
    ]
    assert part("Nguồn số liệu") == [
        "- “Cần nhận thức đúng hơn về công tác dân vận chính quyền”, Báo Long An (An Kỳ), ngày 30/10/2019."
    ]


def test_who_answers_for_what_stands_behind_the_causes_where_it_is_recorded(case, report, part):
    first = Assignment.objects.filter(recommendation__inspection=case).first()
    first.person = Person.objects.create(full_name="Lê Văn An", position="Phó Chủ tịch")
    first.owner_as_printed, first.recommendation.text = "UBND huyện", "UBND huyện phân công lãnh đạo theo dõi."
    first.save()
    first.recommendation.save()
    assert part("Trách nhiệm") == ["- Đồng chí Lê Văn An, Phó Chủ tịch (UBND huyện): phân công lãnh đạo theo dõi."]
    remarks = next(each for each in report()["sections"] if each["heading"] == "Nhận xét")
    assert [each["heading"] for each in remarks["parts"]][1:3] == ["Hạn chế, tồn tại", "Trách nhiệm"]


def test_the_period_inspected_is_told_where_it_is_given(case, part):
    case.period_start, case.period_end = date(2018, 1, 1), date(2019, 9, 30)
    case.save()
    assert part("Thời gian, địa điểm")[0] == "- Thời kỳ kiểm tra: từ ngày 01/01/2018 đến ngày 30/9/2019."


def test_the_table_holds_every_current_value_as_printed(case, rows):
    assert [row["printed"] for row in rows()] == [
        "Có",
        "Có, “kịp thời ban hành”",
        "Có, “kịp thời ban hành”",
        "97%",
        "“từng bước đi vào ổn định”",
        "Có",
        "Có, “định kỳ hàng tháng, hàng quí”",
        "Có",
        "17/17",
        "91,40%",
        "94,49%",
        "20/25",
        "8/16",
    ]
    superseded = case.values.get(printed="97%")
    superseded.superseded_by = case.values.get(printed="8/16")
    superseded.save()
    assert len(rows()) == 12


def test_a_row_tells_period_side_and_change_and_nothing_that_the_portal_checked(rows):
    by_print = {row["printed"]: row for row in rows()}
    assert by_print["94,49%"] == {
        "number": "5.1",
        "label": "Chỉ số mức độ hài lòng của người dân",
        "printed": "94,49%",
        "period": "năm 2019 (năm chưa kết thúc)",
        "side": "báo chí",
        "change": "tăng 3,09 điểm phần trăm so với năm 2018",
        "checks": [],
    }
    assert by_print["20/25"]["period"] == "đến tháng 9/2019"
    assert {(*row["checks"],) for row in rows()} == {()}


def test_what_changed_since_last_year_is_said_in_points(part):
    assert part("So với năm trước") == [
        "- Chỉ số mức độ hài lòng của người dân: năm 2019 là 94,49%, tăng 3,09 điểm phần trăm so với năm 2018 (91,40%)."
    ]


@pytest.mark.parametrize("words", ["Đối chiếu", "cổng", "nội bộ", "Cần xem lại"])
def test_the_portals_own_checks_stand_in_no_report(case, report, words):
    MeasuredValue.objects.filter(inspection=case, printed="8/16").update(printed="9/17", numerator=9, denominator=17)
    found(case, "Buông lỏng quản lý.", is_internal=True, severity="fault")
    assert words not in json.dumps(report(), ensure_ascii=False)


def test_a_part_and_another_bodys_value_are_told_behind_the_criterion(case, rows):
    value = case.values.get(printed="97%")
    value.pk, value.part, value.printed = None, "số người", "96%"
    value.about_organization = case.reporting_organization
    value.save()
    (row,) = [row for row in rows() if row["printed"] == "96%"]
    assert row["label"] == "Hồ sơ giải quyết đúng và trước hạn (số người, Ban Dân vận Huyện ủy Cần Đước)"


def test_remarks_about_the_province_are_told_too(part):
    assert part("Nhận xét chung, không riêng đơn vị") == [
        "Một số địa phương trên địa bàn tỉnh chưa nhận thức đúng về công tác dân vận chính quyền."
    ]


def test_findings_and_causes_of_the_inside_are_told(case, part):
    finding = found(case, "Buông lỏng quản lý.", is_internal=True, severity="fault")
    Cause.objects.create(finding=finding, kind="subjective", text="Thiếu kiểm tra.")
    Cause.objects.create(finding=found(case, "Chậm."), kind="objective", text="Địa bàn rộng")
    assert part("Hạn chế, tồn tại")[-2:] == ["(5) Buông lỏng quản lý (khuyết điểm).", "(6) Chậm."]
    assert part("Nguyên nhân") == ["Nguyên nhân khách quan: Địa bàn rộng.", "Nguyên nhân chủ quan: Thiếu kiểm tra."]


def test_remarks_of_another_campaign_or_inspection_are_not_told(case, report):
    other = Inspection.objects.get(reference="DVCQ2026-28108")
    found(other, "Chuyện nơi khác.")
    Finding.objects.create(campaign=other.campaign, kind="shortcoming", text="Chuyện đợt khác.")
    text = json.dumps(report(), ensure_ascii=False)
    assert ("Chuyện nơi khác" in text, "Chuyện đợt khác" in text) == (False, False)


def test_what_the_unit_asks_upwards_stands_apart_from_what_it_has_form(case, part):
    add_recommendation(case, "Bố trí kinh phí", "petition", "UBND tỉnh")
    add_recommendation(case, "Khắc phục", "require", "UBND huyện")
    assert part("Kiến nghị, đề xuất của đơn vị") == [
        "Kiến nghị UBND tỉnh:",
        "- Bố trí kinh phí, trước ngày 05/12/2019.",
    ]
    assert part("Đề nghị của Đoàn Kiểm tra")[-2:] == ["Yêu cầu UBND huyện:", "- Khắc phục, trước ngày 05/12/2019."]


def test_who_headed_the_delegation_on_that_day_signs(case, report):
    head = case.delegation.members.get(role="head")
    head.ends_on = date(2019, 11, 1)
    head.save()
    DelegationMember.objects.create(
        delegation=case.delegation, person=Person.objects.create(full_name="Trần Văn Sau"), role="head",
        starts_on=date(2019, 11, 1),
    )  # fmt: skip
    assert report()["signers"][0]["name"] == "Nguyễn Thị Ngọc Hạnh"
    case.sessions.filter(held_on=date(2019, 10, 30)).update(held_on=date(2019, 11, 1))
    assert report()["signers"][0]["name"] == "Trần Văn Sau"


@pytest.mark.parametrize(
    ("role", "signers"),
    [
        ("deputy", [("Phó Trưởng đoàn", "Nguyễn Thị Ngọc Hạnh", {"how": "for_head", "of": "Trưởng đoàn"})]),
        ("member", [("Trưởng đoàn", "", "")]),
        (None, [("Trưởng đoàn", "", "")]),
    ],
)
def test_without_a_head_the_deputy_signs_and_without_both_the_name_is_left_open(case, report, role, signers):
    if role:
        case.delegation.members.update(role=role)
    else:
        Inspection.objects.filter(pk=case.pk).update(delegation=None)
    assert [(row["title"], row["name"], row["authority"]) for row in report()["signers"]] == signers


def test_the_facts_survive_json(report):
    assert json.loads(json.dumps(report())) == report()


def test_it_is_vietnamese_for_a_reader_of_the_english_portal(report):
    expected = report()
    with translation.override("en"):
        assert report() == expected


def test_it_takes_as_many_queries_for_eighty_values_as_for_thirteen(case, report, django_assert_num_queries):
    report()
    with CaptureQueriesContext(connection) as few:
        report()
    value = case.values.get(printed="97%")
    for n in range(67):
        value.pk, value.part = None, f"số {n}"
        value.save()
    with django_assert_num_queries(len(few)):
        report()


def test_the_report_names_no_paper_that_only_the_inspecting_body_sees(case, report):
    """Members of the delegation from other bodies read it too."""
    board = case.campaign.inspecting_organization
    of = {"kept_by": board, "issuer": "Ban", "is_internal": True, "dated_on": date(2019, 5, 6)}
    plan = OfficialPaper.objects.create(paper_type="KH", number="9-KH", title="kế hoạch mật", **of)
    source = OfficialPaper.objects.create(paper_type="BC", number="8-BC", title="báo cáo mật", **of)
    PaperLink.objects.create(paper=plan, role="basis", campaign=case.campaign)
    PaperLink.objects.create(paper=source, role="source", inspection=case)
    case.delegation.decision_paper = plan
    case.delegation.save()
    assert "mật" not in json.dumps(report(), ensure_ascii=False)
    OfficialPaper.objects.filter(pk__in=[plan.pk, source.pk]).update(is_internal=False)
    assert json.dumps(report(), ensure_ascii=False).count("mật") == 2
