"""The case of Cần Đước row by row: each fact of its table stands in the database, and nothing the article doesn't give.

The article is Báo Long An's of 30/10/2019. Each test bears the number of its row.
"""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Person
from inspections.models import Answer, Assignment, Cause, DelegationMember, InspectionAttachment

NO_TIME = {"period_start": None, "period_end": None, "as_of": None, "precision": "", "period_text": ""}
LATELY = NO_TIME | {"period_text": "thời gian qua"}
TO_SEPTEMBER = NO_TIME | {"as_of": date(2019, 9, 30), "precision": "month"}
NO_FIGURES = {"numerator": None, "denominator": None, "number": None}


def year(n):
    return NO_TIME | {"period_start": date(n, 1, 1), "period_end": date(n, 12, 31), "precision": "year"}


@pytest.fixture
def columns(case):
    """Criterion number and year → what the case's value says, column by column."""

    def read(number, n=None):
        found = case.values.filter(set_criterion__number=number, **({"period_start__year": n} if n else {}))
        wanted = ["printed", *NO_FIGURES, *NO_TIME, "yes_no", "choice", "frequency_text", "is_estimate", "part"]
        return found.values(*wanted).get()

    return read


def row(printed, time, **values):
    usual = {"yes_no": None, "choice": "", "frequency_text": "", "is_estimate": False, "part": ""}
    return {"printed": printed, **NO_FIGURES, **time, **usual, **values}


@pytest.fixture
def strengths(case):
    return list(case.findings.filter(kind="strength").values_list("text", flat=True))


def test_01_theme_and_year(case):
    assert (case.campaign.theme, case.campaign.year) == ("“Năm dân vận chính quyền” 2019", 2019)


def test_02_inspecting_body(case):
    board = case.campaign.inspecting_organization
    assert (board.system, board.name_at(date(2019, 10, 30)).full_name) == ("party", "Ban Dân vận Tỉnh ủy Long An")


def test_03_head_of_the_delegation(case):
    head = case.delegation.members.get()
    assert (head.person.full_name, head.title_as_printed, head.role) == (
        "Nguyễn Thị Ngọc Hạnh",
        "Trưởng ban Dân vận Tỉnh ủy",
        "head",
    )
    assert head.organization == case.campaign.inspecting_organization


def test_04_subject(case):
    subject = case.subject_organization
    assert (subject.system, subject.kind) == ("state", "peoples_committee")
    assert subject.name_at(date(2019, 10, 30)).full_name == "UBND huyện Cần Đước"
    spell = subject.locality.spell_at(date(2019, 10, 30))
    assert (spell.official_code, spell.name) == ("806", "Huyện Cần Đước")


def test_05_presenter_of_another_body_than_the_subject(case):
    assert (case.presenting_person.full_name, case.presenter_title) == (
        "Nguyễn Văn Hùng",
        "Trưởng ban Dân vận Huyện ủy Cần Đước",
    )
    body = case.presenting_organization
    assert body.name_at(date(2019, 10, 30)).full_name == "Ban Dân vận Huyện ủy Cần Đước"
    assert (body == case.reporting_organization, body == case.subject_organization) == (True, False)


def test_06_morning_of_30_october(case):
    session = case.sessions.get(kind="session")
    assert (session.held_on, session.part_of_day, session.locality) == (
        date(2019, 10, 30),
        "morning",
        case.subject_organization.locality,
    )


def test_07_visits_to_communes_whose_names_are_not_given(case):
    visit = case.sessions.get(kind="visit")
    assert (visit.place, visit.locality, visit.held_on, visit.part_of_day) == ("một số xã, thị trấn", None, None, "")


def test_08_dossiers_on_time_or_early(columns):
    assert columns("2.1") == row("97%", LATELY, number=Decimal(97))


def test_09_dialogues_of_the_heads(case, columns):
    assert columns("4.1") == row("17/17", NO_TIME, numerator=Decimal(17), denominator=Decimal(17))
    assert case.values.get(printed="17/17").set_criterion.denominator_rule == "communes"


def test_10_satisfaction_2018(columns):
    assert columns("5.1", 2018) == row("91,40%", year(2018), number=Decimal("91.40"))


def test_11_satisfaction_2019(columns):
    assert columns("5.1", 2019) == row("94,49%", year(2019), number=Decimal("94.49"))


def test_12_socio_economic_targets(columns):
    assert columns("5.2") == row("20/25", TO_SEPTEMBER, numerator=Decimal(20), denominator=Decimal(25))


def test_13_new_rural_standard(case, columns):
    assert columns("5.3") == row("8/16", NO_TIME, numerator=Decimal(8), denominator=Decimal(16))
    assert case.values.get(printed="8/16").set_criterion.denominator_rule == "rural_communes"


def test_14_electronic_one_stop_software(case, columns):
    words = "từng bước đi vào ổn định"
    assert columns("2.2") == row(f"“{words}”", LATELY, choice=words)
    criterion = case.campaign.criteria_set.criteria.get(number="2.2")
    assert (criterion.value_type, words in criterion.choices) == ("choice", True)


def test_15_reception_duty_and_hotline(columns):
    often = "định kỳ hàng tháng, hàng quí"
    assert columns("3.1") == row("Có", LATELY, yes_no=True)
    assert columns("3.2") == row(f"Có, “{often}”", LATELY, yes_no=True, frequency_text=often)
    assert columns("3.3") == row("Có", LATELY, yes_no=True)


def test_16_rules_and_plans(columns, strengths):
    assert columns("1.1") == row("Có", LATELY, yes_no=True)
    assert [columns(number) for number in ("1.2", "1.3")] == [row("Có, “kịp thời ban hành”", LATELY, yes_no=True)] * 2
    assert strengths[1].startswith("Chính quyền các cấp ban hành quy định cụ thể hóa chủ trương của Đảng")


def test_17_grassroots_democracy(strengths):
    assert strengths[4].endswith("theo phương châm “Dân biết, dân bàn, dân làm, dân kiểm tra”.")


def test_18_ethics_of_the_civil_service(strengths):
    assert strengths[5].startswith("Công tác tuyên truyền, giáo dục đạo đức công vụ")


def test_19_contribution_to_development_defence_and_security(strengths):
    assert strengths[6].startswith(
        "Công tác dân vận chính quyền góp phần vận động Nhân dân phát triển kinh tế - xã hội, bảo đảm quốc phòng, an"
    )


def test_20_four_shortcomings(case):
    rows = case.findings.filter(kind="shortcoming")
    assert list(rows.values_list("position", "text", "is_internal")) == [
        (1, "Công tác triển khai “Năm dân vận chính quyền” 2019 từ huyện đến cơ sở còn chậm.", False),
        (2, "Một số địa phương còn giao khoán cho khối vận.", False),
        (3, "Công tác chỉ đạo, điều hành của chính quyền trên một số mặt chưa quyết liệt, chưa kịp thời.", False),
        (4, "Đội ngũ cán bộ làm công tác dân vận chính quyền còn yếu, lúng túng trong thực hiện.", False),
    ]


def test_21_overall_assessment_of_the_delegation(case, strengths):
    assert len(strengths) == 7
    assert strengths[0].startswith(
        "Công tác quán triệt, triển khai “Năm dân vận chính quyền” trên địa bàn huyện được Đoàn"
    )
    assert case.sessions.get(kind="session").oral_conclusion.startswith("Đoàn đánh giá cao công tác quán triệt")


def test_22_two_recommendations_without_a_deadline(case):
    first, second = case.recommendations.all()
    assert [(each.text, each.aim, each.direction) for each in (first, second)] == [
        ("Nhận thức đúng hơn về công tác dân vận chính quyền.", "", "recommend"),
        (
            "Nghiên cứu xây dựng mô hình dân vận chính quyền chung để tập trung chỉ đạo thực hiện.",
            "nâng cao tinh thần, thái độ phục vụ Nhân dân của đội ngũ cán bộ, công chức, viên chức",
            "recommend",
        ),
    ]
    assert {each.author_organization for each in (first, second)} == {case.campaign.inspecting_organization}
    assert (first.model, str(second.model)) == (None, "Mô hình dân vận chính quyền chung")
    owners = Assignment.objects.filter(recommendation__in=[first, second])
    columns = ("owner_as_printed", "owner_organization", "person", "due_on", "due_as_printed", "state")
    assert list(owners.values_list(*columns)) == [("các địa phương", None, None, None, "", "open")] * 2


def test_23_a_remark_about_the_whole_campaign(case):
    remark = case.campaign.findings.get(inspection=None)
    assert (remark.kind, remark.text) == (
        "shortcoming",
        "Một số địa phương trên địa bàn tỉnh chưa nhận thức đúng về công tác dân vận chính quyền.",
    )


# --- What is beside the rows -------------------------------------------------------------------------------------
def test_the_case_is_these_13_values_all_of_the_press_from_the_article_about_the_subject(case):
    rows = case.values.values_list("side", "source_paper__title", "about_organization", "superseded_by").distinct()
    article = "Cần nhận thức đúng hơn về công tác dân vận chính quyền"
    assert list(rows.order_by()) == [("press", article, case.subject_organization_id, None)]
    assert case.values.count() == 13


def test_the_article_is_a_paper_of_the_case_and_its_only_one(case):
    paper = case.paper_links.get(role="source").paper
    assert (paper.paper_type, paper.number, paper.dated_on, paper.issuer, paper.file) == (
        "press",
        "",
        date(2019, 10, 30),
        "Báo Long An (An Kỳ)",
        None,
    )
    assert (case.paper_links.count(), case.campaign.paper_links.count()) == (1, 0)


def test_what_the_article_does_not_give_is_empty(case):
    assert (case.delegation.number, case.delegation.decision_paper, case.delegation.starts_on) == (None, None, None)
    assert (case.period_start, case.period_end, case.follow_up_of) == (None, None, None)
    campaign = case.campaign
    assert [campaign.period_start, campaign.period_end, campaign.starts_on, campaign.ends_on] == [None] * 4
    assert list(Cause.objects.filter(finding__campaign=campaign)) == []
    assert list(Answer.objects.filter(assignment__recommendation__campaign=campaign)) == []
    assert list(InspectionAttachment.objects.filter(value__inspection=case)) == []
    assert set(case.values.values_list("source_page", flat=True)) == {""}


def test_its_people_are_the_articles_and_nobody_else(case):
    bodies = [case.campaign.inspecting_organization, case.subject_organization, case.reporting_organization]
    named = ["Nguyễn Thị Ngọc Hạnh", "Nguyễn Văn Hùng"]
    assert list(Person.objects.filter(organization__in=bodies).values_list("full_name", flat=True)) == named
    members = DelegationMember.objects.filter(delegation__campaign=case.campaign)
    assert [member.person.full_name for member in members] == named[:1]


def test_its_state_and_reference(case):
    assert (case.reference, case.kind, case.state) == ("DVCQ2019-806", "inspection", "drafting")
