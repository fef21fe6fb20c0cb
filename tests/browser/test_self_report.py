"""A self-report from the slip with the first password to its acceptance: the officer on a slow phone, staff in the
office.
"""

import re
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.in_order import is_in_order
from tests.reports.self_reports.workbooks import HEAD, LETTERS, SHEET

PHOTO = bytes.fromhex(  # a JPEG of one point
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "08" * 64 + "ffc0000b080001000101011100"
    "ffc4001f0000010501010101010100000000000000000102030405060708090a0b"
    "ffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
    "24336272820a0b0c0d0e0f1011121314151617181920232425262728292a3435363738393a434445464748494a535455565758595a"
    "636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
    "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00d2cf20ffd9"
)
pytestmark = pytest.mark.one_database("postgresql")  # what it does in the database is held on both by other tests

COUNTS = ("[name$=-numerator]", "[name$=-denominator]", "[data-remark]")
OWN = "nam diem hoa sen 2026"
SLOW = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # bytes a second
REQUESTED = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import Organization, User
from inspections.inspections.acts import reference_for
from inspections.models import Campaign, Inspection, Session
from workflow.steps.acts import take
campaign, unit = Campaign.objects.get(code="DVCQ2026"), Organization.objects.get(short_code="ubnd-28108")
reference = reference_for(campaign, unit)
made = Inspection.objects.create(
    campaign=campaign, delegation=campaign.delegations.get(number=1), subject_organization=unit,
    reporting_organization=unit, reference=reference,
)
Session.objects.create(inspection=made, held_on=timezone.localdate() + timedelta(days=20))
take(made, "notify", User.objects.get(username="minh"))
"""
OFFICERS = [
    ["UBND xã Cần Đước", "Võ Thị Oanh", "Công chức"],
    ["UBND xã Rạch Kiến", "Trần Văn Út"],
    ["UBND phường Tân Ninh"],
]
NAME = "oanh.canduoc"  # by the rule of names
SLIP = rf"{re.escape(NAME)}\s+(\S+)"
REPORT = "/inspections/DVCQ2026-28108-2/self-report/"


@pytest.fixture
def phone(phone_page, on_site):
    """The phone of Oanh, a new officer of Lan's commune, on 400 kbit/s and 400 ms."""
    on_site(REQUESTED)
    return phone_page


@pytest.fixture
def line(phone):
    """`line(False)`: she has no line; `line(True)`: she has it again."""
    wire = phone.context.new_cdp_session(phone)
    wire.send("Network.enable")
    return lambda is_there: wire.send("Network.emulateNetworkConditions", {**SLOW, "offline": not is_there})


def open_accounts(page):
    """From a pasted list to slips of all of them; return Oanh's first password."""
    page.goto("/accounts/many/")
    page.locator("[name=pasted]").fill("\n".join("\t".join(officer) for officer in OFFICERS))
    page.get_by_role("button", name="Đọc danh sách").click()
    expect(page.locator("#line-1 [name$=-username]")).to_have_value(NAME)
    is_in_order(page)
    page.get_by_role("button", name="Lập các tài khoản này").click()
    page.wait_for_url("**/accounts/slips/")
    form = page.locator("form[action$='/slips/print/']")
    posted = form.evaluate("form => new URLSearchParams(new FormData(form)).toString()")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    sheet = page.request.post(form.get_attribute("action"), data=posted, headers=headers).body()
    words = subprocess.run(["pdftotext", "-", "-"], input=sheet, capture_output=True, check=True).stdout.decode()
    return re.search(SLIP, words)[1]


def sign_in_first(page, password):
    """With what the slip says; an own password that holds the name is refused while it is typed."""
    page.goto("/sign-in/")
    page.locator("[name=username]").fill(NAME)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Đăng nhập").tap()
    page.locator("[name=new_password1]").wait_for()
    page.wait_for_load_state()
    page.locator("[name=new_password1]").fill(f"{NAME} 2026")
    expect(page.locator(".while-typing .wrong").first).to_contain_text("tên đăng nhập")
    page.get_by_text("Hiện mật khẩu").tap()
    expect(page.locator("[name=new_password1]")).to_have_attribute("type", "text")
    is_in_order(page)
    for name in ("new_password1", "new_password2"):
        with page.expect_response("**/password/check/"):
            page.locator(f"[name={name}]").fill(OWN)
    page.get_by_role("button", name="Đổi mật khẩu").tap()
    page.wait_for_url(lambda url: "/password/" not in url)


def fill_in(content):
    """The workbook with two numbers typed into the row of 2.1."""
    book = load_workbook(BytesIO(content))
    sheet = book[SHEET]
    row = next(n for n in range(HEAD, sheet.max_row + 1) if sheet.cell(n, 1).value == "2.1")
    sheet[f"{LETTERS['numerator']}{row}"], sheet[f"{LETTERS['denominator']}{row}"] = "8", "16"
    book.save(file := BytesIO())
    return file.getvalue()


def report_by_workbook(page):
    """Downloaded, filled in, sent back, looked at, taken over."""
    page.get_by_role("link", name="Gửi bảng Excel đã ghi").tap()
    page.wait_for_url("**/workbook/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng Excel").tap()
    file = {"name": "Bảng số liệu.xlsx", "mimeType": "", "buffer": fill_in(download.value.path().read_bytes())}
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra bảng").tap()
    page.wait_for_url(lambda url: not url.endswith("/workbook/"))
    expect(page.locator("main tbody")).to_contain_text("16")
    is_in_order(page)
    page.get_by_role("button", name="Lưu 1 mục, chỉ tiêu vào báo cáo").tap()
    page.wait_for_url(f"**{REPORT}*")
    assert [value_of(page, "2.1", field) for field in COUNTS[:2]] == ["8", "16"]


def value_of(page, number, field):
    return page.locator(f"fieldset.measure:has-text('{number}') {field}").first.input_value()


def saved(page):
    return expect(page.locator("[data-saved]"))


def photograph(page):
    """The new officer's photo, beside the first section."""
    page.goto(f"{REPORT}files/?for=text-survey")
    page.locator("[name=files]").set_input_files({"name": "ảnh.jpg", "mimeType": "image/jpeg", "buffer": PHOTO})
    page.locator("[name=is_not_secret]").check()
    expect(page.locator(".files li")).to_contain_text("đã lưu trên cổng")  # which moves the button
    page.locator("main form .btn.main").tap()
    page.wait_for_url(lambda url: url.split("#")[0].endswith(REPORT))
    expect(page.locator("#files")).to_contain_text("ảnh.jpg")


def send(page):
    page.get_by_role("button", name="Xem lại rồi gửi").tap()
    page.locator("[name=is_not_secret]").check()
    page.get_by_role("button", name="Gửi báo cáo").tap()


def report_for_the_first_time(phone, line):
    """The task on home leads to the very form; without a line nothing is lost, and it is stored when she is back."""
    phone.get_by_role("link", name="Gửi báo cáo tự kiểm tra").first.tap()
    phone.wait_for_url(f"**{REPORT}*")
    report_by_workbook(phone)
    phone.locator("[name=text-survey]").fill("Xã có 11 ấp.")
    saved(phone).to_contain_text("Đã lưu lúc", timeout=40_000)
    line(False)
    phone.locator("[name=text-results]").fill("Tiếp công dân 12 kỳ.")
    saved(phone).to_contain_text("Chưa lưu lên cổng")
    line(True)
    saved(phone).to_contain_text("Đã lưu lúc", timeout=40_000)
    count, of, remark = (phone.locator(f"fieldset.measure:has-text('1.4') {each}") for each in COUNTS)
    of.fill("20")
    count.fill("25")
    expect(remark).to_contain_text("bấm Lưu rồi ghi lý do", timeout=40_000)
    count.fill("15")
    expect(remark).to_be_hidden(timeout=40_000)
    phone.goto("/")
    phone.goto(REPORT)
    expect(phone.locator("[name=text-results]")).to_have_value("Tiếp công dân 12 kỳ.")
    photograph(phone)
    send(phone)
    expect(phone.locator("main")).to_contain_text("DVCQ2026-28108-2-BC1")


def return_a_section(page):
    page.goto(f"{REPORT}check/")
    page.locator("[name=open]").click()
    section = page.locator("#text-results")
    section.locator("input.returns").check()
    section.locator("select").select_option("unclear")
    section.locator("textarea").fill("Ghi số vụ việc")
    page.locator("[name=due_on]").fill(f"{timezone.localdate() + timedelta(days=6):%d/%m/%Y}")
    page.locator("[name=return]").click()
    page.wait_for_url(f"**{REPORT}")


def answer_after_an_hour(phone, an_hour_passes):
    """Her session ends while she answers where it was returned; what she wrote is in the form again."""
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Ghi số vụ việc")
    phone.get_by_role("link", name="Bổ sung báo cáo").first.tap()
    expect(phone.locator("#returned")).to_contain_text("Ghi số vụ việc")
    is_in_order(phone)
    an_hour_passes(phone)
    phone.locator("[name=text-results]").fill("Tiếp công dân 12 kỳ, 3 vụ việc.")
    phone.get_by_role("button", name="Xem lại rồi gửi").tap()
    phone.locator("[name=username]").fill(NAME)
    phone.locator("[name=password]").fill(OWN)
    phone.get_by_role("button", name="Đăng nhập").tap()
    expect(phone.locator("[name=text-results]")).to_have_value("Tiếp công dân 12 kỳ, 3 vụ việc.")
    send(phone)
    expect(phone.locator("main")).to_contain_text("DVCQ2026-28108-2-BC2")
    is_in_order(phone)


def accept(page):
    page.goto(f"{REPORT}check/")
    page.locator("[name=open]").click()
    expect(page.locator("main ins")).to_contain_text("3 vụ việc.")
    page.locator("[name=accept]").click()
    page.wait_for_url(f"**{REPORT}")
    expect(page.locator("main")).to_contain_text("Đã nhận")


def test_oanh_reports_alone_on_a_slow_phone_and_minh_returns_and_accepts(
    phone, line, page, sign_in, an_hour_passes, complaints
):
    sign_in(page, "thu")
    password = open_accounts(page)
    line(True)
    sign_in_first(phone, password)
    report_for_the_first_time(phone, line)
    page.context.clear_cookies()
    sign_in(page, "minh")
    return_a_section(page)
    answer_after_an_hour(phone, an_hour_passes)
    accept(page)
    expected = ("ERR_INTERNET_DISCONNECTED", "401", "403", "422")  # the browser's own words on lost lines and refusals
    assert [each for each in complaints if not any(words in each for words in expected)] == []
