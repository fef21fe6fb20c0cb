"""Nothing typed is lost: drafts in the browser, a session that ends, two people at one record, signing out."""

import os
import re

from playwright.sync_api import expect

from tests.browser.in_order import barriers
from tests.inspections.papers.made_files import encrypted_pdf, pdf

EDIT = "/campaigns/DVCQ2026/edit/"
THEME = "Kiểm tra công tác dân vận chính quyền năm 2026"


def theme(page):
    return page.locator("[name=theme]")


def drafts(page):
    return page.evaluate("Object.values(localStorage).flatMap(JSON.parse).map(draft => draft.values.theme[0])")


def type_theme(page, words):
    """As far as the line that says the draft is kept."""
    page.goto(EDIT)
    theme(page).fill(words)
    expect(page.locator("[data-draft-line]")).to_contain_text("Đã lưu nháp trên máy này lúc")


def offer(page):
    return page.locator("[data-empty]")


def send(page):
    page.locator("form[data-draft]").get_by_role("button", name="Lưu").click()


def leave(page):
    page.locator(".usermenu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()


def test_a_draft_survives_is_compared_and_goes_when_it_is_received(page, sign_in, complaints):
    sign_in(page, "minh")
    type_theme(page, "Chủ đề nháp")
    page.reload()
    expect(theme(page)).to_have_value(THEME)
    offer(page).locator("summary").click()
    expect(offer(page).locator("tbody tr")).to_have_text(f"Tên đợt kiểm tra{THEME}Chủ đề nháp")
    offer(page).get_by_role("button", name="Dùng lại bản nháp").click()
    expect(theme(page)).to_have_value("Chủ đề nháp")
    theme(page).fill("")
    send(page)
    expect(page.locator("#errors")).to_be_visible()
    assert drafts(page) == [""]  # refused: still a draft
    theme(page).fill(THEME)
    send(page)
    page.wait_for_url("**/plan/")
    assert drafts(page) == []
    assert [each for each in complaints if "422" not in each] == []  # the browser's own word on the refusal


def test_signing_out_ends_the_session_then_offers_and_the_next_user_sees_nothing(page, sign_in):
    sign_in(page, "minh")
    type_theme(page, "Chủ đề nháp")
    leave(page)
    page.wait_for_url("**/sign-out/")
    expect(page.get_by_role("heading", name="Đã đăng xuất")).to_be_visible()
    expect(page.get_by_role("link", name="Mở để gửi: Sửa đợt kiểm tra")).to_have_attribute("href", EDIT)
    page.goto(EDIT)
    page.wait_for_url(re.compile(r"/sign-in/\?next="))  # out, whatever is unsent
    sign_in(page, "ngoc")
    page.goto(EDIT)
    expect(offer(page)).to_have_count(0)
    leave(page)
    page.wait_for_url("**/sign-in/")
    sign_in(page, "minh")
    page.goto(EDIT)
    expect(offer(page)).to_have_count(1)  # nothing is lost
    leave(page)
    page.wait_for_url("**/sign-out/")
    page.get_by_role("button", name="Xóa bản nháp ở máy này").click()
    page.wait_for_url(re.compile("/sign-in/"))
    assert drafts(page) == []


def test_a_session_that_ends_leads_back_to_the_filled_form(page, sign_in, an_hour_passes):
    sign_in(page, "minh")
    type_theme(page, "Chủ đề của Minh")
    an_hour_passes(page)
    send(page)
    expect(page.locator("h1")).to_have_text("Phiên đã kết thúc, chưa ghi gì")
    page.locator("[name=username]").fill("minh")
    page.locator("[name=password]").fill(os.environ["DEMO_PASSWORD"])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(theme(page)).to_have_value("Chủ đề của Minh")
    expect(page.locator("main")).to_contain_text("Cổng chưa ghi gì. Xem lại rồi gửi.")
    page.get_by_role("button", name="Bỏ, mở lại từ đầu").click()
    expect(theme(page)).to_have_value(THEME)


def test_who_was_slower_sees_both_copies(open_page, sign_in):
    minh, ngoc = open_page(1366, 768), open_page(390, 844)
    for page, username in ((minh, "minh"), (ngoc, "ngoc")):
        sign_in(page, username)
        page.goto(EDIT)
    theme(ngoc).fill("Chủ đề của Ngọc")
    send(ngoc)
    ngoc.wait_for_url("**/plan/")
    theme(minh).fill("Chủ đề của Minh")
    send(minh)
    expect(minh.get_by_role("alert").first).to_contain_text("Phạm Thị Minh Ngọc đã sửa bản ghi này lúc")
    row = minh.get_by_role("row", name="Tên đợt kiểm tra")
    expect(row.get_by_role("cell")).to_have_text(["Chủ đề của Ngọc", "Chủ đề của Minh"])
    theme(minh).fill(THEME)
    send(minh)
    minh.wait_for_url("**/plan/")


def test_nothing_is_kept_while_an_input_method_composes(page, sign_in):
    sign_in(page, "minh")
    page.goto(EDIT)
    keys = page.context.new_cdp_session(page)
    theme(page).fill("")
    page.wait_for_timeout(900)
    theme(page).focus()
    keys.send("Input.imeSetComposition", {"text": "Chu", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(900)
    assert drafts(page) == [""]
    keys.send("Input.insertText", {"text": "Chủ"})
    expect(theme(page)).to_have_value("Chủ")
    page.wait_for_timeout(900)
    assert drafts(page) == ["Chủ"]


CTRL_ENTER = """(box, isComposing) => {
    let sent = 0;
    box.form.addEventListener("submit", () => { sent += 1; });
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, isComposing, bubbles: true }));
    return sent;
}"""


def test_a_form_in_place_is_sent_by_ctrl_enter_and_not_in_the_midst_of_a_letter(page, sign_in):
    sign_in(page, "minh")
    page.goto("/inspections/DVCQ2026-27712/")
    page.locator("#new-shortcoming [data-open]").click()
    text = page.locator("#new-shortcoming textarea")
    text.wait_for()
    assert [text.evaluate(CTRL_ENTER, is_composing) for is_composing in (True, False)] == [0, 1]


# --- Files --------------------------------------------------------------------------------------------------------
REPORT_FILES = "/inspections/DVCQ2026-28114/self-report/files/"


def right(name, content=None):
    return {"name": name, "mimeType": "application/pdf", "buffer": content or pdf(f"<p>{name}</p>")}


def lines(page):
    return page.locator("main form .files li")


def test_files_go_one_after_another_and_neither_a_fault_nor_the_line_nor_the_sessions_end_loses_one(
    page, sign_in, tmp_path
):
    large = tmp_path / "quá to.pdf"
    with large.open("wb") as opened:
        opened.truncate(21 * 1024 * 1024)
    sign_in(page, "hoa")
    page.goto(REPORT_FILES)
    file, tick, finish = (page.locator(each) for each in ("[name=files]", "[name=is_not_secret]", "form .btn.main"))
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    file.set_input_files([large])
    expect(page.locator("main form [role=alert]")).to_contain_text("Tệp “quá to.pdf” nặng 21 MB")
    file.set_input_files([right("Báo cáo.pdf"), right("a.exe"), right("Biên bản.pdf")])
    expect(page.locator("main form [role=alert]")).to_contain_text("Tệp “a.exe” không thuộc loại nhận ở đây")
    expect(lines(page)).to_have_count(2)  # right ones wait for the tick that was forgotten
    finish.click()
    expect(tick).to_be_focused()
    assert posted == []
    tick.check()
    expect(lines(page).filter(has_text="đã lưu trên cổng")).to_have_count(2)
    file.set_input_files([right("khoá.pdf", encrypted_pdf()), right("Báo cáo.pdf")])
    expect(lines(page).filter(has_text="Tệp có mật khẩu")).to_have_count(1)
    assert barriers(page) == {}
    lose_the_line(page, file)
    lose_the_session(page, sign_in, file)
    finish.click()
    expect(page).to_have_url(re.compile("self-report/#files$"))
    for name in ("Báo cáo.pdf", "Biên bản.pdf", "mất mạng.pdf", "hết phiên.pdf"):
        expect(page.locator("#files li", has_text=name)).to_have_count(1)


def lose_the_line(page, file):
    page.context.set_offline(True)
    file.set_input_files([right("mất mạng.pdf")])
    expect(lines(page).last).to_contain_text("mất kết nối, chưa lưu; tự gửi lại khi có mạng")
    page.context.set_offline(False)
    expect(lines(page).last).to_contain_text("đã lưu trên cổng")


def lose_the_session(page, sign_in, file):
    page.context.clear_cookies()
    file.set_input_files([right("hết phiên.pdf")])
    expect(lines(page).last).to_contain_text("phiên làm việc đã hết, tệp này chưa lưu")
    other = page.context.new_page()
    sign_in(other, "hoa")
    lines(page).last.get_by_role("button", name="Gửi lại").click()
    expect(lines(page).last).to_contain_text("đã lưu trên cổng")
