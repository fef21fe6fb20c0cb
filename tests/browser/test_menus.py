"""Menus and forms in place close by Esc; menus by a click outside; a day can be chosen in the browser's calendar."""

from playwright.sync_api import expect


def test_a_menu_closes_by_esc_and_by_a_click_outside(page, sign_in):
    sign_in(page, "minh")
    for menu in (page.locator("details.more"), page.locator("details.usermenu")):
        menu.locator("summary").click()
        expect(menu.locator("a").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu.locator("a").first).to_be_hidden()
        expect(menu.locator("summary")).to_be_focused()
        menu.locator("summary").click()
        page.locator("h1").click()
        expect(menu.locator("a").first).to_be_hidden()


def test_a_form_in_place_closes_by_esc_and_leaves_what_was_typed_as_a_draft(page, sign_in):
    sign_in(page, "minh")
    page.goto("/inspections/DVCQ2026-27712/")
    page.locator("#new-shortcoming [data-open]").click()
    text = page.locator("#new-shortcoming textarea")
    text.fill("Chưa kịp thời")
    page.wait_for_timeout(900)
    page.keyboard.press("Escape")
    expect(text).to_have_count(0)
    assert page.evaluate("Object.values(localStorage).join()").count("Chưa kịp thời") == 1


def test_a_day_is_typed_or_chosen_in_the_calendar(page, sign_in):
    sign_in(page, "minh")
    page.goto("/campaigns/new/")
    field = page.locator("[name=starts_on]")
    field.fill("05/03/2027")
    calendar = page.get_by_label("Chọn trên lịch: Bắt đầu ngày")
    calendar.focus()
    expect(calendar).to_have_value("2027-03-05")
    calendar.fill("2027-04-16")
    expect(field).to_have_value("16/04/2027")
