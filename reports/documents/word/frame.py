"""What stands around the text of a paper: its head in two columns, kind and subject, those who sign, the recipients."""

from typing import Any

from docx.oxml.ns import qn

from reports.documents.layout.measure import width_of
from reports.documents.layout.rule_sets import RuleSet
from reports.documents.word.pieces import (
    Cell,
    Element,
    Row,
    element,
    gap,
    paragraph,
    rule,
    run,
    runs_of,
    slot,
    table,
    twips,
)

Sheet = dict[str, Any]
ABOUT_MARGIN = 10  # mm at both sides of the subject, as in static/documents/paper.css
BETWEEN_SIGNERS = 4  # mm
BESIDE = 6  # mm between the recipients and the signer
BELOW = 0.46  # of the text's width, for recipients below the signature


def lines(style: str, texts: list[str], *properties: Element) -> list[Element]:
    """Return a paragraph of lines that are broken already; none without lines. With a space before each break: programs
    that lose the breaks still part the words.
    """
    return [paragraph(style, " \n".join(texts), *properties)] if texts else []


# --- Head ------------------------------------------------------------------------------------------------------------
def draft_mark(sheet: Sheet) -> list[Element]:
    if not sheet["is_draft"]:
        return []
    marked = run(sheet["draft_mark"])
    border = element("bdr", val="single", sz="8", space="1", color="000000")
    marked.insert(0, element("rPr", border))
    return [paragraph("draft", [marked])]


def head(sheet: Sheet, rules: RuleSet, width_mm: float) -> list[Element]:
    """Return the two blocks at the top, number and date under them on one row."""
    widths = [width_mm * share / 100 for share in rules.columns.value]
    number = [paragraph("number", sheet["number_line"])] if sheet["number_line"] else []
    about = slot("about", lines("letterAbout", sheet["letter_about_lines"]))
    place = [paragraph("place", sheet["place_line"])] if sheet["place_line"] else []
    rows = [
        Row([Cell(_bodies(sheet, widths[0])), Cell(_nation(sheet, rules, widths[1]))]),
        Row([Cell([*number, *about]), Cell(place)]),
    ]
    return [table(rows, widths, has_borders=False)]


def _bodies(sheet: Sheet, room_mm: float) -> list[Element]:
    under = [rule(sheet["issuer_rule"], room_mm)] if sheet["issuer_rule"] else []
    mark = [paragraph("issuerMark", sheet["issuer_mark"])] if sheet["issuer_mark"] else []
    return [*lines("superior", sheet["superior_lines"]), *lines("issuer", sheet["issuer_lines"]), *under, *mark]


def _nation(sheet: Sheet, rules: RuleSet, room_mm: float) -> list[Element]:
    """Return country or Party, and the rule under the last of the lines, as long as its text."""
    faces = {"nation": rules.nation_face.value, "motto": rules.motto_face.value}
    found, last = [], ""
    for name in faces:
        if sheet[name]:
            found.append(paragraph(name, sheet[name]))
            last = name
    if last:
        length = width_of(sheet[last], faces[last].size, faces[last].bold) * rules.head_rule.value
        found.append(rule(length, room_mm))
    return found


# --- Kind, subject, addressees ---------------------------------------------------------------------------------------
def subject(sheet: Sheet, width_mm: float) -> list[Element]:
    side = element("ind", left=twips(ABOUT_MARGIN), right=twips(ABOUT_MARGIN))
    about = slot("about", lines("about", sheet["about_lines"], side))
    under = [rule(sheet["about_rule"], width_mm)] if sheet["about_rule"] else []
    mark = [paragraph("aboutMark", sheet["mark"])] if sheet["mark"] else []
    return [paragraph("typeTitle", sheet["type_title"]), *about, *under, *mark]


def addressees(sheet: Sheet, rules: RuleSet, width_mm: float) -> list[Element]:
    """Return one addressee beside the word, several below each other beside it."""
    names, word = sheet["addressees"], f"{sheet['addressee_word']}:"
    if len(names) < 2:
        found = slot(
            "addressees", [paragraph("addressees", f"{word} {name}", element("jc", val="center")) for name in names]
        )
        return [gap(12), *found] if names else []
    size = rules.addressees.value.size
    first = width_of(f"{word} ", size) + 4
    second = min(max(width_of(f"- {name}", size) for name in names) * 1.04 + 2, width_mm - first)
    listed = slot("addressees", [paragraph("addressees", f"- {name}") for name in names])
    cells = [Cell([paragraph("addressees", word)]), Cell(listed)]
    return [gap(12), table([Row(cells)], [first, second], has_borders=False, jc="center")]


# --- Foot ------------------------------------------------------------------------------------------------------------
def foot(sheet: Sheet, rules: RuleSet, width_mm: float) -> list[Element]:
    """Return recipients and signer side by side; of minutes those who sign side by side, the recipients below them."""
    if sheet["form"] == "minutes":
        return _signers(sheet, width_mm)
    found = []
    for n, signature in enumerate(sheet["signatures"]):
        found += _signature(sheet, signature, rules, width_mm, is_first=n == 0)
    below = sheet["recipients_below"]
    start = len(sheet["recipients_beside"])
    return [*found, *_recipients(sheet, below, start, width_mm * (1 - BELOW))] if below else found


def _signature(
    sheet: Sheet, signature: dict[str, Any], rules: RuleSet, width_mm: float, is_first: bool
) -> list[Element]:
    widths = [width_mm * share / 100 for share in rules.columns.value]
    recipients = []
    if is_first and sheet["recipients"]:
        recipients = [_label(), *_recipients(sheet, sheet["recipients_beside"], 0, BESIDE)]
    signer = [*_titles(signature), paragraph("signerName", signature["name"])]
    return [gap(12), table([Row([Cell(recipients), Cell(signer)])], widths, has_borders=False)]


def _titles(signature: dict[str, Any]) -> list[Element]:
    keeps = element("keepNext")
    return [
        *lines("authority", signature.get("caption_lines", []), keeps),
        *lines("authority", signature.get("authority_lines", []), element("keepNext")),
        *lines("signerTitle", signature.get("title_lines", []), element("keepNext")),
    ]


def _signers(sheet: Sheet, width_mm: float) -> list[Element]:
    """Return the blocks side by side: captions and titles on one row, the names on the next."""
    signatures = sheet["signatures"]
    found = []
    if signatures:
        room = width_mm - BETWEEN_SIGNERS * (len(signatures) - 1)
        widths = [signature.get("width", room) + BETWEEN_SIGNERS for signature in signatures]
        titles = Row([Cell(_titles(signature)) for signature in signatures])
        names = Row([Cell([paragraph("signerName", signature["name"])]) for signature in signatures])
        found = [gap(12), table([titles, names], widths, has_borders=False, jc="center")]
    if sheet["recipients"]:
        found += [gap(12), _label(), *_recipients(sheet, sheet["recipients"], 0, width_mm * (1 - BELOW))]
    return found


def _label() -> Element:
    return paragraph("recipientsLabel", "Nơi nhận:")


def _recipients(sheet: Sheet, names: list[str], start: int, right_mm: float) -> list[Element]:
    """Return lines of recipients, `start`: the number of the first; those of the slot in its control."""
    first, last = sheet["recipients_of_slot"]
    hang = element("ind", right=twips(right_mm))
    rows = [
        (start + n, paragraph("recipients", runs_of(f"- {name}", sheet["missing"]), _copy(hang)))
        for n, name in enumerate(names)
    ]
    before = [row for n, row in rows if n < first]
    own = [row for n, row in rows if first <= n < last]
    after = [row for n, row in rows if n >= last]
    return [*before, *slot("recipients", own, part=1 if start == 0 else 2), *after]


def _copy(made: Element) -> Element:
    return element("ind", **{name.rpartition("}")[2]: value for name, value in made.attrib.items()})


def keep_with_next(elements: list[Element]) -> None:
    """Let the last paragraph of a text stay with what follows it, so that no signature stands alone on a page."""
    last = next((found for found in reversed(elements) if found.tag in (qn("w:p"), qn("w:sdt"))), None)
    if last is None:
        return
    paragraphs = [last] if last.tag == qn("w:p") else last.findall(f".//{qn('w:p')}")
    properties = paragraphs[-1].find(qn("w:pPr"))
    if properties.find(qn("w:keepNext")) is None:
        properties.insert(1, element("keepNext"))
