"""Data that holds markup, template tags or addresses prints as words, and markup of staff is cleaned once more at
print, in every place of every kind of paper at once; no address is visited and no file is read.
"""

import re
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from itertools import count

import pytest

from ground.charts import Point, line_chart
from reports.documents.compose.slots import FIXED
from reports.documents.layout import lay_out
from reports.documents.press.engine import pdf_bytes
from reports.documents.press.render import html_of
from tests.reports.sample_facts import KINDS, sample

SECRET = "bi-mat.txt"
ACTIVE = [
    "{{ sheet }} {% load x %} {# y #}",
    "<b>đậm</b><script>alert(1)</script>",
    '<img src="WEB"><img src="FILE">',
    '<style>@import "WEB"; p { background: url(FILE) }</style>',
    '<svg><image href="WEB"/><use href="FILE"/></svg>',
    '"><iframe src="FILE"></iframe><link rel="stylesheet" href="WEB">',
    "url(WEB) FILE stored:1 <!-- <p> & &lt;i&gt;",
]
NO_WORDS = {  # what isn't printed as it is: names of forms and rules, days, sizes
    *("kind", "kind_name", "form", "layout", "system", "type_code", "effective_on", "issued_on", "style", "number"),
    *(
        "key",
        "addressee_word",
        "numbering",
        "how",
        "align",
        "width_mm",
        "look",
        "draft_number",
        "landscape",
        "missing",
        "checks",
        "side",
    ),
}
NOT_PRINTED = {"minutes": ["place"], "figures-annex": ["superior", "issuer", "symbol", "place", "grounds"]}
NEVER = {"script", "img", "iframe", "image", "use", "style", "object", "embed", "base", "form"}
MARK = re.compile(r"k\d+k")
OPENED = []


def _note(event, arguments):
    if event == "open" and str(arguments[0]).endswith(SECRET):
        OPENED.append(arguments[0])


sys.addaudithook(_note)


class Elements(HTMLParser):
    """The elements of a page that load or run something, and the attributes that would; `words`: its text."""

    def __init__(self, page):
        super().__init__()
        self.active, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        names = [name for name, value in attributes if name.startswith("on") or name in ("src", "href", "style")]
        if tag in NEVER or (names and not _is_own(tag, dict(attributes))):
            self.active.append((tag, names))

    def handle_data(self, words):
        self.words += words


def _is_own(tag, attributes):
    """The page's own style sheets, which only browsers load."""
    return tag == "link" and re.fullmatch(r"/(static|documents/styles)/[\w./?=-]+", attributes["href"])


@pytest.fixture
def active(outside, tmp_path):
    """Active words that would reach a server or a file: (words, requests)."""
    secret = tmp_path / SECRET
    secret.write_text("chỉ máy chủ biết")
    OPENED.clear()
    address, requests = outside
    requests.clear()
    return [words.replace("WEB", address).replace("FILE", secret.as_uri()) for words in ACTIVE], requests


class Filled:
    """Facts with active words in place of every text that is printed, each with a mark of its own ("k7"); of a table's
    rows the first is enough. Every second slot holds them as markup of staff.
    """

    def __init__(self, facts, words, first):
        self.words, self.numbers = words, count()
        facts = self._filled(facts)
        for n, key in enumerate(FIXED, start=first):
            if n % 2:
                facts[key] = self._markup()
        facts["sections"] = self._with_markup(facts["sections"], first)
        facts["annexes"] = [
            {**each, "sections": self._with_markup(each["sections"], first)} for each in facts["annexes"]
        ]
        self.facts = facts

    def texts(self):
        """Return the marked texts that are to be printed; of markup its mark."""
        hidden = NOT_PRINTED.get(self.facts["kind"], [])
        return list(_marked({key: part for key, part in self.facts.items() if key not in hidden}))

    def _text(self):
        n = next(self.numbers)
        return f"{self.words[n % len(self.words)]} k{n}k"

    def _markup(self):
        mark = f"k{next(self.numbers)}k"
        return {"html": f"<p onclick='x'>{mark} <strong>rõ</strong></p>{''.join(self.words)}"}

    def _filled(self, value, key=""):
        if key == "chart":
            words = {2024: "90%", 2025: self._text()}  # of two long labels one has no room
            points = [Point(year, Decimal(90), f"Năm {year}", words[year]) for year in words]
            return {"title": self._text(), "chart": line_chart(points), "change": self._text()}
        if isinstance(value, dict):
            return {name: part if name in NO_WORDS else self._filled(part, name) for name, part in value.items()}
        if isinstance(value, list):
            is_table = key == "rows" and not isinstance(value[0], str)
            return [self._filled(part, key) for part in (value[:1] if is_table else value)]
        return self._text() if isinstance(value, str) and value else value

    def _with_markup(self, sections, first):
        return [
            {
                **each,
                "paragraphs": self._markup() if n % 2 else each["paragraphs"],
                "parts": self._with_markup(each["parts"], first),
            }
            for n, each in enumerate(sections, start=first)
        ]


def _marked(value):
    if isinstance(value, dict):
        for part in value.values():
            yield from _marked(part)
    elif isinstance(value, list):
        for part in value:
            yield from _marked(part)
    elif isinstance(value, str) and MARK.search(value):
        yield MARK.search(value)[0] if "onclick" in value else value


@pytest.mark.parametrize("n", range(len(KINDS)))
def test_active_words_print_as_words_and_active_markup_is_dropped(n, active, tmp_path):
    """Kinds take turns at which slots hold words and which hold markup."""
    words, requests = active
    filled = Filled(sample(list(KINDS)[n], "hd05"), words, first=n % 2)
    sheet = lay_out(filled.facts)
    page = html_of(sheet)
    elements = Elements(page)
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(pdf_bytes(page, sheet["stylesheet"]))
    assert (elements.active, requests, OPENED, said("pdfimages", "-list", pdf).splitlines()[2:]) == ([], [], [], [])
    pages = re.sub(r"\d+\n\f", "", said("pdftotext", "-raw", pdf, "-"))  # without their numbers
    text, texts = without_blanks(pages), filled.texts()
    assert [each for each in texts if MARK.search(each)[0] not in text] == []
    assert ("chỉmáychủbiết" in text, "<strong>rõ</strong>" in page) == (False, True)
    printed = without_blanks(elements.words)
    assert [each for each in texts if without_blanks(each) not in printed] == []


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def without_blanks(text):
    return re.sub(r"[\s\u2060\u200b]", "", text).lower()
