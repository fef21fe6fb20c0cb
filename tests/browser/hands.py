"""The two ways in which people work: by keyboard at an office's screen, by finger on a phone.

Both do the same with the same words, so one test goes either way. In the forms in place of an inspection's page a
person at the keyboard comes to everything by Tab alone.
"""

from playwright.sync_api import expect

IN_PLACE = "form[data-entry]"
MOST_TABS = 90
WAY_TO = """target => target === document.activeElement ? "" :
    document.activeElement.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING ? "Tab" : "Shift+Tab" """


class Hand:
    def __init__(self, page):
        self.page = page

    def field(self, name):
        return self.page.locator(f"{IN_PLACE} [name={name}]").first

    def summary(self, name):
        return self.page.locator(f"{IN_PLACE} details:has([name={name}]) > summary")

    def is_there(self, target):
        """With the page's scripts: who is faster than they are, as no person is, gets no help from them."""
        target.wait_for()
        self.page.wait_for_load_state()

    def pick(self, box, words, name):
        """A record by some words, the first of those that are offered."""
        self.is_there(box)
        box.fill(words)
        first = box.locator("xpath=..").locator("[data-pk]").first
        expect(first).to_contain_text(name)
        self.take_offer(box, first)
        expect(box).to_have_value(name)

    def unfold_around(self, target):
        """Open the folds in which something stands, the outermost first; the page's scripts open some themselves."""
        target.wait_for(state="attached")
        self.page.wait_for_load_state()
        for fold in target.locator("xpath=ancestor::details[not(@open)]/summary").all():
            self.press(fold)

    def is_in_form(self):
        self.page.locator(f"{IN_PLACE} :focus").wait_for()

    def is_saved(self):
        expect(self.page.locator(IN_PLACE)).to_have_count(0)
        self.page.locator("[data-open]:focus").wait_for()


class Keys(Hand):
    """Never touches the mouse."""

    def press(self, button):
        button.press("Enter")

    def take_offer(self, box, _offer):
        box.press("Enter")

    def go_to(self, target):
        for _ in range(MOST_TABS):
            key = target.evaluate(WAY_TO)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{MOST_TABS} tabs never came to {target}")

    def open(self, button):
        self.unfold_around(button)
        self.is_there(button)
        self.go_to(button)
        self.page.keyboard.press("Enter")
        self.is_in_form()

    def unfold(self, name):
        """The details in which a field stands."""
        self.go_to(self.summary(name))
        self.page.keyboard.press("Enter")

    def fill(self, name, text):
        self.go_to(self.field(name))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, name, words):
        """In a list by its first letters, of those that stand on the keys."""
        self.go_to(self.field(name))
        self.page.keyboard.type(words)

    def mark(self, name, number):
        """One of a few, the first is 0."""
        self.go_to(self.field(name))
        for key in ["Space", *["ArrowDown"] * number]:
            self.page.keyboard.press(key)

    def save(self):
        self.page.keyboard.press("Control+Enter")
        self.is_saved()


class Finger(Hand):
    def press(self, button):
        button.tap()

    def take_offer(self, _box, offer):
        offer.tap()

    def open(self, button):
        self.unfold_around(button)
        self.is_there(button)
        button.tap()
        self.is_in_form()

    def unfold(self, name):
        self.summary(name).tap()

    def fill(self, name, text):
        self.field(name).fill(text)

    def choose(self, name, words):
        options = self.field(name).locator("option").all_inner_texts()
        self.field(name).select_option(label=next(option for option in options if option.startswith(words)))

    def mark(self, name, number):
        self.page.locator(f"{IN_PLACE} [name={name}]").nth(number).tap()

    def save(self):
        self.page.locator(f"{IN_PLACE} [type=submit]").tap()
        self.is_saved()
