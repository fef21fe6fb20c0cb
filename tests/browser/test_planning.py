"""Setting up by keyboard and by hand: records are found by words, rows are dragged into their order."""

import pytest

LIST = "#id_person ~ [role=listbox]"


@pytest.fixture
def member_form(page, sign_in):
    sign_in(page, "minh")
    page.goto("/campaigns/DVCQ2026/plan/")
    page.get_by_role("link", name="Đoàn số 2").click()
    page.get_by_role("link", name="Thêm thành viên").click()
    return page


def composed(page, key):
    """A key that belongs to an input method which is putting a letter together."""
    event = f"{{key: '{key}', isComposing: true, bubbles: true, cancelable: true}}"
    page.locator("#id_person").evaluate(f"box => box.dispatchEvent(new KeyboardEvent('keydown', {event}))")


def test_a_person_is_found_and_taken_without_a_mouse_and_not_while_composing(member_form):
    page, box = member_form, member_form.locator("#id_person")
    box.focus()
    page.keyboard.type("vo hoai")
    page.locator(f"{LIST} [data-pk]").wait_for()
    composed(page, "ArrowDown")
    composed(page, "Enter")
    assert (box.input_value(), box.get_attribute("aria-activedescendant")) == ("vo hoai", None)
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"{LIST} [aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("Võ Hoài Sơn", "false")
    page.keyboard.press("Backspace")
    page.locator(f"{LIST} [data-pk]").wait_for()
    page.keyboard.press("Escape")
    assert (box.input_value(), page.locator(LIST).is_hidden()) == ("Võ Hoài Sơ", True)
    page.keyboard.press("Enter")  # the words alone are sent, and mean one person
    page.get_by_text("Đã thêm Võ Hoài Sơn vào đoàn.").wait_for()


def test_rows_are_dragged_into_their_order(member_form):
    member_form.go_back()
    rows = member_form.locator("[data-row]")
    names = rows.locator("th").all_inner_texts()
    rows.last.drag_to(rows.first, target_position={"x": 200, "y": 2})
    places = [place.input_value() for place in member_form.locator("input.place").all()]
    assert places == [str(n) for n in range(1, len(names) + 1)]
    member_form.get_by_role("button", name="Lưu thứ tự").click()
    member_form.get_by_text("Đã xếp lại thứ tự.").wait_for()
    assert member_form.locator("[data-row] th").all_inner_texts() == [names[-1], *names[:-1]]
