"""The page of the case: what staff read on it, what its officer reads, and how it follows a changed figure."""

import re
from html import unescape

import pytest

from inspections.models import Cause, Finding
from reports.models import Document

PAGE = "/inspections/DVCQ2019-806/"


def plain(html):
    """The words of a piece of HTML as a reader sees them: marks within a line part no words, other tags do."""
    inline = re.sub(r"</?(span|b|strong|mark|a)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", inline)).split())


class Page:
    """A page read by the headings of its sections."""

    def __init__(self, response):
        self.response, self.html = response, response.content.decode()

    @property
    def words(self):
        return plain(self.html)

    def section(self, name):
        part = rf'<div id="{name}"( data-region)?>.*?(?=<details class="fold part"|<footer)'
        return re.search(part, self.html, re.DOTALL)[0]

    def values(self):
        """Number → [what is printed, its time, its checks], a second row of a number with the year behind it."""
        rows = {}
        for row in re.findall(r'<tr role="row">(.*?)</tr>', self.section("values"), re.DOTALL):
            if "columnheader" in row:
                continue
            number = re.search(r'<span class="soft num">([\d.]+)</span>', row)[1]
            _, printed, time, _, checks = (plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL))
            rows[f"{number} {time}" if number in rows else number] = [printed, time, checks]
        return rows

    def items(self, heading):
        """The items of the list under a heading of the third rank."""
        under = re.search(rf"<h3[^>]*>{heading}.*?(?=<h[23])", self.html, re.DOTALL)[0]
        return [plain(item) for item in re.findall(r"<li[^>]*>\s*<p[^>]*>(.*?)</p>", under, re.DOTALL)]


@pytest.fixture
def seen_by(signed_in, case):
    return lambda member: Page(signed_in(member).get(PAGE))


# --- Staff -------------------------------------------------------------------------------------------------------
def test_minh_reads_each_value_as_printed_with_its_time_and_its_checks(seen_by, minh):
    nothing_to_reckon = "Không có tử số, mẫu số; không tính lại được"
    lately, unfinished = "“thời gian qua”", "năm 2019 (năm chưa kết thúc)"
    assert seen_by(minh).values() == {
        "1.1": ["Có", lately, "Có hoặc không"],
        "1.2": ["Có, “kịp thời ban hành”", lately, "Có hoặc không"],
        "1.3": ["Có, “kịp thời ban hành”", lately, "Có hoặc không"],
        "2.1": ["97%", lately, nothing_to_reckon],
        "2.2": ["“từng bước đi vào ổn định”", lately, "Định tính"],
        "3.1": ["Có", lately, "Có hoặc không"],
        "3.2": ["Có, “định kỳ hàng tháng, hàng quí”", lately, "Có; tần suất giữ nguyên chữ"],
        "3.3": ["Có", lately, "Có hoặc không"],
        "4.1": ["17/17", "không nêu thời gian", "Bằng 100% Khớp: 16 xã + 1 thị trấn"],
        "5.1": ["91,40%", "năm 2018", nothing_to_reckon],
        f"5.1 {unfinished}": [
            "94,49%",
            unfinished,
            f"{nothing_to_reckon} +3,09 điểm phần trăm so với năm 2018",
        ],
        "5.2": ["20/25", "đến tháng 9/2019", "Bằng 80%"],
        "5.3": ["8/16", "không nêu thời gian", "Bằng 50% Khớp: chỉ tính 16 xã"],
    }


def test_the_chart_tells_both_years_in_words_too(seen_by, minh):
    chart = re.search(r'<svg[^>]*aria-labelledby="line-title line-text".*?</svg>', seen_by(minh).html, re.DOTALL)[0]
    assert plain(re.search(r"<title.*?</title>", chart)[0]) == "Chỉ số mức độ hài lòng của người dân"
    description = plain(re.search(r"<desc.*?</desc>", chart, re.DOTALL)[0])
    drawn = [plain(text) for text in re.findall(r'<text class="val".*?</text>', chart)]
    assert [words in description for words in ("Năm 2018: 91,40%", "Năm 2019: 94,49%", "Tăng 3,09 điểm phần trăm")] == [
        True
    ] * 3
    assert drawn == ["91,40%", "94,49%"]


def test_the_bars_tell_the_three_ratios_as_printed(seen_by, minh):
    chart = re.search(r'<svg[^>]*aria-labelledby="bars-title bars-text".*?</svg>', seen_by(minh).html, re.DOTALL)[0]
    assert [plain(text) for text in re.findall(r'<text class="val".*?</text>', chart)] == ["17/17", "20/25", "8/16"]


def test_strengths_shortcomings_and_no_causes(seen_by, minh):
    page = seen_by(minh)
    strengths, shortcomings = page.items("Ưu điểm"), page.items("Hạn chế")
    assert (len(strengths), len(shortcomings), page.items("Nguyên nhân")) == (7, 5, [])
    assert strengths[2] == (
        "Tỷ lệ hồ sơ giải quyết đúng và trước hạn ngày càng cao, đạt 97%; "
        "phần mềm một cửa điện tử “từng bước đi vào ổn định”."
    )
    assert strengths[5].endswith("năm 2018 đạt 91,40%, năm 2019 đạt 94,49%, tăng 3,09 điểm phần trăm.")
    assert shortcomings[4] == "Một số địa phương trên địa bàn tỉnh chưa nhận thức đúng về công tác dân vận chính quyền."
    assert "nhận xét chung của đợt, không riêng đơn vị" in page.words
    assert "Chưa ghi nguyên nhân. Nguyên nhân chỉ có khi biên bản nêu hoặc Đoàn thống nhất bổ sung." in page.words


def test_two_requests_with_their_owner_and_no_deadline(seen_by, minh):
    rows = re.findall(r'<tr role="row">(.*?)</tr>', seen_by(minh).section("recommendations"), re.DOTALL)[1:]
    assert [plain(row).split(" Xem ")[0] for row in rows] == [
        "1. Nhận thức đúng hơn về công tác dân vận chính quyền. các địa phương Không nêu Chưa nhận",
        "2. Nghiên cứu xây dựng mô hình dân vận chính quyền chung để tập trung chỉ đạo thực hiện. Mục tiêu: nâng cao "
        "tinh thần, thái độ phục vụ Nhân dân của đội ngũ cán bộ, công chức, viên chức Mô hình dân vận chính quyền "
        "chung các địa phương Không nêu Chưa nhận",
    ]


def test_facts_sessions_delegation_and_paper(seen_by, minh):
    page = seen_by(minh)
    facts = dict(
        zip(
            *(re.findall(rf"<{tag}>(.*?)</{tag}>", page.section("facts"), re.DOTALL) for tag in ("dt", "dd")),
            strict=True,
        )
    )
    assert {plain(label): plain(value) for label, value in facts.items()} == {
        "Tên đợt kiểm tra": "“Năm dân vận chính quyền” 2019",
        "Cơ quan kiểm tra": "Ban Dân vận Tỉnh ủy Long An",
        "Đơn vị được kiểm tra": "UBND huyện Cần Đước",
        "Đơn vị báo cáo": "Ban Dân vận Huyện ủy Cần Đước (khác đơn vị được kiểm tra)",
        "Người trình bày": "Nguyễn Văn Hùng, Trưởng ban Dân vận Huyện ủy Cần Đước (khác đơn vị được kiểm tra)",
        "Địa bàn": "16 xã, 1 thị trấn (danh mục tại ngày 30/10/2019)",
    }
    sessions = re.findall(r'<tr role="row">(.*?)</tr>', page.section("sessions"), re.DOTALL)[1:]
    assert plain(sessions[1]) == "Làm việc tại cơ sở không nêu ngày một số xã, thị trấn (không nêu tên) –"
    assert plain(sessions[0]).startswith("Buổi làm việc với đơn vị sáng 30/10/2019 huyện Cần Đước Đoàn đánh giá cao")
    assert "Trưởng đoàn Nguyễn Thị Ngọc Hạnh Trưởng ban Dân vận Tỉnh ủy" in page.words
    assert plain(page.section("papers")).endswith(
        "Bài báo: Cần nhận thức đúng hơn về công tác dân vận chính quyền không số 30/10/2019 Báo Long An (An Kỳ) "
        "nguồn số liệu"
    )


def test_minh_sees_the_papers_of_the_case_and_no_button_for_a_new_one(seen_by, minh, case):
    columns = {"issuing_organization": case.campaign.inspecting_organization, "rule_set": "hd36"}
    notice = Document.objects.create(kind="conclusion-notice", inspection=case, effective_on=case.day, **columns)
    page = seen_by(minh)
    assert plain(page.section("documents")).endswith("Thông báo kết luận chưa có số 30/10/2019 Dự thảo")
    assert (notice.get_absolute_url() in page.html, f'href="{PAGE}documents/"' in page.html) == (True, False)


# --- The reporting body's officer, the subject's leader ---------------------------------------------------------
@pytest.fixture
def secrets(case, remark):
    """What only those inside may read, beside what the case has already."""
    internal = remark("Cần trao đổi riêng với Thường trực Huyện ủy.", kind="shortcoming", is_internal=True, position=5)
    Cause.objects.create(finding=internal, kind="subjective", text="Nể nang trong đánh giá.")
    wide = Finding.objects.get(campaign=case.campaign, inspection=None)
    return [internal.text, "Nể nang trong đánh giá.", wide.text, 'id="documents"', "Văn bản đi"]


def test_the_inside_reads_all_of_it(seen_by, minh, secrets):
    page = seen_by(minh)
    assert [words in page.html for words in secrets] == [True] * 5


@pytest.mark.parametrize("member", ["lan", "khoa"])
def test_the_inspected_side_reads_no_drafts_no_internal_and_no_campaign_wide_remark(request, seen_by, secrets, member):
    page = seen_by(request.getfixturevalue(member))
    assert page.response.status_code == 200
    assert [words in page.html for words in secrets] == [False] * 5
    assert (len(page.items("Ưu điểm")), len(page.items("Hạn chế"))) == (7, 4)


def test_lan_reads_the_same_values_as_minh(seen_by, minh, lan):
    assert seen_by(lan).values() == seen_by(minh).values()


@pytest.mark.parametrize("member", ["hoa", "van", "tuyet"])
def test_others_get_the_page_of_what_does_not_exist(request, seen_by, signed_in, member):
    reader = request.getfixturevalue(member)
    foreign, missing = seen_by(reader).response, signed_in(reader).get("/inspections/DVCQ2019-000/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


# --- A changed figure --------------------------------------------------------------------------------------------
@pytest.fixture
def changed(case):
    case.values.filter(printed="97%").update(printed="96,5%", number="96.5")
    case.values.filter(printed="8/16").update(printed="9/17", numerator=9, denominator=17)


def test_the_page_follows_a_changed_value_and_9_of_17_warns_that_the_place_has_16_communes(seen_by, minh, changed):
    page = seen_by(minh)
    values = page.values()
    warning = "Địa bàn có 16 xã (tại ngày 30/10/2019), mẫu số ghi 17."
    assert (values["2.1"][0], values["5.3"]) == (
        "96,5%",
        ["9/17", "không nêu thời gian", f"{warning} Bằng khoảng 52,94%"],
    )
    assert [figure in page.words for figure in ("97%", "8/16")] == [False, False]
    assert [figure in " ".join(page.items("Ưu điểm")) for figure in ("96,5%", "9/17")] == [True, True]
    assert re.search(r'<span class="state warn small">.*?Địa bàn có 16 xã', page.html, re.DOTALL) is not None
    assert page.html.count(warning) == 1


def test_the_chart_follows_too(case, seen_by, minh):
    case.values.filter(printed="94,49%").update(printed="93,10%", number="93.1")
    page = seen_by(minh)
    assert page.values()["5.1 năm 2019 (năm chưa kết thúc)"][2].endswith("+1,70 điểm phần trăm so với năm 2018")
    assert [words in page.words for words in ("Tăng 1,70 điểm phần trăm", "94,49%", "3,09")] == [True, False, False]
