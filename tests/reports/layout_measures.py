"""Measures of a printed paper: each returns what is and what must be, as typed in layout_expected or here."""

import pytest

from reports.documents.layout import lay_out
from tests.reports.layout_expected import BOLD, ITALIC, REGULAR
from tests.reports.measured import MM
from tests.reports.sample_facts import KINDS, sample

POINT = MM
LETTERS, MINUTES, ANNEX = {"schedule-letter", "reminder-letter"}, {"minutes"}, {"figures-annex"}
HEADED = set(KINDS) - ANNEX
TITLED = HEADED - LETTERS
GROUNDED = {"plan", "delegation-decision", "conclusion-notice", "submission", "report-outline"}
SIGNED_BY_ONE = HEADED - MINUTES
PARTED = {"plan", "minutes", "result-report"}
NAMES = ("Phạm Thanh Sơn", "Nguyễn Thị Ngọc Hạnh", "Nguyễn Văn Bình")  # who sign minutes


# --- Measures: each returns what is and what must be, in mm (0.5) and points (0.1) -----------------------------------
def mm(value):
    return pytest.approx(value, abs=0.5)


def pt(value):
    return pytest.approx(value, abs=0.1)


def face(line, size, style):
    return (line.size, line.style), (pt(size), style)


def paper(p, kind, rules, e):
    wide = kind in ANNEX
    return (p.first.width, p.first.height), ((mm(297), mm(210)) if wide else (mm(210), mm(297)))


def margin_left(p, kind, rules, e):
    return min(row[2][0]["x0"] * MM for sheet in p.sheets for row in sheet.rows), mm(30 + (1.5 if kind in ANNEX else 0))


def margin_right(p, kind, rules, e):
    sheet = next(s for s in p.sheets if s.width == p.first.width)
    if kind in ANNEX:
        return sheet.width - max(rule[1] for rule in sheet.rules), mm(15)
    ends = [row[2][-1]["x1"] * MM for row in sheet.rows if row[1].strip()]
    return sheet.width - max(ends), mm(15)


def margin_top(p, kind, rules, e):
    """The first line's box: half of its leading over its letters, whose ascent is 0.891 of their size."""
    if kind in ANNEX:
        return min(rule[2] for rule in p.sheets[1].rules), mm(20)
    y, _text, row = p.first.rows[0]
    size = row[0]["size"]
    return y - ((18 - 1.107 * size) / 2 + 0.891 * size) * POINT, mm(20)


def margin_bottom(p, kind, rules, e):
    """Lines of 20 points fill 257 mm (728.5 points) of a page. Above the text stand 70: the label 20, its
    title 18 + 20, 12 below it. With three gaps of 6, 32 lines need 728 points; without any, 33 lines would need 730.
    """
    first, second = [sheet for sheet in p.sheets if any(row[1].startswith("Phụ lục ") for row in sheet.rows)]
    return [len(sheet.rows) - 2 for sheet in (first, second)], [32, 32]


def page_numbers(p, kind, rules, e):
    """None on the first page; Arabic, 14 points, upright, centred 10 mm from the edge on the second."""
    numbers = [sheet.number for sheet in p.sheets if sheet.width == p.first.width]
    if len(numbers) == 1 or numbers[1] is None:  # a second upright sheet is an annex's first
        return numbers[0], None
    line, text_middle = numbers[1], 30 + (p.first.width - 45) / 2
    top = line.baseline - 0.662 * line.size * POINT
    found = (numbers[0], line.text, line.size, line.style, line.middle, top)
    return found, (None, "2", pt(14), REGULAR, mm(text_middle), mm(10))


def nation(p, kind, rules, e):
    text, size, style = e["nation"]
    return face(p.first.line(text), size, style)


def motto(p, kind, rules, e):
    """The State's, centred under the country's name; the Party has none."""
    rows = [row for row in p.first.rows if "Độc lập" in row[1]]
    if rules != "nd30":
        return len(rows), 0
    line = p.first.line("Độc lập - Tự do - Hạnh phúc")
    return (line.size, line.style, line.middle), (pt(14), BOLD, mm(p.first.line(e["nation"][0]).middle))


def nation_rule(p, kind, rules, e):
    """Under the last of the lines at the right, as long as its text."""
    line = p.first.line("Độc lập - Tự do - Hạnh phúc" if rules == "nd30" else e["nation"][0])
    length, middle = p.first.rule_below(line)
    return (length, middle, line.size), (mm(line.right - line.left), mm(line.middle), pt(14 if rules == "nd30" else 15))


def columns(p, kind, rules, e):
    left, right = e["columns"]
    found = (p.first.line(_issuer(kind, rules)).middle, p.first.line(e["nation"][0]).middle)
    return found, (mm(30 + 165 * left / 200), mm(195 - 165 * right / 200))


def _issuer(kind, rules):
    if kind in ("minutes", "result-report"):
        return "ĐOÀN KIỂM TRA SỐ 3"
    return "SỞ NỘI VỤ" if rules == "nd30" else "BAN TUYÊN GIÁO"


def _superior(kind, rules):
    if kind in ("minutes", "result-report"):
        return "SỞ NỘI VỤ" if rules == "nd30" else "BAN TUYÊN GIÁO"
    return "TỈNH TÂY NINH" if rules == "nd30" else "TỈNH ỦY TÂY NINH"


def superior(p, kind, rules, e):
    return face(p.first.line(_superior(kind, rules)), *e["superior"])


def issuer(p, kind, rules, e):
    return face(p.first.line(_issuer(kind, rules)), *e["issuer"])


def issuer_rule(p, kind, rules, e):
    """NĐ 30: a third to half of the line; the Party: a star below, no rule."""
    line = p.first.line(_issuer(kind, rules))
    length, middle = p.first.rule_below(line)
    if rules != "nd30":
        stars = [row for row in p.first.rows if "*" in row[1]]
        return (length, len(stars)), (0.0, 1)
    return (1 / 3 <= length / (line.right - line.left) <= 1 / 2, middle), (True, mm(line.middle))


def number(p, kind, rules, e):
    form, size, style = e["number"]
    facts = sample(kind, rules)
    code = facts["type_code"] + ("-" if rules == "nd30" and facts["type_code"] else "")
    return face(p.first.line(form.format(code=code, symbol=facts["symbol"])), size, style)


def place_and_date(p, kind, rules, e):
    """On the row of the number, italic; day under 10 and months 1, 2 with a zero. Minutes leave it out."""
    rows = [row for row in p.first.rows if "Tây Ninh, ngày" in row[1]]
    if kind in MINUTES:
        return len(rows), 0
    day = "12 tháng 8 năm 2025" if rules == "hd36" else "06 tháng 10 năm 2026"
    line, beside = p.first.line(f"Tây Ninh, ngày {day}"), p.first.line(e["number"][0].split("{")[0])
    return (line.size, line.style, line.baseline), (pt(14), ITALIC, mm(beside.baseline))


def type_title(p, kind, rules, e):
    line = p.first.line(KINDS[kind][2])
    size, style = e["type title"]
    centre = (30 + p.first.width - 15) / 2
    return (line.size, line.style, line.middle), (pt(size), style, mm(centre))


def letter_about_gap(p, kind, rules, e):
    """From the number's line of 18 points to the first of 15: NĐ 30 wants 6 points between them."""
    gap, size = (6, 13) if rules == "nd30" else (0, 14)
    number, about = p.first.line(e["number"][0].split("{")[0]), p.first.line(e["letter about"][0])
    wanted = 18 - _to_baseline(size, 18) + gap + _to_baseline(12, 15)
    return (about.baseline - number.baseline) / POINT, pytest.approx(wanted, abs=0.4)


def _to_baseline(size, line_height):
    """From the top of a line: half of its leading, then the ascent of its letters."""
    return (line_height - 1.107 * size) / 2 + 0.891 * size


def _about_lines(kind, rules):
    return lay_out(sample(kind, rules))["about_lines"]


def about(p, kind, rules, e):
    line = p.first.line(_about_lines(kind, rules)[0])
    size, style = e["about"]
    found = (line.size, line.style, line.text[0].isupper(), line.middle)
    return found, (pt(size), style, e["about begins large"], mm((30 + p.first.width - 15) / 2))


def about_end(p, kind, rules, e):
    """The Party: five dashes, centred; the State: a rule of a third to half of the line."""
    lines = [p.first.line(text) for text in _about_lines(kind, rules)]
    length, middle = p.first.rule_below(lines[-1])
    if rules == "nd30":
        share = length / max(line.right - line.left for line in lines)
        return (1 / 3 <= share <= 1 / 2, middle), (True, mm(112.5))
    return (p.first.line("-----").middle, length), (mm(112.5), 0.0)


def letter_about(p, kind, rules, e):
    """Under the number, in its column; NĐ 30: 6 points below it."""
    lead, size, style = e["letter about"]
    line, beside = p.first.line(lead), p.first.line(e["number"][0].split("{")[0])
    column = 30 + 165 * e["columns"][0] / 200
    inside = 0 < line.baseline - beside.baseline < 12 and abs(line.left - column) < 40
    found = (line.size, line.style, inside, [row for row in p.first.rows if "CÔNG VĂN" in row[1]])
    return found, (pt(size), style, True, [])


def grounds(p, kind, rules, e):
    lead, close, size, style = e["grounds"]
    first, last = p.first.line(f"{lead}Căn cứ Kế hoạch"), p.first.line("của Đoàn Kiểm tra số 3" + close)
    found = (first.size, first.style, first.left, last.style)
    return found, (pt(size), style, mm(40), style)


def body(p, kind, rules, e):
    """14 points upright, first line 10 mm in, lines 18 points apart, justified."""
    sheet = p.sheet_with("việc phối hợp giữa")
    at = next(n for n, row in enumerate(sheet.rows) if row[1].startswith("việc phối hợp giữa"))
    (first_y, _, first), (second_y, _, second) = sheet.rows[at - 1 : at + 1]
    found = (first[0]["size"], first[0]["x0"] * MM, second[0]["x0"] * MM, (second_y - first_y) / POINT)
    ends = {round(row[-1]["x1"] * MM) for row in (first, second)}
    return (*found, ends), (pt(14), mm(40), mm(30), pytest.approx(18, abs=0.3), {195})


def paragraph_gap(p, kind, rules, e):
    """6 points between paragraphs, beside the 18 of the line."""
    words = "Hồ sơ giải quyết" if kind in LETTERS else "Công tác chỉ đạo, điều hành"
    sheet = p.sheet_with(words)
    at = next(n for n, row in enumerate(sheet.rows) if words in row[1])
    return (sheet.rows[at][0] - sheet.rows[at - 1][0]) / POINT, pytest.approx(24, abs=0.4)


def first_level(p, kind, rules, e):
    label, size, style = e["first level"]
    row = next(row for row in p.first.rows if row[1].startswith(label))
    line = p.first.line(row[1])
    return (line.size, line.style, line.text, line.left), (pt(size), style, line.text.upper(), mm(40))


def second_level(p, kind, rules, e):
    row = next(row for sheet in p.sheets for row in sheet.rows if row[1].startswith("1. "))
    line = p.line(row[1])
    return (line.size, line.style, line.left), (pt(14), BOLD, mm(40))


def table(p, kind, rules, e):
    """Heads bold and centred, cells upright, 12 points."""
    head, cell = p.line("Chỉ tiêu"), p.line("Hồ sơ giải quyết đúng")
    return (head.size, head.style, cell.size, cell.style), (pt(12), BOLD, pt(12), REGULAR)


def articles(p, kind, rules, e):
    return face(p.line("Điều 2."), 14, BOLD)


def resolution(p, kind, rules, e):
    rows = [row for row in p.first.rows if row[1].strip() == ("QUYẾT ĐỊNH:" if rules == "nd30" else "QUYẾT ĐỊNH")]
    return [(row[2][0]["size"], "Bold" in row[2][0]["fontname"]) for row in rows[-1:]], [(pt(14), True)]


def authority(p, kind, rules, e):
    words = e["authority words"].get(kind)
    if words is None:
        return 0, sum("T/M" in row[1] or "TM." in row[1] for sheet in p.sheets for row in sheet.rows)
    return face(p.line(words), 14, BOLD)


def _title(kind):
    titles = {"plan": "PHÓ TRƯỞNG BAN", "result-report": "TRƯỞNG ĐOÀN", "minutes": "TRƯỞNG ĐOÀN"}
    return titles.get(kind, "CHÁNH VĂN PHÒNG" if kind in LETTERS else "TRƯỞNG BAN")


def signer_title(p, kind, rules, e):
    return face(_foot(p, kind).line(_title(kind), last=True), *e["title"])


def _foot(p, kind):
    return next(s for s in reversed(p.sheets) if any(_title(kind) in row[1] for row in s.rows))


def _name(kind):
    names = {"plan": "Trần Quang Minh", "result-report": "Nguyễn Văn Bình", "minutes": "Nguyễn Văn Bình"}
    return names.get(kind, "Trần Quang Minh" if kind in LETTERS else "Nguyễn Thị Ngọc Hạnh")


def signer_name(p, kind, rules, e):
    """Bold, without titles, under the title with four to five blank lines between."""
    sheet = _foot(p, kind)
    title = sheet.line(_title(kind), last=True)
    y, _text, row = [row for row in sheet.rows if _name(kind) in row[1] and row[0] > title.baseline][-1]
    blank = (y - title.baseline) / POINT / 18 - 1
    bold = {char["fontname"].split("-")[-1] for char in row if char["x0"] * MM > 105}
    lines = 7.5 if kind in MINUTES else 5  # names stand on one row, below the longest of the titles
    return (bold, 4 <= blank <= lines), ({"Bold"}, True)


def recipients_label(p, kind, rules, e):
    """At the left margin on the row of the signer."""
    size, style, underlined = e["recipients label"]
    line = p.line("Nơi nhận:")
    length, _middle = p.sheet_with("Nơi nhận:").rule_below(line, within=2)
    found = (line.size, line.style, length > 3, line.left)
    return found, (pt(size), style, underlined, mm(30))


def recipients(p, kind, rules, e):
    sheet = p.sheet_with("Nơi nhận:")
    items = [row[1] for row in sheet.rows if row[1].startswith("- ") and row[0] > sheet.line("Nơi nhận:").baseline]
    words = "- Như trên" if kind in LETTERS | {"submission"} else "- Thường trực Tỉnh ủy (báo cáo)"
    line = sheet.line(f"{words}{e['recipients end']}")
    archive = [text for text in items if text.startswith(e["archive"]) and text.endswith(".")]
    found = (line.size, line.style, line.left, len(archive), sum("Như trên" in text for text in items))
    return found, (pt(e["recipients"][0]), REGULAR, mm(30), 1, int("Như trên" in words))


def addressees(p, kind, rules, e):
    word = e["proposal word"] if kind == "submission" else "Kính gửi"
    line = p.first.line(f"{word}:")
    several = [row[1] for row in p.first.rows if row[1].rstrip().endswith(("Cần Đước;", "Cần Đước."))]
    several = [text for text in several if "- Đảng ủy" in text or "- Ủy ban" in text]
    return (line.size, line.style, len(several)), (pt(14), REGULAR, 2 if kind == "schedule-letter" else 0)


def captions(p, kind, rules, e):
    """At the left who wrote, then the unit, then the delegation, each on one line; names on one row. Room below."""
    words = ("NGƯỜI GHI BIÊN BẢN", "ĐẠI DIỆN ĐƠN VỊ", "ĐẠI DIỆN ĐOÀN")
    foot = p.sheet_with(words[0])
    lines, names = [p.line(each) for each in words], [foot.line(name, last=True) for name in (*NAMES, "Nơi nhận:")]
    order = [line.left for line in lines]
    middles = [round(abs(line.middle - name.middle)) for line, name in zip(lines, names, strict=False)]
    found = (order == sorted(order), {line.style for line in lines}, {line.size for line in lines}, middles)
    rows, room = {round(name.baseline) for name in names[:3]}, names[3].baseline - names[0].baseline
    return (*found, len(rows), room > 9), (True, {BOLD}, {14.0}, [0, 0, 0], 1, True)


def annexes(p, kind, rules, e):
    """Landscape where wide, each numbered anew without a number on its first page; label and title bold, centred."""
    wide, tall = p.sheet_with("LỊCH KIỂM TRA"), p.sheet_with("ĐỀ CƯƠNG BÁO CÁO")
    label, title, ref = wide.line(e["annex label"]), wide.line("LỊCH KIỂM TRA"), wide.line("(Kèm theo")
    found = (wide.width, tall.width, wide.number, tall.number, label.size, label.style, title.style, ref.style)
    return found, (mm(297), mm(210), None, None, pt(14), BOLD, BOLD, ITALIC)


def own_annex(p, kind, rules, e):
    """An annex that is a paper of its own has the same head: label, title in capitals, reference, centred."""
    lines = [p.first.line("Phụ lục"), p.first.line("SỐ LIỆU KIỂM TRA"), p.first.line("(Kèm theo")]
    row = next(row for row in p.first.rows if "SỐ LIỆU" in row[1])
    title = p.first.line(row[1].strip())
    found = [(line.size, line.style) for line in lines]
    return (found, title.middle, len(p.first.rules) > 9), (
        [(14, BOLD), (14, BOLD), (14, ITALIC)],
        mm((30 + 282) / 2),
        True,
    )


def draft_mark(p, kind, rules, e):
    """On a draft; measured on one."""
    return face(p.first.line("Dự thảo lần 1"), 14, BOLD)


MEASURES = [  # measure, kinds, the rules of the rule set that it measures
    (paper, set(KINDS), ()),
    (margin_left, set(KINDS), ("margins",)),
    (margin_right, set(KINDS), ("margins",)),
    (margin_top, set(KINDS), ("margins",)),
    (page_numbers, set(KINDS), ("page_number", "page_number_top", "first_page_is_numbered")),
    (nation, HEADED, ("nation", "nation_face")),
    (motto, HEADED, ("motto", "motto_face")),
    (nation_rule, HEADED, ("head_rule",)),
    (columns, HEADED, ("columns",)),
    (superior, HEADED, ("superior",)),
    (issuer, HEADED, ("issuer",)),
    (issuer_rule, HEADED, ("issuer_rule", "issuer_mark")),
    (number, HEADED, ("number", "number_lead", "number_form", "number_form_without_code", "number_digits")),
    (place_and_date, HEADED, ("place_and_date", "padded_months")),
    (type_title, TITLED, ("type_title",)),
    (about, TITLED, ("about", "about_begins_large")),
    (about_end, TITLED, ("about_rule", "has_about_mark")),
    (letter_about, LETTERS, ("letter_about", "letter_about_lead")),
    (letter_about_gap, LETTERS, ("letter_about_gap",)),
    (grounds, GROUNDED, ("grounds", "grounds_lead", "grounds_close")),
    (body, HEADED, ("body", "indent")),
    (paragraph_gap, HEADED, ("paragraph_gap",)),
    (first_level, PARTED, ("headings",)),
    (second_level, PARTED | {"conclusion-notice"}, ("headings",)),
    (articles, {"delegation-decision"}, ("article",)),
    (resolution, {"delegation-decision"}, ("resolution", "resolution_end")),
    (authority, SIGNED_BY_ONE, ("authority", "authority_words")),
    (signer_title, HEADED, ("signer_title",)),
    (signer_name, HEADED, ("signer_name", "signature_lines")),
    (recipients_label, SIGNED_BY_ONE, ("recipients_label",)),
    (recipients, SIGNED_BY_ONE, ("recipients", "recipients_end", "archive_form", "as_above")),
    (addressees, LETTERS | {"submission"}, ("addressees", "proposal_word")),
    (captions, MINUTES, ()),
    (table, {"figures-annex", "result-report"}, ("table",)),
    (own_annex, ANNEX, ("annex_label", "annex_title", "annex_reference")),
    (annexes, {"plan"}, ("annex_label", "annex_title", "annex_reference")),
]
OF_FULL_PAGES = [(margin_bottom, {"plan", "schedule-letter"}, ("margins",))]
OF_DRAFTS = [(draft_mark, {"conclusion-notice", "schedule-letter"}, ("draft", "draft_mark"))]
