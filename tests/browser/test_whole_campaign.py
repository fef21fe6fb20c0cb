"""A whole campaign in the pages: from last year's to the printed notice, which reads as the case's."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EACH_SCREEN
from tests.browser.entering import INSPECTED, enter_case
from tests.browser.hands import Finger, Keys
from tests.browser.last_year import LEADER, STAFF

CASE = "/inspections/DVCQ2019-806/"
THEME = "“Năm dân vận chính quyền” %d"
SUBJECT = "UBND huyện Cần Đước"
LAST_DAY = "30/10/2019"
NOTICE = "Thông báo kết luận"
TIES = str.maketrans({"\u2060": None, "\u00a0": " "})  # marks that bind words
SCREENS = {
    "office": (Keys, {"width": 1366, "height": 768}),
    "phone": (Finger, {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}),
}


@pytest.fixture(scope="module")
def last_year(on_site):
    """What a Board has when the year begins: its people, and the campaign that is over."""
    on_site("from tests.browser import last_year; last_year.make()")


MAKE_NOTICE = """
from django.core.management import call_command
call_command("make_document", "conclusion-notice", "DVCQ2019-806", "-o", {file!r})
"""


@pytest.fixture(scope="module")
def cases_notice(on_site, tmp_path_factory):
    """The text of the case's notice, as the portal prints it."""
    file = tmp_path_factory.mktemp("notice") / "notice.pdf"
    on_site(MAKE_NOTICE.format(file=str(file)))
    return text_of(file.read_bytes())


class Journey:
    """One member of staff with one screen, on the way through a campaign; at every station they see where they are."""

    def __init__(self, hand):
        self.hand, self.page = hand, hand.page

    def press(self, name, role="button"):
        self.hand.press(self.page.get_by_role(role, name=name, exact=True))

    def unfold(self, part):
        """Open a part of an inspection's page that may be folded."""
        self.hand.unfold_around(self.page.locator(f"#{part}"))

    def follow(self, name):
        self.press(name, "link")

    def fill(self, **texts):
        for name, text in texts.items():
            self.page.locator(f"[name={name}]").fill(text)

    def choose(self, **labels):
        for name, label in labels.items():
            self.page.locator(f"[name={name}]").select_option(label=label)

    def pick(self, field, words, name):
        self.hand.pick(self.page.locator(f"#id_{field}"), words, name)

    def is_at(self, heading):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_shown(self, words):
        expect(self.page.get_by_text(words).first).to_be_visible()


def copy_campaign(journey, code):
    journey.follow("Đợt kiểm tra")
    journey.follow(THEME % 2018)
    journey.follow("Lập đợt sau từ đợt này")
    journey.fill(theme=THEME % 2019, code=code, year="2019", starts_on="01/10/2019", ends_on="31/12/2019")
    journey.page.get_by_label("Chép thành bộ mới của năm này, còn sửa được").check()
    journey.press("Xem lại theo ngày đã ghi")
    journey.is_shown("1 đơn vị giữ nguyên. Đợt mới có 1 đơn vị.")
    journey.press("Lập đợt")
    journey.is_at("Chuẩn bị đợt")
    journey.is_shown("1 cuộc kiểm tra trong đợt.")


def set_up_delegation(journey, secretary):
    journey.follow("Lập đoàn")
    journey.press("Lập đoàn")
    journey.is_at("Đoàn kiểm tra")
    journey.follow("Thêm thành viên")
    for role, person in {"Trưởng đoàn": LEADER[1], "Thư ký": secretary}.items():
        journey.pick("person", person.lower(), person)
        journey.choose(role=role)
        journey.press("Thêm vào đoàn")
        journey.is_shown(f"Đã thêm {person} vào đoàn.")
    journey.follow("Đoàn kiểm tra")
    journey.follow("Chuẩn bị đợt")


def add_districts(journey):
    journey.follow("Thêm đơn vị")
    journey.choose(level="mọi UBND cấp huyện", delegation="Đoàn kiểm tra")
    journey.press("Xem trước")
    journey.is_shown("14 cuộc sẽ lập · 1 đã có · 0 không lập được")
    journey.press("Lập 14 cuộc kiểm tra")
    expect(journey.page.get_by_text(re.compile("^Đã lập: "))).to_have_count(14)
    journey.follow("Quay lại đợt kiểm tra")


def prepare_inspection(journey):
    journey.follow(SUBJECT)
    journey.unfold("facts")
    journey.follow("Sửa thông tin")
    journey.choose(delegation="Đoàn kiểm tra")
    journey.pick("presenting_organization", "ban dan van huyen uy can duoc", "Ban Dân vận Huyện ủy Cần Đước")
    journey.pick("presenting_person", "nguyen van hung", INSPECTED["presenter"])
    journey.fill(presenter_title=INSPECTED["presenter_title"])
    journey.press("Lưu")
    visit, session = INSPECTED["sessions"]
    add_session(journey, kind="Làm việc tại cơ sở", place=visit["place"])
    add_session(journey, day=LAST_DAY, part="sáng", place=session["place"], said=session["oral_conclusion"])


def add_session(journey, place, kind="Buổi làm việc với đơn vị", day="", part="không ghi", said=""):
    journey.unfold("sessions")
    journey.follow("Thêm buổi làm việc")
    journey.choose(kind=kind, part_of_day=part)
    journey.fill(held_on=day, place=place, oral_conclusion=said)
    if day:
        journey.pick("locality", "can duoc", "Huyện Cần Đước, Tỉnh Long An")
    journey.press("Thêm buổi làm việc")
    expect(journey.page.locator("#sessions tbody")).to_contain_text(place)


def take(journey, step):
    journey.follow(step)
    journey.press(step)


def open_campaign(leader):
    """The leader finds it at home among what waits for her."""
    take_link = leader.page.get_by_role("link", name=re.compile(f"^Mở đợt: {THEME % 2019}"))
    leader.hand.press(take_link)
    leader.follow("Mở đợt")
    leader.page.get_by_label("không hoàn tác được").check()
    leader.press("Mở đợt")
    leader.is_shown("Đang thực hiện")


def values_of(page):
    """Of each value as its page tells it: the print, the time, the side, what the portal reckoned."""
    rows = page.locator("#values tbody tr:not(.group)")
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].slice(1, 5).map(cell => cell.innerText.trim()))")


def draft_notice(journey):
    """Begin the notice on the inspection's page, for the last session's day, and read it."""
    journey.unfold("documents")
    journey.follow("Soạn văn bản")
    journey.page.get_by_label(NOTICE, exact=True).check()
    journey.fill(effective_on=LAST_DAY)
    journey.press("Lập dự thảo")
    journey.is_at(NOTICE)
    journey.is_shown(f"Đã lập dự thảo {NOTICE}.")
    pdf = printed(journey.page, journey.page.get_by_role("link", name="PDF", exact=True).get_attribute("href"))
    journey.follow("Xem bản in")
    sheet = journey.page.locator(".sheet").first.inner_text().translate(TIES)
    return sheet, pdf


def printed(page, address):
    """The text of the PDF at the address."""
    return text_of(page.context.request.get(address).body())


def text_of(pdf):
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return text.decode().translate(TIES)


@pytest.mark.parametrize("screen", EACH_SCREEN)
def test_staff_do_a_whole_campaign_and_its_notice_reads_as_the_cases(
    last_year, cases_notice, open_page, sign_in, complaints, screen
):
    kind_of_hand, size = SCREENS[screen]
    username, name = STAFF[screen]
    staff, leader, reader = (open_page(**size) for _ in range(3))
    for page, account in ((staff, username), (leader, LEADER[0]), (reader, "minh")):
        sign_in(page, account)

    journey = Journey(kind_of_hand(staff))
    copy_campaign(journey, f"DVCQ2019-{screen}")
    set_up_delegation(journey, secretary=name)
    add_districts(journey)
    prepare_inspection(journey)
    leader.reload()
    open_campaign(Journey(kind_of_hand(leader)))
    staff.reload()
    for step in ("Gửi thông báo", "Bắt đầu làm việc"):
        take(journey, step)
    enter_case(journey.hand)
    for step in ("Thống nhất biên bản", "Soạn kết luận"):
        take(journey, step)
    journey.is_at(f"Kiểm tra {SUBJECT}")

    reader.goto(CASE)
    assert values_of(staff) == values_of(reader)
    sheet, ours = draft_notice(journey)
    assert [text.count("94,49%") for text in (sheet, ours)] == [1, 1]
    assert ours == cases_notice
    assert complaints == []
