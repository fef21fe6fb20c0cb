"""Placeholders in a finding are replaced by the table's values, and nothing else in braces is evaluated."""

from datetime import date

import pytest

from inspections.values.placeholders import Piece, ValuePlaceholders


def of_year(year):
    return {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}


@pytest.fixture
def placeholders(value):
    return ValuePlaceholders(
        [
            value("97%", number_in_set="2.1"),
            value("91,40%", number_in_set="8.1", **of_year(2018)),
            value("94,49%", number_in_set="8.1", **of_year(2019)),
            value("120", number_in_set="3.4", part="số người", **of_year(2019)),
            value("tốt", number_in_set="4.1", **of_year(2018)),
            value("khá", number_in_set="4.1", **of_year(2019)),
        ]
    )


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("đạt {2.1}.", "đạt 97%."),
        ("năm 2018 đạt {8.1@2018}", "năm 2018 đạt 91,40%"),
        ("đạt {8.1}", "đạt 94,49%"),  # no year: the latest
        ("{8.1@2018..2019}", "tăng 3,09 điểm phần trăm"),
        ("{8.1@2019..2018}", "giảm 3,09 điểm phần trăm"),
        ("{3.4/số người} người", "120 người"),
        ("{3.4/số người@2019} người", "120 người"),
        ("{2.1}{2.1}", "97%97%"),
        ("không có số nào", "không có số nào"),
        ("", ""),
    ],
)
def test_a_place_holder_tells_the_value_as_printed(placeholders, text, printed):
    assert placeholders.text(text) == printed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{9.9}", "[chưa có số: 9.9]"),
        ("{8.1@2020}", "[chưa có số: 8.1@2020]"),
        ("{8.1@2018..2020}", "[chưa có số: 8.1@2018..2020]"),
        ("{3.4}", "[chưa có số: 3.4]"),
        ("{3.4/số lượt}", "[chưa có số: 3.4/số lượt]"),
        ("{4.1@2018..2019}", "[không so sánh được: 4.1]"),
    ],
)
def test_a_value_nobody_entered_is_shown_as_missing(placeholders, text, shown):
    assert (placeholders.text(text), placeholders.missing(text)) == (shown, [shown])


def test_pieces_say_whose_words_they_are(placeholders):
    assert placeholders.pieces("Đạt {2.1}, {8.1@2018..2019}; {9.9}.") == [
        Piece("words", "Đạt "),
        Piece("value", "97%"),
        Piece("words", ", "),
        Piece("reckoned", "tăng 3,09 điểm phần trăm"),
        Piece("words", "; "),
        Piece("missing", "[chưa có số: 9.9]"),
        Piece("words", "."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{% raw %}",
        "{{ inspection.pk }}",
        "{0.__class__}",
        "{2.1.__class__}",
        "{__import__('os')}",
        "{}",
        "{2.1",
        "2.1}",
        "{ 2.1 }",
        "{2.1!r}",
        "{2.1:>10}",
        "%(printed)s %s",
        "<script>alert(1)</script>",
        "{8.1@2018...2019}",
        "{8.1@18}",
    ],
)
def test_what_is_no_place_holder_is_left_as_typed(placeholders, text):
    assert placeholders.text(text) == text
    assert placeholders.missing(text) == []


def test_the_verified_value_goes_before_the_reported_and_that_before_the_presss(value):
    press, reported, verified = (value(side, side=side) for side in ("press", "reported", "verified"))
    assert ValuePlaceholders([press, reported, verified]).text("{2.1}") == "verified"
    assert ValuePlaceholders([reported, press]).text("{2.1}") == "reported"
    assert ValuePlaceholders([press]).text("{2.1}") == "press"


def test_the_side_is_chosen_year_by_year(value):
    rows = [
        value("90%", side="verified", **of_year(2018)),
        value("91%", side="reported", **of_year(2018)),
        value("95%", side="reported", **of_year(2019)),
    ]
    assert ValuePlaceholders(rows).text("{2.1@2018} {2.1@2019} {2.1@2018..2019}") == "90% 95% tăng 5 điểm phần trăm"


def test_markup_in_a_finding_reaches_the_page_as_typed(signed_in, minh, remark):
    remark("<b>đậm</b> {% now %} {0.__class__} {9.9}")
    page = signed_in(minh).get("/inspections/DVCQ2019-806/").content.decode()
    assert '<p class="typed">&lt;b&gt;đậm&lt;/b&gt; {% now %} {0.__class__} <mark>[chưa có số: 9.9]</mark></p>' in page
    assert "1 chỗ trong nhận xét kể số liệu chưa có: [chưa có số: 9.9]" in page
