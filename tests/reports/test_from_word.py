"""A draft's Word file that comes back: read as Word leaves it, compared slot by slot, taken as a person chose."""

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn

from inspections.papers.uploads.judge import TYPES
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.from_word import compare
from reports.documents.issue.printing import page_of, word_of
from reports.documents.texts import write_slot
from reports.documents.word.pieces import element, paragraph, run
from reports.documents.word.reading import read
from reports.models import DocumentText
from tests.reports.issued import DAY, TODAY
from workflow.models import Event


@pytest.fixture
def draft(inspection, minh):
    return start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)


# --- A hand in Word --------------------------------------------------------------------------------------------------
class Hand:
    """A file opened in Word: what somebody does in it."""

    def __init__(self, content):
        self.doc = docx.Document(io.BytesIO(content))

    def control(self, key):
        tags = self.doc.element.body.iter(qn("w:tag"))
        return next(tag for tag in tags if tag.get(qn("w:val")) == f"o:{key}").getparent().getparent()

    def inside(self, key):
        return self.control(key).find(qn("w:sdtContent"))

    def write(self, key, *paragraphs):
        """Replace what stands in a slot; a paragraph is a text or an element."""
        inside = self.inside(key)
        for child in list(inside):
            inside.remove(child)
        for each in paragraphs:
            inside.append(paragraph("body", each) if isinstance(each, str) else each)
        return self

    def made_bold(self, key):
        """Press "B" over a slot: its words stay."""
        for made in self.inside(key).iter(qn("w:r")):
            made.insert(0, element("rPr", element("b")))
        return self

    def without_controls(self):
        """As LibreOffice 7 stores it: the paragraphs and the bookmarks alone."""
        for control in list(self.doc.element.body.iter(qn("w:sdt"))):
            for child in list(control.find(qn("w:sdtContent"))):
                control.addprevious(child)
            control.getparent().remove(control)
        return self

    def numbered(self, *paragraphs):
        """Write paragraphs of the lists that Word's buttons make: 7 counts, 8 has dots."""
        kinds = "".join(
            f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/></w:lvl></w:abstractNum>'
            for n, kind in ((0, "decimal"), (1, "bullet"))
        )
        lists = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{n}"/></w:num>' for number, n in ((7, 0), (8, 1))
        )
        blob = f'<w:numbering xmlns:w="{nsmap["w"]}">{kinds}{lists}</w:numbering>'.encode()
        part = Part(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, blob, self.doc.part.package)
        self.doc.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return self.write("opening", *paragraphs)

    @property
    def content(self):
        target = io.BytesIO()
        self.doc.save(target)
        return target.getvalue()


def line(*runs):
    return paragraph("body", runs)


def tracked(kind, *runs):
    return element(kind, *runs, id="1", author="Minh")


def deleted(text):
    made = run(text)
    made.find(qn("w:t")).tag = qn("w:delText")
    return tracked("del", made)


def mark_deleted(made):
    """Delete the mark that ends a paragraph: accepted, the next one goes on in it."""
    made.find(qn("w:pPr")).append(element("rPr", tracked("del")))
    return made


def numbered(text, number):
    made = paragraph("body", text)
    made.find(qn("w:pPr")).append(element("numPr", element("ilvl", val="0"), element("numId", val=number)))
    return made


def placeholder(hand):
    hand.control("opening").find(qn("w:sdtPr")).append(OxmlElement("w:showingPlcHdr"))
    return hand.write("opening", "Bấm để nhập văn bản.")


def table_of(*rows):
    made = element("tbl", element("tblPr"))
    for row in rows:
        made.append(element("tr", *(element("tc", paragraph("cell", text)) for text in row)))
    return made


def gone(hand):
    control = hand.control("opening")
    control.getprevious().getparent().remove(control.getprevious())
    control.getnext().getparent().remove(control.getnext())
    control.getparent().remove(control)
    return hand


EDITS = [  # what is done to the opening, the text that is offered, and how the slot stands
    (lambda hand: hand, None, None),
    (lambda hand: hand.without_controls(), None, None),
    (lambda hand: hand.write("opening", "Câu  mới\u00a0của Minh."), "Câu mới của Minh.", "offered"),
    (lambda hand: hand.write("opening", "Một.", "", "Hai.").without_controls(), "Một.\nHai.", "offered"),
    (
        lambda hand: hand.write("opening", line(run("Rất "), run("gấp ", bold=True), run("nhé", italic=True))),
        "Rất **gấp** *nhé*",
        "offered",
    ),
    (lambda hand: hand.made_bold("opening"), lambda words: f"**{words}**", "offered"),
    (lambda hand: hand.write("opening", "2 * 3 | {x} _a_"), r"2 \* 3 \| {x} \_a\_", "offered"),
    (lambda hand: hand.write("opening", "- Một.", "- Hai."), "- Một.\n- Hai.", "offered"),
    (lambda hand: hand.numbered(numbered("Một.", "7"), numbered("Hai.", "7")), "1. Một.\n2. Hai.", "offered"),
    (lambda hand: hand.numbered(numbered("Một.", "8"), "Hai."), "- Một.\nHai.", "offered"),
    (
        lambda hand: hand.write("opening", line(run("Giữ "), deleted("bỏ"), tracked("ins", run("thêm")))),
        "Giữ thêm",
        "offered",
    ),
    (lambda hand: hand.write("opening", mark_deleted(paragraph("body", "Nửa ")), "câu."), "Nửa câu.", "offered"),
    (
        lambda hand: hand.write("opening", "Bảng:", table_of(["Ấp", "Số"], ["1", "a|b"])),
        "Bảng:\n| Ấp | Số |\n|---|---|\n| 1 | a\\|b |",
        "offered",
    ),
    (lambda hand: hand.write("opening", "“" + "dài " * 13_000), None, "refused"),
    (placeholder, None, "empty"),
    (lambda hand: hand.write("opening", ""), None, "empty"),
    (gone, None, "gone"),
]


def test_what_word_leaves_in_a_slot_is_the_text_that_staff_would_have_typed(draft):
    """Only the changed slot differs, and nothing outside of the slots."""
    content, fails = word_of(draft), []
    for n, (edit, text, standing) in enumerate(EDITS):
        returned = compare(draft, read(edit(Hand(content)).content))
        found = [(slot.key, str(slot.standing)) for slot in returned.slots]
        text = text(returned.slots[0].before) if callable(text) else text
        if text is not None:
            found.append(returned.slots[0].text)
        wanted = [("opening", standing)] if standing else []
        fails += [] if found == wanted + ([text] if text is not None else []) else [(n, found)]
        fails += [] if returned.before == returned.outside else [(n, "outside")]
    assert fails == []


def test_lists_come_back_without_what_the_layout_puts_around_them(draft):
    hand = Hand(word_of(draft))
    hand.write("recipients", "- Thường trực Tỉnh ủy;", "Mặt trận Tổ quốc.").write("grounds", "- Căn cứ Kế hoạch,")
    hand.write("about", "về kết luận\nkiểm tra mới")
    found = {slot.key: slot.text for slot in compare(draft, read(hand.content)).slots}
    assert found == {
        "about": "về kết luận kiểm tra mới",
        "grounds": "Căn cứ Kế hoạch",
        "recipients": "Thường trực Tỉnh ủy\nMặt trận Tổ quốc",
    }


def test_what_isnt_taken_is_named(draft):
    hand = Hand(word_of(draft))
    note = element("r", element("footnoteReference", id="2"))
    hand.write("opening", line(run("Có chú thích"), note, element("r", element("commentReference", id="0"))))
    name = next(each for each in hand.doc.element.body.iter(qn("w:t")) if each.text == "THÔNG BÁO")
    name.text = "THÔNG CÁO"
    name.getparent().addprevious(tracked("ins", run(" (sửa)")))
    returned = compare(draft, read(hand.content))
    outside = [line for line in returned.outside.split("\n") if line not in returned.before]
    assert (returned.left, returned.comments, returned.changes, outside) == (["footnote"], 1, 1, ["(sửa)THÔNG CÁO"])


# --- The pages -------------------------------------------------------------------------------------------------------
def upload(browser, draft, content, name="sua.docx", **typed):
    file = SimpleUploadedFile(name, content, TYPES["docx"])
    address = reverse("document_from_word", args=[draft.pk])
    return browser.post(address, {"file": file, "is_not_secret": "on", **typed})


def words_of(answer):
    return answer.content.decode()


def test_minh_takes_two_of_three_parts_and_ngocs_change_stays(draft, minh, ngoc, signed_in):
    minhs, address = signed_in(minh), reverse("document_from_word", args=[draft.pk])
    assert address in words_of(minhs.get(draft.get_absolute_url()))
    write_slot(draft, "closing", "Lời kết cũ, dẫn {2.1}.", minh)
    hand = Hand(minhs.get(reverse("document_word", args=[draft.pk])).content)
    write_slot(draft, "recipients", "Nơi nhận của Ngọc", ngoc)
    hand.write("opening", "Mở đầu trong Word.").write("closing", "Lời kết trong Word.").write("recipients", "- Ai đó;")
    hand.write("about", "về việc không lấy")
    sent = upload(minhs, draft, hand.content)
    page = minhs.get(sent["Location"])
    shown = words_of(page)
    offered = re.findall(r'name="slot" value="([^"]+)"', shown)
    assert (page.status_code, offered) == (200, ["about", "opening", "closing"])
    assert ("đã đổi trên cổng sau khi tải tệp Word" in shown, shown.count("thành chữ cố định")) == (True, 1)
    assert ("<ins>về việc không lấy</ins>" in shown, "Khác ở ngoài các phần" in shown) == (True, False)
    chosen = ({}, {"slot": ["opening", "recipients"]}, {"slot": "x"})
    refused = [minhs.post(sent["Location"], typed) for typed in chosen]
    assert ([each.status_code for each in refused], draft.texts.filter(slot="opening").count()) == ([409] * 3, 0)
    done = minhs.post(sent["Location"], {"slot": ["opening", "closing"]})
    assert done["Location"] == f"{draft.get_absolute_url()}#slots"
    texts = dict(DocumentText.objects.filter(document=draft).values_list("slot", "text"))
    assert texts == {
        "closing": "Lời kết trong Word.",
        "opening": "Mở đầu trong Word.",
        "recipients": "Nơi nhận của Ngọc",
    }
    is_in_history = Event.objects.filter(actor=minh, act="changed").exists()
    assert ("Mở đầu trong Word." in page_of(draft), is_in_history) == (True, True)
    again = minhs.post(sent["Location"], {"slot": ["about"]}, follow=True)
    assert "đã quá hạn giữ" in words_of(again)


def test_another_paper_s_file_and_a_foreign_one_are_refused_with_the_way_for_papers_made_outside(
    draft, inspection, minh, signed_in
):
    minhs = signed_in(minh)
    other = start_draft("result-report", inspection, minh, DAY, today=TODAY)
    foreign = io.BytesIO()
    docx.Document().save(foreign)
    files = [(word_of(other), "của một văn bản khác"), (foreign.getvalue(), "không phải bản Word tải từ")]
    for content, words in files:
        page = upload(minhs, draft, content)
        shown = words_of(page)
        assert (page.status_code, words in shown, reverse("number_outside") in shown) == (422, True, True)
    secret = Hand(word_of(draft)).write("opening", "TỐI MẬT").content
    assert "Tệp mang dấu “TỐI MẬT”" in words_of(upload(minhs, draft, secret))
    assert "Xem lại tài liệu" in words_of(upload(minhs, draft, word_of(draft), is_not_secret=""))
    renamed = Hand(word_of(draft))
    next(each for each in renamed.doc.element.body.iter(qn("w:t")) if each.text == "THÔNG BÁO").text = "THÔNG CÁO"
    shown = words_of(minhs.get(upload(minhs, draft, renamed.content)["Location"]))
    changed = "<del>THÔNG BÁO</del><ins>THÔNG CÁO</ins>"
    assert (changed in shown, "không có gì khác với dự thảo" in shown) == (True, True)
    assert ("Khác ở ngoài các phần" in shown, "TÂY NINH" in shown.partition('id="h-outside"')[2]) == (True, False)
    nothing = upload(minhs, draft, word_of(draft))
    assert "không có gì khác với dự thảo" in words_of(minhs.get(nothing["Location"]))


def test_only_who_may_write_the_draft_takes_a_file_back(draft, minh, ngoc, van, lan, hoa, signed_in):
    sent = upload(signed_in(minh), draft, Hand(word_of(draft)).write("opening", "Câu của Minh.").content)["Location"]
    for user, status in ((van, 403), (lan, 404), (hoa, 404)):
        browser = signed_in(user)
        answers = [browser.get(sent), browser.post(sent, {"slot": ["opening"]}), upload(browser, draft, b"PK")]
        assert {answer.status_code for answer in answers} == {status}
    ngocs = signed_in(ngoc)
    assert ngocs.get(sent)["Location"] == draft.get_absolute_url()  # Minh's file isn't shown to her
    assert draft.texts.count() == 0
