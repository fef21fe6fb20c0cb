"""What the conclusion notice says, on the case of Cần Đước and on rows made for the question."""

import json
from datetime import date

import pytest

from accounts.models import Organization, OrganizationName, Person
from inspections.models import (
    Assignment,
    Cause,
    Finding,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
)
from reports.documents.compose import kind_of, kinds
from reports.documents.layout import RuleSetMissing, lay_out
from reports.documents.press.render import html_of
from tests.composed_papers import draft_facts
from workflow.records.refusals import StepRefused


@pytest.fixture
def notice(case):
    """`notice()` composes the case's notice from what the database holds now."""
    return lambda: draft_facts(kind_of("conclusion-notice"), case)


@pytest.fixture
def section(notice):
    """`section("Ưu điểm")` → its paragraphs, None when there is no such section."""
    return lambda heading: {part["heading"]: part["paragraphs"] for part in notice()["sections"]}.get(heading)


@pytest.fixture
def board(case):
    return case.campaign.inspecting_organization


def basis(case, board, link_to="inspection", **columns):
    """A paper the work rests on, linked to the case or its campaign."""
    paper = OfficialPaper.objects.create(
        **{"kept_by": board, "paper_type": "KH", "issuer": "Ban Dân vận Tỉnh ủy", "title": "kiểm tra", **columns}
    )
    owner = {"inspection": case} if link_to == "inspection" else {"campaign": case.campaign}
    PaperLink.objects.create(paper=paper, role=PaperLink.Role.BASIS, **owner)
    return paper


def add_recommendation(case, board, text, direction="recommend", **assignment):
    recommendation = Recommendation.objects.create(
        campaign=case.campaign, inspection=case, author_organization=board, text=text, position=9, direction=direction
    )
    if assignment:
        Assignment.objects.create(recommendation=recommendation, **assignment)
    return recommendation


def test_another_kind_is_one_file_and_one_template(case, tmp_path, monkeypatch, settings):
    from reports.documents.compose import papers

    (tmp_path / "visit_note.py").write_text(
        "from reports.documents.compose.kinds import DocumentKind\n"
        "KIND = DocumentKind('visit-note', 'Ghi nhanh', {'party': 'BC'}, 'BÁO CÁO', 'titled', True, 'inspection',\n"
        "  lambda paper: {'about': 'về chuyến đi'})\n"
    )
    templates = tmp_path / "documents"
    templates.mkdir()
    (templates / "visit_note.html").write_text(
        "{% extends 'documents/forms/frame.html' %}{% block text %}<p>Đã đến nơi.</p>{% endblock %}"
    )
    monkeypatch.setattr(papers, "__path__", [*papers.__path__, str(tmp_path)])
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    kinds.cache_clear()
    try:
        sheet = lay_out(draft_facts(kind_of("visit-note"), case))
    finally:
        kinds.cache_clear()
    assert (sheet["number_line"], "<p>Đã đến nơi.</p>" in html_of(sheet)) == ("Số       -BC/BDVTU", True)


def test_the_facts_of_the_case_survive_json(notice):
    assert json.loads(json.dumps(notice())) == notice()


def test_the_head_and_foot_are_the_boards_of_that_day(notice):
    facts = notice()
    of_that_day = {
        "form": "titled",
        "layout": "party",
        "system": "party",
        "type_code": "TB",
        "type_title": "THÔNG BÁO",
        "about": "về kết luận kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước",
        "superior": "Tỉnh ủy Long An",
        "issuer": "Ban Dân vận",
        "symbol": "BDVTU",
        "place": "Tân An",
        "effective_on": "2019-10-30",
        "style": {"line_height_pt": 18, "subject_mark": "-----", "end_mark": ".", "tone": "ỦY"},
        "opening": "Ban Dân vận Tỉnh ủy thông báo kết luận như sau:",
        "signers": [{"authority": "", "title": "Trưởng ban", "name": "Nguyễn Thị Ngọc Hạnh", "caption": ""}],
        "recipients": ["Thường trực Tỉnh ủy (báo cáo)", "UBND huyện Cần Đước", "Ban Dân vận Huyện ủy Cần Đước"],
        "archive": "Lưu BDVTU",
    }
    assert {name: facts[name] for name in of_that_day} == of_that_day
    left_empty = ("head_line", "issuer_line", "addressees", "resolution", "closing", "annexes", "reference", "missing")
    assert [name for name in left_empty if facts[name]] == []
    assert [facts[name] for name in ("number", "issued_on", "draft_number", "day_is_left_out")] == [
        None,
        None,
        1,
        False,
    ]


def test_a_theme_that_names_the_inspection_itself_is_not_told_twice(case, notice):
    case.campaign.theme = "Kiểm tra công tác dân vận chính quyền năm 2019"
    case.campaign.save()
    about = "về kết luận kiểm tra công tác dân vận chính quyền năm 2019 tại huyện Cần Đước"
    assert notice()["about"] == about


def test_the_case_has_no_legal_basis_but_its_session(notice):
    """The article is a source of figures, no ground; the decision's number isn't known, so it isn't told."""
    assert notice()["grounds"] == ["Căn cứ kết quả làm việc của Đoàn Kiểm tra Ban Dân vận Tỉnh ủy ngày 30/10/2019"]


def test_the_strengths_tell_the_values_exactly_as_printed(section):
    text = " ".join(section("Ưu điểm"))
    figures = ["97%", "17/17", "91,40%", "94,49%", "tăng 3,09 điểm phần trăm", "20/25", "8/16"]
    assert [figure for figure in figures if figure not in text] == []
    assert len(section("Ưu điểm")) == 7


def test_shortcomings_requests_and_follow_up_of_the_case(section):
    assert section("Hạn chế, tồn tại") == [
        "(1) Công tác triển khai “Năm dân vận chính quyền” 2019 từ huyện đến cơ sở còn chậm.",
        "(2) Một số địa phương còn giao khoán cho khối vận.",
        "(3) Công tác chỉ đạo, điều hành của chính quyền trên một số mặt chưa quyết liệt, chưa kịp thời.",
        "(4) Đội ngũ cán bộ làm công tác dân vận chính quyền còn yếu, lúng túng trong thực hiện.",
    ]
    assert section("Đề nghị") == [
        "Đề nghị các địa phương:",
        "- Nhận thức đúng hơn về công tác dân vận chính quyền.",
        "- Nghiên cứu xây dựng mô hình dân vận chính quyền chung để tập trung chỉ đạo thực hiện; mục tiêu: nâng cao "
        "tinh thần, thái độ phục vụ Nhân dân của đội ngũ cán bộ, công chức, viên chức.",
    ]
    assert section("Tổ chức thực hiện") == [
        "- UBND huyện Cần Đước tổ chức thực hiện Thông báo này; báo cáo kết quả khắc phục với Ban Dân vận Tỉnh ủy "
        "trước ngày 29/12/2019 (60 ngày kể từ ngày ban hành).",
        "- Ban Dân vận Tỉnh ủy theo dõi, đôn đốc việc thực hiện.",
    ]


def test_a_changed_value_is_told_changed(case, section):
    MeasuredValue.objects.filter(inspection=case, printed="97%").update(printed="96,5%")
    MeasuredValue.objects.filter(inspection=case, printed="8/16").update(printed="9/17", numerator=9, denominator=17)
    text = " ".join(section("Ưu điểm"))
    assert [figure in text for figure in ("96,5%", "9/17", "97%", "8/16")] == [True, True, False, False]


def test_internal_findings_and_their_causes_stay_inside(case, notice):
    internal = Finding.objects.create(
        campaign=case.campaign, inspection=case, kind="shortcoming", text="Chuyện nội bộ.", is_internal=True
    )
    Cause.objects.create(finding=internal, kind="subjective", text="Nguyên nhân nội bộ")
    Finding.objects.create(
        campaign=case.campaign, inspection=case, kind="strength", text="Ưu điểm nội bộ.", is_internal=True
    )
    assert "nội bộ" not in json.dumps(notice(), ensure_ascii=False)


def test_remarks_about_the_whole_campaign_and_other_places_stay_out(case, board, notice, section):
    wide = Finding.objects.filter(campaign=case.campaign, inspection=None).get()
    Recommendation.objects.create(campaign=case.campaign, author_organization=board, text="Đề nghị chung cả tỉnh.")
    other = Organization.objects.exclude(pk=case.subject_organization_id).first()
    value = MeasuredValue.objects.filter(inspection=case, printed="97%").get()
    MeasuredValue.objects.create(
        inspection=case, set_criterion=value.set_criterion, side="verified", about_organization=other, printed="12%"
    )
    written = json.dumps(notice(), ensure_ascii=False)
    assert [text in written for text in (wide.text, "chung cả tỉnh", "12%", "97%")] == [False, False, False, True]


def test_what_the_unit_asks_of_its_superiors_is_no_part(case, board, section):
    add_recommendation(case, board, "Bổ sung kinh phí", direction="petition")
    assert "Bổ sung kinh phí" not in " ".join(section("Đề nghị"))


def test_causes_follow_the_shortcomings(case, section):
    first, second = Finding.objects.filter(inspection=case, kind="shortcoming")[:2]
    Cause.objects.create(finding=first, kind="objective", text="Địa bàn rộng")
    Cause.objects.create(finding=second, kind="subjective", text="Cán bộ chưa được tập huấn.")
    Cause.objects.create(finding=first, kind="subjective", text="chỉ đạo chưa sát")
    assert section("Hạn chế, tồn tại")[4:] == [
        "Nguyên nhân khách quan: Địa bàn rộng.",
        "Nguyên nhân chủ quan:",
        "(1) Cán bộ chưa được tập huấn.",
        "(2) Chỉ đạo chưa sát.",
    ]


def test_owners_and_dates_are_told_where_they_are_given(case, board, section):
    add_recommendation(case, board, "Bố trí cán bộ", "require", owner_as_printed="UBND huyện", due_on=date(2019, 12, 5))
    add_recommendation(case, board, "Tập huấn", "require", owner_as_printed="UBND huyện", due_as_printed="quý I/2020")
    add_recommendation(case, board, "Công khai thủ tục.", "require", owner_as_printed="UBND huyện")
    assert section("Yêu cầu, đề nghị")[3:] == [
        "Yêu cầu UBND huyện:",
        "- Bố trí cán bộ, trước ngày 05/12/2019.",
        "- Tập huấn, thời hạn quý I/2020.",
        "- Công khai thủ tục.",
    ]


def test_dates_that_differ_are_told_owner_by_owner(case, board, section):
    request = add_recommendation(case, board, "Khắc phục", owner_as_printed="xã Long Cang", due_on=date(2019, 11, 30))
    Assignment.objects.create(recommendation=request, owner_as_printed="xã Mỹ Lệ", due_on=date(2019, 12, 31))
    assert section("Đề nghị")[3:] == [
        "Đề nghị xã Long Cang, xã Mỹ Lệ:",
        "- Khắc phục (xã Long Cang: trước ngày 30/11/2019; xã Mỹ Lệ: trước ngày 31/12/2019).",
    ]


def test_a_successor_who_took_over_later_is_not_told(case, board, section):
    request = add_recommendation(case, board, "Khắc phục", owner_as_printed="xã Long Cang")
    Assignment.objects.create(
        recommendation=request, owner_as_printed="xã mới", transferred_from=request.assignments.get()
    )
    assert section("Đề nghị")[3] == "Đề nghị xã Long Cang:"


def test_papers_that_are_a_basis_are_grounds_in_order_of_their_dates(case, board, notice):
    basis(case, board, number="64-KH/BDVTU", dated_on=date(2019, 9, 12), title="Kiểm tra năm 2019", link_to="campaign")
    basis(case, board, paper_type="other", title="Luật Thực hiện dân chủ ở cơ sở", dated_on=date(2018, 1, 2))
    basis(case, board, number="1-QĐ/BDVTU", paper_type="QĐ", is_internal=True, title="chuyện nội bộ")
    source = basis(case, board, number="9-BC/X", paper_type="BC")
    source.links.update(role=PaperLink.Role.SOURCE)
    assert notice()["grounds"][:-1] == [
        "Căn cứ Luật Thực hiện dân chủ ở cơ sở",
        "Căn cứ Kế hoạch số 64-KH/BDVTU, ngày 12/9/2019 của Ban Dân vận Tỉnh ủy về kiểm tra năm 2019",
    ]


def test_the_decision_that_set_up_the_delegation_is_a_ground(case, board, notice):
    case.delegation.decision_paper = OfficialPaper.objects.create(
        kept_by=board, paper_type="QĐ", number="31-QĐ/BDVTU", issuer="Ban Dân vận Tỉnh ủy", title="về lập Đoàn"
    )
    case.delegation.save()
    assert notice()["grounds"][0] == "Căn cứ Quyết định số 31-QĐ/BDVTU của Ban Dân vận Tỉnh ủy về lập Đoàn"


def test_several_sessions_are_all_told_and_the_last_one_dates_the_paper(case, notice):
    Session.objects.create(inspection=case, held_on=date(2019, 11, 4))
    facts = notice()
    assert facts["effective_on"] == "2019-11-04"
    assert facts["grounds"][-1].endswith("các ngày 30/10/2019, 04/11/2019")


def test_without_a_dated_session_the_paper_is_of_today_when_its_board_is_no_more(case, notice):
    case.sessions.update(held_on=None)
    with pytest.raises(StepRefused, match="Tỉnh ủy Long An đã kết thúc hoạt động"):
        notice()


def test_names_are_those_of_the_papers_day(case, board, notice):
    """From another day on the Board has another name, superior, symbol and head; the paper of that day bears them."""
    day = date(2020, 3, 2)
    old = board.name_at(date(2019, 10, 30))
    until, old.ends_on = old.ends_on, day
    old.save()
    OrganizationName.objects.create(
        organization=board, name="Ban Mới", full_name="Ban Mới Tỉnh ủy Long An", symbol="BMTU", starts_on=day,
        superior="Tỉnh ủy Mới", place_name="Bến Lức", signer_title="Phó Trưởng ban", ends_on=until,
        signer=Person.objects.create(full_name="Nguyễn Văn Mới"),
    )  # fmt: skip
    before = notice()
    Session.objects.create(inspection=case, held_on=day)
    after = notice()
    names = ["superior", "issuer", "symbol", "place", "archive", "opening"]
    assert [before[part] for part in names[:3]] == ["Tỉnh ủy Long An", "Ban Dân vận", "BDVTU"]
    assert [after[part] for part in names] == [
        "Tỉnh ủy Mới",
        "Ban Mới",
        "BMTU",
        "Bến Lức",
        "Lưu BMTU",
        "Ban Mới Tỉnh ủy thông báo kết luận như sau:",
    ]
    assert [(row["title"], row["name"]) for row in after["signers"]] == [("Phó Trưởng ban", "Nguyễn Văn Mới")]


def test_a_body_without_a_name_that_day_is_called_by_the_nearest_and_that_is_marked(case, board, notice):
    name = board.name_at(date(2019, 10, 30))
    name.starts_on = date(2019, 10, 31)
    name.save()
    assert (notice()["issuer"], notice()["missing"]) == (
        "Ban Dân vận",
        [{"slot": "issuer", "text": "Tên Ban Dân vận Tỉnh ủy Long An vào ngày 30/10/2019"}],
    )


def test_a_state_bodys_notice_waits_for_its_rule_set(case, board, notice):
    Organization.objects.filter(pk=board.pk).update(system="state")
    board.refresh_from_db()
    with pytest.raises(RuleSetMissing):
        lay_out(notice())


def test_the_paper_is_vietnamese_for_a_reader_of_the_english_portal(notice):
    from django.utils import translation

    expected = notice()
    with translation.override("en"):
        assert notice() == expected
        assert lay_out(notice()) == lay_out(expected)
