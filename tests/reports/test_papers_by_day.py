"""The paper's own day: names, head, place, signer follow it; kinds of inspection and bodies are named as they are."""

from datetime import date

import pytest

from accounts.models import Organization, OrganizationSuccession, Person, Signatory
from inspections.models import Inspection
from reports.documents.models import PaperSettings
from tests.composed_papers import composed, lines_of

pytestmark = pytest.mark.django_db
DAY_2019, DAY_2026 = date(2019, 10, 30), date(2026, 6, 10)


# --- The paper's own day ---------------------------------------------------------------------------------------------
HEADS = [
    (date(2019, 10, 30), "Tỉnh ủy Long An", "Ban Dân vận", "BDVTU", "Tân An", "Nguyễn Thị Ngọc Hạnh"),
    (date(2025, 3, 3), "Tỉnh ủy Long An", "Ban Tuyên giáo và Dân vận", "BTGDVTU", "Tân An", ""),
    (date(2025, 6, 30), "Tỉnh ủy Long An", "Ban Tuyên giáo và Dân vận", "BTGDVTU", "Tân An", ""),
    (date(2025, 8, 15), "Tỉnh ủy Tây Ninh", "Ban Tuyên giáo và Dân vận", "BTGDVTU", "Tây Ninh", "Phạm Thị Minh Ngọc"),
]


def test_names_head_place_and_signer_are_those_of_the_papers_day(case):
    for day, *head in HEADS:
        facts = composed("conclusion-notice", case, day)
        names = [facts[name] for name in ("superior", "issuer", "symbol", "place")]
        assert [*names, facts["signers"][0]["name"]] == head, day


def test_a_body_that_has_ended_is_named_as_the_one_that_inspected(case):
    facts = composed("conclusion-notice", case, date(2025, 8, 15))
    assert facts["about"] == (
        "về kết luận kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước do Ban Dân vận Tỉnh ủy "
        "Long An tiến hành"
    )
    assert facts["grounds"] == ["Căn cứ kết quả làm việc của Đoàn Kiểm tra Ban Dân vận Tỉnh ủy Long An ngày 30/10/2019"]
    assert facts["review"]["ended"] == ["UBND huyện Cần Đước", "Ban Dân vận Huyện ủy Cần Đước"]


def test_who_took_the_campaign_over_issues_and_without_a_successor_the_head_is_marked(case):
    board = case.campaign.inspecting_organization
    OrganizationSuccession.objects.filter(old=board).delete()
    facts = composed("conclusion-notice", case, date(2025, 8, 15))
    assert facts["missing"] == [
        {"slot": "issuer", "text": "Tên Ban Tuyên giáo và Dân vận Tỉnh ủy Long An vào ngày 15/8/2025"}
    ]
    case.campaign.taken_over_by = Organization.objects.get(short_code="btgdv-tu-tay-ninh")
    case.campaign.save()
    facts = composed("conclusion-notice", case, date(2025, 8, 15))
    assert (facts["superior"], facts["missing"]) == ("Tỉnh ủy Tây Ninh", [])


def test_what_the_ended_unit_was_to_do_goes_to_who_took_it_over(case):
    commune = Organization.objects.get(short_code="ubnd-28108")
    ended = {"old": case.subject_organization, "new": commune, "effective_on": date(2025, 7, 1), "extent": "part"}
    OrganizationSuccession.objects.create(**ended)
    facts = composed("conclusion-notice", case, date(2025, 8, 15))
    assert lines_of(facts, "follow-up")[0].startswith("- UBND xã Cần Đước tổ chức thực hiện")
    assert facts["recipients"] == [
        "Thường trực Tỉnh ủy (báo cáo)",
        "UBND xã Cần Đước",
        "Ban Dân vận Huyện ủy Cần Đước",
    ]


def test_a_deputy_signs_in_the_heads_place_and_staff_choose_the_place_name(case):
    deputy = Signatory.objects.create(
        organization=case.campaign.inspecting_organization, title="Phó Trưởng ban", authority="for_head",
        person=Person.objects.create(full_name="Lê Thị Ký"), in_place_of="Trưởng ban", starts_on=date(2019, 1, 1),
    )  # fmt: skip
    facts = composed("conclusion-notice", case, DAY_2019, signatory=deputy, place="Cần Đước")
    authority = {"how": "for_head", "of": "Trưởng ban"}
    assert facts["signers"] == [{"authority": authority, "title": "Phó Trưởng ban", "name": "Lê Thị Ký", "caption": ""}]
    assert facts["place"] == "Cần Đước"


def test_the_front_has_the_layout_and_the_head_line_of_its_choice_and_the_offices_habits(case):
    board = case.campaign.inspecting_organization
    Organization.objects.filter(pk=board.pk).update(system="front")
    assert (composed("plan", case, DAY_2019)["layout"], composed("plan", case, DAY_2019)["head_line"]) == ("party", "")
    PaperSettings.objects.create(
        organization=board, layout="state", head_line="MẶT TRẬN TỔ QUỐC VIỆT NAM", line_height_pt=20, tone="UỶ",
        has_subject_mark=False, end_mark="./.",
    )  # fmt: skip
    facts = composed("plan", case, DAY_2019)
    assert (facts["layout"], facts["head_line"]) == ("state", "MẶT TRẬN TỔ QUỐC VIỆT NAM")
    assert facts["style"] == {"line_height_pt": 20, "subject_mark": "", "end_mark": "./.", "tone": "UỶ"}


# --- Kinds of inspection, bodies that are no place's -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "act", "delegation", "symbol"),
    [
        ("survey", "khảo sát", "Đoàn Khảo sát", "ĐKS"),
        ("supervision", "giám sát", "Đoàn Giám sát", "ĐGS"),
        ("reinspection", "phúc tra", "Đoàn Phúc tra", "ĐPT"),
    ],
)
def test_kinds_of_inspection_are_named_as_they_are(case, kind, act, delegation, symbol):
    Inspection.objects.filter(pk=case.pk).update(kind=kind)
    facts = composed("result-report", case, DAY_2019)
    assert facts["about"] == f"kết quả {act} việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước"
    assert (facts["issuer"], facts["symbol"]) == (delegation, symbol)
    assert facts["sections"][1]["heading"] == f"Kết quả {act}"


def test_a_theme_that_says_inspect_is_surveyed_in_a_survey(case):
    Inspection.objects.filter(pk=case.pk).update(kind="survey")
    case.campaign.theme = "Kiểm tra công tác dân vận chính quyền năm 2019"
    case.campaign.save()
    assert composed("plan", case, DAY_2019)["about"] == "khảo sát công tác dân vận chính quyền năm 2019"


def test_a_subject_that_is_no_places_body_is_named_itself(can_duoc):
    department = Organization.objects.get(short_code="snv-tay-ninh")
    Inspection.objects.filter(pk=can_duoc.pk).update(subject_organization=department)
    about = composed("conclusion-notice", can_duoc, DAY_2026)["about"]
    assert about == "về kết luận kiểm tra công tác dân vận chính quyền năm 2026 tại Sở Nội vụ"
