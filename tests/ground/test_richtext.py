"""Light Markdown becomes HTML of an allow-list, whatever is typed; bare paragraphs become a text and come back."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground.richtext import ATTRIBUTES, TAGS, clean_html, clean_text, html_of, text_of


class Read(HTMLParser):
    """The tags, the attributes by tag, and the words of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}

    def handle_data(self, data):
        self.words += data


MADE = {
    "**đậm** và *nghiêng*\ndòng hai": "<p><strong>đậm</strong> và <em>nghiêng</em></p><p>dòng hai</p>",
    "- Ưu điểm\n- Hạn chế\nSau đó": "<ul><li>Ưu điểm</li><li>Hạn chế</li></ul><p>Sau đó</p>",
    "4. Thứ tư\n5. Thứ năm": '<ol start="4"><li>Thứ tư</li><li>Thứ năm</li></ol>',
    "1) một\n+ hai\na) ba\n2.1. bốn": "<p>1) một</p><p>+ hai</p><p>a) ba</p><p>2.1. bốn</p>",
    "|Xã|Số|\n|---|---:|\n|Cần Đước|16|": "<table><thead><tr><th>Xã</th><th>Số</th></tr></thead>"
    "<tbody><tr><td>Cần Đước</td><td>16</td></tr></tbody></table>",
    "một \\\nhai": "<p>một <br>hai</p>",
    "# a\n> b\n`c`\n---": "<p># a</p><p>&gt; b</p><p>`c`</p><p>---</p>",
    "&amp; <b>x</b>": "<p>&amp;amp; &lt;b&gt;x&lt;/b&gt;</p>",
    "{{ x }} {% load y %} {8.1@2018..2019}": "<p>{{ x }} {% load y %} {8.1@2018..2019}</p>",
    "[a](javascript:b) ![c](file:///d)": "<p>[a](javascript:b) ![c](file:///d)</p>",
    "  \n ": "",
}


@pytest.mark.parametrize("typed", MADE)
def test_what_is_typed_becomes(typed):
    assert html_of(typed).replace("\n", "") == MADE[typed]


HOSTILE = [
    "<img src=http://a.example/x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<style>@import url(http://a.example)</style>",
    "<svg><image href=file:///etc/passwd /></svg>",
    '<p style="background:url(http://a.example)" onclick="x()" class="y">z</p>',
    '<a href="javascript:alert(1)">z</a>',
    '<td colspan="1e9">z</td>',
    '<ol start="-1"><li>z</ol>',
    "<!-- a --><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_text_and_hostile_html_is_dropped(hostile):
    typed = html_of(f"| {hostile} |\n|---|\n- **{hostile}**")
    assert ("<img" in typed, "<script" in typed, "<a " in typed, "&lt;" in typed) == (False, False, False, True)
    for html in (typed, clean_html(hostile)):
        read = Read(html)
        assert read.tags <= TAGS
        assert read.attributes <= {(tag, name) for tag, names in ATTRIBUTES.items() for name in names}


@given(st.text(st.sampled_from("ab1.-*_|\\<>&\"'{}%#`[]()!+ \n\t\u202e\u200b\x00ễ"), max_size=60))
def test_any_text_is_allowed_html(text):
    read = Read(html_of(text))
    assert (read.tags <= TAGS, read.attributes <= {("ol", "start")}) == (True, True)
    assert clean_html(html_of(text)) == html_of(text)
    assert clean_text(clean_text(text)) == clean_text(text)


PARAGRAPHS = [
    "Hồ sơ đúng hạn 97%; * và _ , 2*3*4 = 24",
    "1) a|b \\ c",
    "+ _x_ <b>&amp;",
    "“Năm dân vận” \"2019\" 'x'",
    "| một | hai |",
    "2.1. **x",
]


def test_bare_paragraphs_come_back_as_they_were():
    assert [Read(line).words for line in html_of(text_of(PARAGRAPHS)).splitlines()] == PARAGRAPHS
    assert html_of(text_of(["- Ưu *điểm*", "3. Hạn chế"])).replace("\n", "") == (
        '<ul><li>Ưu *điểm*</li></ul><ol start="3"><li>Hạn chế</li></ol>'
    )


@pytest.mark.parametrize("typed", ["*" * 20_000, "**a " * 10_000, "|" * 20_000, "- " * 10_000, " " * 20_000 + "- x"])
def test_long_odd_text_is_made_all_the_same(typed):
    assert Read(html_of(typed)).tags <= TAGS
