"""The search box of the head: "/" leads to it, never while something is typed or composed."""


def test_a_slash_leads_to_the_box_but_not_while_something_is_typed(sign_in, page):
    sign_in(page, "minh")
    page.keyboard.press("/")
    assert _focused(page) == ("find", "")
    page.keyboard.type("24/7")
    assert _focused(page) == ("find", "24/7")
    page.locator("#find").fill("")
    page.locator("#find").evaluate("box => box.blur()")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: '/', isComposing: true, bubbles: true}))")
    assert _focused(page)[0] == ""
    page.keyboard.press("/")
    page.keyboard.type("can duoc")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tìm “can duoc”").wait_for()


def _focused(page):
    return tuple(page.evaluate("[document.activeElement.id, document.activeElement.value || '']"))
