"""The case of 2019 entered from nothing, by keyboard alone, where it is read; its notice reads the same."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from playwright.sync_api import expect

AGAIN = "/inspections/DVCQ2019L-806/"
CASE = "/inspections/DVCQ2019-806/"
NOTICE = "documents/conclusion-notice.pdf"
FACTS = json.loads((settings.BASE_DIR / "reports/demo/can_duoc_2019.json").read_text(encoding="utf-8"))
INSPECTED, CRITERIA = FACTS["inspections"][0], FACTS["criteria_set"]["criteria"]
MOST_TABS = 90


@pytest.fixture(scope="module")
def again(site_database, site):
    """The case with nothing in it, and Nhập, who is staff of its Board."""
    folder, database = site_database
    environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": database}
    subprocess.run(
        [sys.executable, "-m", "tests.browser.case_again"], cwd=settings.BASE_DIR, env=environment, check=True
    )


class Keys:
    """A person who never touches the mouse."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector):
        for _ in range(MOST_TABS):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{MOST_TABS} tabs never came to {selector}")

    def fill(self, name, text):
        self.tab_to(f"form[data-entry] [name={name}]")
        self.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, name, words):
        """In a list by its first letters, of those that stand on the keys."""
        self.tab_to(f"form[data-entry] [name={name}]")
        self.page.keyboard.type(words)

    def open(self):
        """The form behind the button that has the focus; its first field takes it."""
        self.press("Enter")
        self.page.locator("form[data-entry] :focus").wait_for()

    def save(self, key="Control+Enter"):
        self.press(key)
        expect(self.page.locator("form[data-entry]")).to_have_count(0)
        self.page.locator("[data-open]:focus").wait_for()


def type_value(keys, asked, row, is_first):
    if row.get("yes_no"):
        keys.press("Space")
    for name in ("numerator", "denominator", "frequency_text"):
        if name in row:
            keys.fill(name, row[name])
    if "choice" in row:
        keys.press("Space", *["ArrowDown"] * asked["choices"].index(row["choice"]))
    if asked["value_type"] != "ratio":
        keys.fill("printed", row["printed"])
    month = "đến 9/2019" if "as_of" in row else str(row.get("year", ""))
    keys.fill("time", row.get("period_text", month))
    if is_first:  # side and source stay as they were typed last
        keys.choose("side", "b")
        keys.choose("source_paper", "B")


def enter_values(keys):
    rows = {
        asked["number"]: [row for row in INSPECTED["values"] if row["number"] == asked["number"]] for asked in CRITERIA
    }
    keys.tab_to("#values [data-open]")
    for asked in CRITERIA:
        for n, row in enumerate(rows[asked["number"]]):
            if n:
                keys.press("Shift+Tab")  # back to the button that adds one more
            keys.open()
            type_value(keys, asked, row, is_first=asked is CRITERIA[0])
            keys.save("Control+Enter")


def enter_findings(keys):
    number_of = {asked["code"]: asked["number"] for asked in CRITERIA}
    for kind in ("strength", "shortcoming"):
        for row in INSPECTED["findings"]:
            if row["kind"] == kind:
                keys.tab_to(f"#new-{kind} [data-open]")
                keys.open()
                keys.fill("text", row["text"])
                if "criterion" in row:
                    keys.choose("criterion", number_of[row["criterion"]])
                keys.fill("source", row["source"])
                keys.save()


def enter_recommendations(keys):
    for row in INSPECTED["recommendations"]:
        keys.tab_to("#new-recommendation [data-open]")
        keys.open()
        keys.fill("text", row["text"])
        keys.fill("owner_as_printed", row["owners"][0]["owner"])
        if "model" in row:
            keys.fill("aim", row["aim"])
            keys.choose("model", row["model"][0])
        keys.save()


def values_of(page):
    """Of each value as its page tells it: the print, the time, the side, what the portal reckoned."""
    rows = page.locator("#values tbody tr:not(.group)")
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].slice(1, 5).map(cell => cell.innerText.trim()))")


def text_of(page, address):
    pdf = page.context.request.get(address).body()
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_nhap_enters_the_case_by_keyboard_and_its_notice_reads_as_the_cases(again, open_page, sign_in, complaints):
    page, reader = open_page(1366, 768), open_page(1366, 768)
    sign_in(page, "nhap")
    page.goto(AGAIN)
    keys = Keys(page)
    enter_values(keys)
    enter_findings(keys)
    enter_recommendations(keys)
    assert complaints == []

    sign_in(reader, "minh")
    reader.goto(CASE)
    assert values_of(page) == values_of(reader)
    ours, cases = text_of(page, AGAIN + NOTICE), text_of(reader, CASE + NOTICE)
    assert ours.count("94,49%") == 1
    assert ours == cases


def test_nothing_is_sent_in_the_midst_of_a_letter(again, page, sign_in):
    sign_in(page, "nhap")
    page.goto(AGAIN)
    keys = Keys(page)
    page.locator("#new-shortcoming [data-open]").focus()
    keys.open()
    page.keyboard.insert_text("Còn chậ")
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, isComposing: true, bubbles: true}))"""
    )
    page.wait_for_timeout(300)
    assert page.locator("#new-shortcoming textarea").input_value() == "Còn chậ"
    assert page.locator("#new-shortcoming form").count() == 1
