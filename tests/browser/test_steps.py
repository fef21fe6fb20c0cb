"""An inspection goes through its steps in a real Chromium, each taken by whose it is; its unit gets its result."""

import re

from playwright.sync_api import expect

from tests.inspections.papers.made_files import pdf

INSPECTION = "/inspections/DVCQ2026-28114/"  # of Hoa's commune; notified, Đoàn số 1


def press(page, step):
    """From the inspection's page to the step's own, and there its button."""
    page.goto(INSPECTION)
    page.locator(".next-step").get_by_role("link", name=step).click()
    page.get_by_role("button", name=step).click()
    expect(page.locator("h1")).to_have_text("Kiểm tra UBND xã Rạch Kiến")


def write_down(page, model, **columns):
    """What has no form of its own yet is written in the admin."""
    address = f"/admin/inspections/{model}/add/"
    page.goto(address)
    token = page.locator("main input[name=csrfmiddlewaretoken], form input[name=csrfmiddlewaretoken]").last
    posted = {"csrfmiddlewaretoken": token.input_value(), **columns}
    page.goto(INSPECTION)
    headers = {"Referer": page.url}
    assert page.context.request.post(address, form=posted, headers=headers, max_redirects=0).status == 302


def fill_paper(page, name, number, day):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày văn bản", exact=True).fill(day)
    page.get_by_label("Tài liệu không thuộc danh mục bí mật nhà nước").check()


def state_of(page):
    page.goto(INSPECTION)
    return page.locator(".page-head .state.box").inner_text()


def id_of(page):
    """The record's number in the admin's addresses."""
    page.goto("/admin/inspections/inspection/?q=DVCQ2026-28114")
    link = page.locator("#result_list tbody a[href*=change]").first
    return re.search(r"/inspection/(\d+)/change/", link.get_attribute("href"))[1]


def test_an_inspection_goes_from_its_notice_to_the_conclusion_that_its_officer_opens(open_page, sign_in, complaints):
    people = {name: open_page(1366, 768) for name in ("minh", "ngoc", "binh", "son")}
    people["hoa"] = hoa = open_page(390, 844)
    for name, page in people.items():
        sign_in(page, name)
    write_and_send(hoa)
    open_and_accept(people["minh"])

    bring_to_the_leader(people)
    assert state_of(hoa) == "Chờ quyết định"

    publish(people["ngoc"])
    expect(people["ngoc"].locator("#history")).to_contain_text("Phạm Thị Minh Ngọc")
    assert state_of(hoa) == "Đã kết luận"
    hoa.goto(f"{INSPECTION}#papers")  # the address opens the fold
    link = hoa.locator("#papers tr", has_text="21-TB/BTGDVTU").get_by_role("link")
    with hoa.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == pdf()
    assert complaints == []


def write_and_send(hoa):
    """On the phone, from her home: a text and a figure, all answers looked over, sent, the receipt."""
    hoa.goto("/")
    hoa.get_by_role("link", name="Gửi báo cáo tự kiểm tra: UBND xã Rạch Kiến", exact=True).click()
    hoa.locator("[name=text-survey]").fill("Xã có 11 ấp, 9.486 hộ.")
    hoa.locator("[name=send]").first.click()
    expect(hoa.locator("main")).to_contain_text("Xã có 11 ấp")
    hoa.locator("[name=is_not_secret]").check()
    hoa.get_by_role("button", name="Gửi báo cáo").click()
    expect(hoa.locator("main")).to_contain_text("DVCQ2026-28114-BC1")


def open_and_accept(minh):
    minh.goto(INSPECTION)
    minh.get_by_role("link", name="Kiểm tra báo cáo").first.click()
    minh.locator("[name=open]").click()
    expect(minh.locator("main")).to_contain_text("Xã có 11 ấp")
    minh.locator("[name=accept]").click()
    expect(minh.locator("main")).to_contain_text("Đã nhận")


def bring_to_the_leader(people):
    """A session is held, its minutes agreed, the conclusion drafted and submitted."""
    minh = people["minh"]
    press(minh, "Bắt đầu làm việc")
    number = id_of(minh)
    held = {"kind": "session", "held_on": "12/11/2026", "part_of_day": "morning", "place": "UBND xã"}
    write_down(minh, "session", inspection=number, **held)
    press(people["binh"], "Thống nhất biên bản")
    press(people["son"], "Soạn kết luận")
    campaign = minh.context.request.get(f"/admin/inspections/inspection/{number}/change/").text()
    campaign = re.search(r"/admin/inspections/campaign/(\d+)/", campaign)[1]
    said = {"kind": "strength", "position": "1", "text": "Đối thoại đủ kỳ."}
    inline = {"causes-TOTAL_FORMS": "0", "causes-INITIAL_FORMS": "0"}
    write_down(minh, "finding", campaign=campaign, inspection=number, **said, **inline)
    press(people["binh"], "Trình kết luận")


def publish(ngoc):
    ngoc.goto(INSPECTION)
    ngoc.locator(".next-step").get_by_role("link", name="Công bố kết luận").click()
    fill_paper(ngoc, "TB.pdf", "21-TB/BTGDVTU", "20/11/2026")
    ngoc.get_by_label("không hoàn tác được").check()
    ngoc.get_by_role("button", name="Công bố kết luận").click()
