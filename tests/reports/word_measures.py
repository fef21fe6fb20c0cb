"""A Word file read back by another way than it was written, and measured: what is, and what must be."""

import io
from dataclasses import dataclass
from functools import cached_property

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reports.documents.layout.measure import width_of
from tests.reports import layout_measures as pdf
from tests.reports.layout_expected import BOLD, ITALIC, REGULAR
from tests.reports.layout_measures import ANNEX, GROUNDED, HEADED, LETTERS, MINUTES, PARTED, SIGNED_BY_ONE, TITLED
from tests.reports.sample_facts import KINDS, sample

MM = 36_000  # English metric units
FACES = {(None, None): REGULAR, (True, None): BOLD, (None, True): ITALIC, (True, True): "bold italic"}


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, its face by its style, and how it stands."""

    paragraph: Paragraph

    @cached_property
    def text(self):
        return self.paragraph.text

    @property
    def face(self):
        font = self.paragraph.style.font
        return font.size.pt, FACES[font.bold, font.italic]

    @property
    def is_underlined(self):
        return bool(self.paragraph.style.font.underline)

    def _shape(self, name):
        own = getattr(self.paragraph.paragraph_format, name)
        return own if own is not None else getattr(self.paragraph.style.paragraph_format, name)

    @property
    def align(self):
        """ "center" or "both"…: as Word writes it."""
        return self._shape("alignment").name.lower()

    def pt(self, name):
        return self._shape(name).pt

    def mm(self, name):
        return round(self._shape(name) / MM)


class Copy:
    """An opened Word file."""

    def __init__(self, content):
        self.doc = docx.Document(io.BytesIO(content))
        self.body = self.doc.element.body

    @cached_property
    def lines(self):
        return [Line(Paragraph(found, self.doc._body)) for found in self.body.iter(qn("w:p"))]

    def line(self, words, last=False):
        found = [line for line in self.lines if words in line.text]
        assert found, f"{words!r} is not there"
        return found[-1 if last else 0]

    def rule_after(self, line):
        """The length in mm of the line that is drawn below a paragraph, 0 without one."""
        own = line.paragraph._p
        control = own.getparent().getparent()  # of a slot, as the subject is
        below = control.getnext() if control.tag == qn("w:sdt") else own.getnext()
        while below is not None and below.tag == qn("w:bookmarkEnd"):
            below = below.getnext()
        if below is None or below.find(f".//{qn('w:pBdr')}") is None:
            return 0
        format_ = Paragraph(below, self.doc._body).paragraph_format
        return round((self.room_of(below) - format_.left_indent - format_.right_indent) / MM)

    def room_of(self, element):
        cell = element.getparent()
        if cell.tag == qn("w:tc"):
            return int(cell.find(f".//{qn('w:tcW')}").get(qn("w:w"))) * 635
        section = self.doc.sections[0]
        return section.page_width - section.left_margin - section.right_margin

    @property
    def tables(self):
        """Tables with borders; the others hold blocks side by side."""
        found = self.body.iter(qn("w:tbl"))
        return [table for table in found if table.find(f".//{qn('w:tblBorders')}")[0].get(qn("w:val")) == "single"]


def face(line, size, style):
    return line.face, (size, style)


def margins(p, kind, rules, e):
    sides = ("top_margin", "right_margin", "bottom_margin", "left_margin")
    found = [[round(getattr(section, side) / MM) for side in sides] for section in p.doc.sections]
    size = [(round(section.page_width / MM), round(section.page_height / MM)) for section in p.doc.sections]
    more = [(297, 210), (210, 297)] if kind == "plan" else []
    wanted = [(297, 210)] if kind in ANNEX else [(210, 297), *more]
    return (found, size), ([[20, 15, 20, 30]] * len(size), wanted)


def page_numbers(p, kind, rules, e):
    """A field at the top, centred, 14 points, its digits 10 mm from the edge; none on first pages; annexes anew."""
    first, *annexes = p.doc.sections
    number = Line(first.header.paragraphs[0])
    field = number.paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr"))
    top = first.header_distance.mm + 0.229 * 14 * 25.4 / 72
    found = (field, number.face, number.align, round(top), first.different_first_page_header_footer)
    blank = "".join(line.text for line in first.first_page_header.paragraphs)
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in annexes]
    shared = {
        section.header.is_linked_to_previous and section.different_first_page_header_footer for section in annexes
    }
    wanted = ("PAGE", (14, REGULAR), "center", 10, True, "", ["1"] * len(annexes), set())
    return (*found, blank, starts, shared - {True}), wanted


def nation(p, kind, rules, e):
    text, size, style = e["nation"]
    line = p.line(text)
    return (line.text, line.face, line.align), (text, (size, style), "center")


def motto(p, kind, rules, e):
    found = [(line.text, line.face) for line in p.lines if line.paragraph.style.style_id == "motto"]
    return found, [("Độc lập - Tự do - Hạnh phúc", (14, BOLD))] if rules == "nd30" else []


def nation_rule(p, kind, rules, e):
    line = p.line("Độc lập" if rules == "nd30" else e["nation"][0])
    return 50 < p.rule_after(line) < 75, True


def columns(p, kind, rules, e):
    grid = [round(int(column.get(qn("w:w"))) * 25.4 / 1440) for column in next(p.body.iter(qn("w:tblGrid")))]
    return grid, [round(165 * share / 100) for share in e["columns"]]


def superior(p, kind, rules, e):
    return face(p.line(pdf._superior(kind, rules).split()[0]), *e["superior"])


def issuer(p, kind, rules, e):
    line = p.line(pdf._issuer(kind, rules))
    share = p.rule_after(line) / (width_of(line.text, 13, bold=True))
    stars = [each.text for each in p.lines if each.text.strip() == "*"]
    found = (line.face, line.align, _is_drawn(share), stars)
    return found, (e["issuer"], "center", rules == "nd30", [] if rules == "nd30" else ["*"])


def _is_drawn(share):
    """Whether a rule is drawn, a third to half as long as the line above it."""
    assert share == 0 or 1 / 3 <= share <= 1 / 2, share
    return share > 0


def number(p, kind, rules, e):
    form, size, style = e["number"]
    facts = sample(kind, rules)
    code = facts["type_code"] + ("-" if rules == "nd30" and facts["type_code"] else "")
    text = form.format(code=code, symbol=facts["symbol"])
    line = p.line(text)
    return (line.text, line.face), (text, (size, style))


def place_and_date(p, kind, rules, e):
    day = "12 tháng 8 năm 2025" if rules == "hd36" else "06 tháng 10 năm 2026"
    found = [(line.text, *line.face) for line in p.lines if line.text.startswith("Tây Ninh, ngày")]
    return found, [] if kind in MINUTES else [(f"Tây Ninh, ngày {day}", 14, ITALIC)]


def type_title(p, kind, rules, e):
    line = next(line for line in p.lines if line.text == KINDS[kind][2])
    return (line.face, line.align), (e["type title"], "center")


def about(p, kind, rules, e):
    lines = pdf._about_lines(kind, rules)
    line = p.line(" \n".join(lines))
    below = "-----" if rules != "nd30" else ""
    dashes = [each.text for each in p.lines if each.text == "-----"]
    share = p.rule_after(line) / max(width_of(each, 14, bold=True) for each in lines)
    found = (line.face, line.align, line.text[0].isupper(), dashes, _is_drawn(share))
    return found, (e["about"], "center", e["about begins large"], [below] if below else [], rules == "nd30")


def letter_about(p, kind, rules, e):
    lead, size, style = e["letter about"]
    line = p.line(lead)
    begins = lead + ("thông báo" if kind == "schedule-letter" else "đôn đốc")
    found = (line.face, line.text.startswith(begins), line.pt("space_before"), line.pt("line_spacing"))
    return found, ((size, style), True, 6 if rules == "nd30" else 0, 15)


def grounds(p, kind, rules, e):
    lead, close, size, style = e["grounds"]
    first, last = p.line(f"{lead}Căn cứ Kế hoạch"), p.line(f"của Đoàn Kiểm tra số 3{close}")
    ends = (first.text.startswith(f"{lead}Căn cứ"), last.text.endswith(f"số 3{close}"))
    return (first.face, first.mm("first_line_indent"), last.face, ends), (
        (size, style),
        10,
        (size, style),
        (True, True),
    )


def body(p, kind, rules, e):
    """14 points upright, first line 10 mm in, lines exactly 18 points, 6 below, justified."""
    line = p.line("việc phối hợp giữa")
    found = (line.face, line.mm("first_line_indent"), line.pt("line_spacing"), line.pt("space_after"), line.align)
    return found, ((14, REGULAR), 10, 18, 6, "justify")


def headings(p, kind, rules, e):
    """With their numbers as text, each level in the outline."""
    label, size, style = e["first level"]
    second = next(line for line in p.lines if line.text.startswith("1. "))
    found, wanted = [(second.face, second.mm("first_line_indent"))], [((14, BOLD), 10)]
    if kind in PARTED:
        first = next(line for line in p.lines if line.text.startswith(label))
        level = first.paragraph.style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val"))
        found.append((first.face, first.text, level, first._shape("keep_with_next")))
        wanted.append(((size, style), first.text.upper(), "0", True))
    return found, wanted


def articles(p, kind, rules, e):
    line = p.line("Điều 2. ")
    label, words = line.paragraph.runs[0], line.paragraph.runs[1]
    font = label.style.font
    found = (label.text, font.size.pt, FACES[font.bold, font.italic], words.bold, line.face)
    return found, ("Điều 2. ", 14, BOLD, None, (14, REGULAR))


def resolution(p, kind, rules, e):
    line = p.line("QUYẾT ĐỊNH", last=True)
    end = ":" if rules == "nd30" else ""
    return (line.text, line.face, line.align), (f"QUYẾT ĐỊNH{end}", (14, BOLD), "center")


def authority(p, kind, rules, e):
    words = e["authority words"].get(kind)
    if words is None:
        return [line.text for line in p.lines if line.text.startswith(("T/M", "TM."))], []
    return face(p.line(words), 14, BOLD)


def signer_title(p, kind, rules, e):
    return face(p.line(pdf._title(kind), last=True), *e["title"])


def signer_name(p, kind, rules, e):
    """Bold, centred, four and a half blank lines below the title; its row isn't split."""
    line = p.line(pdf._name(kind), last=True)
    row = next(up for up in line.paragraph._p.iterancestors() if up.tag == qn("w:tr"))
    stays = row.find(f".//{qn('w:cantSplit')}") is not None
    return (line.face, line.align, line.pt("space_before"), stays), ((14, BOLD), "center", 81, True)


def recipients(p, kind, rules, e):
    size, style, underlined = e["recipients label"]
    label = p.line("Nơi nhận:")
    items = [line for line in p.lines if line.paragraph.style.style_id == "recipients"]
    above = kind in LETTERS | {"submission"}
    first = f"- {'Như trên' if above else sample(kind, rules)['recipients'][0]}{e['recipients end']}"
    found = (label.face, label.is_underlined, {line.face for line in items}, items[0].text)
    office = sample(kind, rules)["archive"].removeprefix("Lưu ")
    wanted = ((size, style), underlined, {(e["recipients"][0], REGULAR)}, first)
    return (*found, items[-1].text), (*wanted, f"{e['archive']}{office}.")


def addressees(p, kind, rules, e):
    word = e["proposal word"] if kind == "submission" else "Kính gửi"
    line = p.line(f"{word}:")
    several = [
        each.text for each in p.lines if each.text.startswith("- ") and each.text.endswith(("Cần Đước;", "Cần Đước."))
    ]
    several = several if line.text == f"{word}:" else []
    return (line.face, len(several)), ((14, REGULAR), 2 if kind == "schedule-letter" else 0)


def captions(p, kind, rules, e):
    """Who wrote, the unit, the delegation: side by side, the names on one row."""
    words = ("NGƯỜI GHI BIÊN BẢN", "ĐẠI DIỆN ĐƠN VỊ", "ĐẠI DIỆN ĐOÀN")
    rows = [[cell.text for cell in row.cells] for table in p.doc.tables for row in table.rows if len(row.cells) == 3]
    return ([cell.split("\n")[0] for cell in rows[0]], rows[1], {p.line(each).face for each in words}), (
        list(words), list(pdf.NAMES), {(14, BOLD)},
    )  # fmt: skip


def tables(p, kind, rules, e):
    """The head is repeated, no row is split, widths fill the text, heads bold and centred, all 12 points."""
    made = p.tables[0]
    rows = made.findall(qn("w:tr"))
    heads = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]
    split = [row.find(f".//{qn('w:cantSplit')}") is None for row in rows]
    head, cell = (
        Line(Paragraph(next(rows[0].iter(qn("w:p"))), p.doc._body)),
        p.line("Hồ sơ giải quyết đúng", last=kind == "figures-annex"),
    )
    width = sum(int(column.get(qn("w:w"))) for column in made.find(qn("w:tblGrid"))) * 25.4 / 1440
    found = (heads, any(split), head.face, head.align, cell.face, round(width))
    room = 252 if kind in ANNEX else 165
    return found, ([True, *[False] * (len(rows) - 1)], False, (12, BOLD), "center", (12, REGULAR), room)


def chart(p, kind, rules, e):
    """A picture as wide as in the PDF, with words for those who don't see it."""
    (drawn,) = p.doc.inline_shapes
    words = drawn._inline.docPr.get("descr")
    return (round(drawn.width / MM), "94,49%" in words), (120, True)


def annexes(p, kind, rules, e):
    heads = [p.line(e["annex label"]), p.line("LỊCH KIỂM TRA"), p.line("(Kèm theo")]
    return [(line.face, line.align) for line in heads], [((14, style), "center") for style in (BOLD, BOLD, ITALIC)]


def own_annex(p, kind, rules, e):
    heads = [p.line("Phụ lục"), p.line("SỐ LIỆU KIỂM TRA"), p.line("(Kèm theo")]
    return [(line.face, line.align) for line in heads], [((14, style), "center") for style in (BOLD, BOLD, ITALIC)]


def units(p, kind, rules, e):
    """Every unit once and in order with its whole table (head, group, 16 rows), nothing of how the PDF is cut."""
    found = [line.text for line in p.lines if "UBND xã thứ" in line.text or "tiếp theo" in line.text]
    rows = [len(table.findall(qn("w:tr"))) for table in p.tables]
    parts = [line.text for line in p.lines if line.text.startswith("Phần")]
    wanted = [f"{n}. UBND xã thứ {n}" for n in range(1, len(found) + 1)]
    return (found, rows, parts, len(p.doc.sections)), (wanted, [18] * len(wanted), [], 1)


def draft_mark(p, kind, rules, e):
    line = p.line("Dự thảo lần 1")
    framed = line.paragraph._p.find(f".//{qn('w:bdr')}") is not None
    return (line.text, line.face, line.align, framed), ("Dự thảo lần 1", (14, BOLD), "right", True)


def file_itself(p, kind, rules, e):
    """Times New Roman, Vietnamese, a title and an author; no address outside of it, no macro."""
    styles = p.doc.styles.element
    fonts = set(styles.find(f".//{qn('w:rFonts')}").attrib.values())
    language = styles.find(f".//{qn('w:lang')}").get(qn("w:val"))
    core = p.doc.core_properties
    package = p.doc.part.package
    relations = [each for part in package.iter_parts() for each in part.rels.values()] + list(package.rels.values())
    kinds = {each.content_type for each in package.iter_parts() if "macro" in each.content_type}
    found = (
        fonts,
        language,
        core.author,
        KINDS[kind][2].capitalize() in core.title,
        [r for r in relations if r.is_external],
        kinds,
    )
    return found, ({"Times New Roman"}, "vi-VN", "Ban Tuyên giáo", True, [], set())


MEASURES = [  # measure, kinds, the rules of the rule set that it measures
    (file_itself, set(KINDS), ()),
    (margins, set(KINDS), ("margins",)),
    (page_numbers, set(KINDS), ("page_number", "page_number_top", "first_page_is_numbered")),
    (nation, HEADED, ("nation", "nation_face")),
    (motto, HEADED, ("motto", "motto_face")),
    (nation_rule, HEADED, ("head_rule",)),
    (columns, HEADED, ("columns",)),
    (superior, HEADED, ("superior",)),
    (issuer, HEADED, ("issuer", "issuer_rule", "issuer_mark")),
    (number, HEADED, ("number", "number_lead", "number_form", "number_form_without_code", "number_digits")),
    (place_and_date, HEADED, ("place_and_date", "padded_months")),
    (type_title, TITLED, ("type_title",)),
    (about, TITLED, ("about", "about_begins_large", "about_rule", "has_about_mark")),
    (letter_about, LETTERS, ("letter_about", "letter_about_lead", "letter_about_gap")),
    (grounds, GROUNDED, ("grounds", "grounds_lead", "grounds_close")),
    (body, HEADED, ("body", "indent", "paragraph_gap")),
    (headings, PARTED | {"conclusion-notice"}, ("headings",)),
    (articles, {"delegation-decision"}, ("article",)),
    (resolution, {"delegation-decision"}, ("resolution", "resolution_end")),
    (authority, SIGNED_BY_ONE, ("authority", "authority_words")),
    (signer_title, HEADED, ("signer_title",)),
    (signer_name, HEADED, ("signer_name", "signature_lines")),
    (recipients, HEADED, ("recipients_label", "recipients", "recipients_end", "archive_form", "as_above")),
    (addressees, LETTERS | {"submission"}, ("addressees", "proposal_word")),
    (captions, MINUTES, ()),
    (tables, {"figures-annex", "result-report"}, ("table",)),
    (chart, {"result-report"}, ()),
    (own_annex, ANNEX, ("annex_label", "annex_title", "annex_reference")),
    (annexes, {"plan"}, ("annex_label", "annex_title", "annex_reference")),
]
OF_DRAFTS = [(draft_mark, {"conclusion-notice", "schedule-letter"}, ("draft", "draft_mark"))]
OF_PARTS = [*(row for row in MEASURES if row[0] in (margins, page_numbers, tables, own_annex)), (units, ANNEX, ())]
