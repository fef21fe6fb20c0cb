"""From the facts of a paper to its sheet: the lines that its rule set prints, which the templates show literally.

Pure; imports no model and renders nothing. Texts are plain; escaping and line breaks are the templates' filters.
"""

from typing import Any

from ground.text import nfc
from reports.documents.layout.lines import (
    authority_line,
    check_mark,
    date_text,
    ended,
    is_issued,
    label,
    number_line,
    respelled,
    rules_for,
)
from reports.documents.layout.measure import balanced, lines_needed, width_of
from reports.documents.layout.parts import parts_of
from reports.documents.layout.passages import content_of, laid_out_sections, mark_end, text_with
from reports.documents.layout.rich_text import end_marked, lines_of
from reports.documents.layout.rule_sets import STATE, Face, RuleSet
from reports.documents.layout.stylesheet import css_of, version_of
from reports.documents.layout.typography import title_broken_well, untied

LINE_HEIGHTS = (18, 19, 20)  # points; the style sheets have a class for each
STYLE = {"line_height_pt": 18, "subject_mark": "-----", "end_mark": ".", "tone": "ỦY"}
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)  # mm
ABOUT_MARGINS = 20  # mm left and right of the subject together
SIGNATURE_GAP = 4  # mm between those who sign side by side
BESIDE_THE_SIGNER = 9  # lines of recipients that stand beside the signature; the others follow below it


def lay_out(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the sheet of `facts` under the rules of its layout and day; `parts`: the sheets of its parts, where it is
    an annex too long for one file. Raises RuleSetMissing.
    """
    style = {**STYLE, **facts.get("style", {})}
    facts = _printable(facts, style["tone"])
    rules = rules_for(facts)
    is_annex = facts.get("form") == "annex"
    sheet = _sheet(facts, rules, style, _room(rules, LANDSCAPE if is_annex else PORTRAIT))
    return {**sheet, "parts": parts_of(sheet) if is_annex else []}


def _sheet(facts: dict[str, Any], rules: RuleSet, style: dict[str, Any], room: tuple[float, float]) -> dict[str, Any]:
    return {
        "rules": rules.slug,
        "stylesheet": css_of(rules),
        "style_version": version_of(rules),
        "template": f"documents/{facts['kind'].replace('-', '_')}.html",
        "form": facts.get("form", "titled"),
        "line_class": f"line-{style['line_height_pt']}",
        "title": f"{(facts['type_title'] or facts.get('kind_name', '')).capitalize()} {_about(facts)}".strip(),
        "is_draft": not is_issued(facts),
        "reference": _in_brackets(facts.get("reference", "")),
        "part": "",
        "draft_mark": rules.draft_mark.value.format(n=facts.get("draft_number") or 1),
        "missing": [row["text"] for row in facts.get("missing", [])],
        **_head(facts, rules, room[0]),
        **_subject(facts, rules, style, room[0]),
        **_text(facts, rules, style, room),
        "signatures": _signatures(facts, rules, room[0]),
        **_recipients(facts, rules, room[0]),
        "annexes": _annexes(facts, rules),
        "check": check_mark(facts),
    }


def _printable(value: Any, tone: str) -> Any:
    """Return `value` with every text in NFC, because the engine misplaces decomposed marks, and spelled by `tone`;
    what staff wrote themselves keeps its spelling.
    """
    if isinstance(value, str):
        return respelled(nfc(value), tone)
    if isinstance(value, dict):
        return {key: nfc(part) if key == "html" else _printable(part, tone) for key, part in value.items()}
    if isinstance(value, list):
        return [_printable(part, tone) for part in value]
    return value


def _room(rules: RuleSet, sheet: tuple[int, int]) -> tuple[float, float]:
    margins = rules.margins.value
    return sheet[0] - margins.left - margins.right, sheet[1] - margins.top - margins.bottom


# --- Head ------------------------------------------------------------------------------------------------------------
def _head(facts: dict[str, Any], rules: RuleSet, width: float) -> dict[str, Any]:
    """Return the two blocks at the top. Capitals are real ones, so that the PDF's text equals what the page shows."""
    left = width * rules.columns.value[0] / 100
    issuers = [name for name in (facts["issuer"], facts.get("issuer_line", "")) if name]
    issuer_lines = [line for name in issuers for line in _title_lines(name, rules.issuer.value, left)]
    return {
        "superior": facts["superior"].upper(),
        "superior_lines": _title_lines(facts["superior"], rules.superior.value, left) if facts["superior"] else [],
        "issuer": facts["issuer"].upper(),
        "issuer_lines": issuer_lines,
        "issuer_rule": _rule_length(issuer_lines, rules.issuer.value, rules.issuer_rule.value),
        "issuer_mark": rules.issuer_mark.value,
        **_nation(facts, rules),
        "number_line": number_line(facts),
        "place_line": "" if facts.get("day_is_left_out") else f"{facts['place']}, {date_text(facts)}",
    }


def _nation(facts: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    """Return the right block; the Front has its own line there, or none."""
    if facts.get("head_line") or facts.get("system") == "front":
        return {"nation": facts.get("head_line", ""), "motto": ""}
    return {"nation": rules.nation.value, "motto": rules.motto.value}


def _title_lines(text: str, face: Face, width: float) -> list[str]:
    """Return the lines of a title, as equal as its words allow; they are printed as they are."""
    printed = title_broken_well(text)
    lines = balanced(printed.upper() if face.capitals else printed, face.size, width, face.bold)
    return [untied(line) for line in lines]


def _rule_length(lines: list[str], face: Face, share: float) -> int:
    """Return the whole millimetres of the rule below `lines`, a share of the longest; 0 for none."""
    return round(share * max((width_of(line, face.size, face.bold) for line in lines), default=0.0))


# --- Subject and text ------------------------------------------------------------------------------------------------
def _about(facts: dict[str, Any]) -> str:
    return " ".join(lines_of(facts["about"]))


def _subject(facts: dict[str, Any], rules: RuleSet, style: dict[str, Any], width: float) -> dict[str, Any]:
    about, is_letter = _about(facts), facts.get("form") == "letter"
    lead = rules.letter_about_lead.value
    letter_about = f"{lead}{about.removeprefix('về ').removeprefix('việc ')}"
    left = width * rules.columns.value[0] / 100
    face = rules.about.value if _has_head(facts) else rules.annex_title.value
    printed = _begun_large(about) if rules.about_begins_large.value else about
    about_lines = _title_lines(printed, face, width - ABOUT_MARGINS) if about else []
    return {
        "type_title": facts["type_title"].upper() if _has_head(facts) else facts["type_title"].capitalize(),
        "about": about,
        "about_lines": about_lines,
        "about_rule": _rule_length(about_lines, face, rules.about_rule.value) if _has_head(facts) else 0,
        "letter_about_lines": _title_lines(letter_about, rules.letter_about.value, left - 6) if is_letter else [],
        "mark": style["subject_mark"] if rules.has_about_mark.value and _has_head(facts) and not is_letter else "",
        "addressee_word": rules.proposal_word.value if _is_proposal(facts) else facts.get("addressee_word", ""),
        "addressees": _addressees(facts),
    }


def _begun_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _has_head(facts: dict[str, Any]) -> bool:
    """Tell whether it is a paper with a head, and no annex that stands alone."""
    return facts.get("form") != "annex"


def _is_proposal(facts: dict[str, Any]) -> bool:
    return facts["type_code"] == "TTr"


def _addressees(facts: dict[str, Any]) -> list[str]:
    """Return one addressee bare, several with the marks of a list."""
    names = lines_of(facts.get("addressees", []))
    return ended(names, ";", ".") if len(names) > 1 else names


def _text(facts: dict[str, Any], rules: RuleSet, style: dict[str, Any], room: tuple[float, float]) -> dict[str, Any]:
    """Return grounds, sections and closing; the last words of the text have the end mark."""
    sections = laid_out_sections(facts["sections"], rules, room)
    closing = content_of({"paragraphs": _as_paragraphs(facts.get("closing", ""))}, rules, room)
    if closing["html"]:
        closing["html"] = end_marked(closing["html"], style["end_mark"])
    elif closing["paragraphs"]:
        closing["paragraphs"][-1] = text_with(style["end_mark"], closing["paragraphs"][-1])
    else:
        mark_end(sections, style["end_mark"])
    opening = content_of({"paragraphs": _as_paragraphs(facts["opening"])}, rules, room)
    grounds = lines_of(facts["grounds"])
    has_subject_line = bool(facts.get("resolution") or opening["paragraphs"] or opening["html"])
    return {
        "grounds": ended(grounds, ";", rules.grounds_close.value if has_subject_line else "."),
        "grounds_lead": rules.grounds_lead.value,
        **_decision(facts, rules, lines_of(facts["opening"])),
        "opening": opening,
        "sections": sections,
        "closing": closing,
    }


def _decision(facts: dict[str, Any], rules: RuleSet, opening: list[str]) -> dict[str, Any]:
    """Return the lines of a decision in capitals: who decides, and the word for it."""
    if not facts.get("resolution"):
        return {"decides": [], "resolution": ""}
    resolution = facts["resolution"].upper().rstrip(":") + rules.resolution_end.value
    return {"decides": [text.upper().rstrip(":") for text in opening], "resolution": resolution}


def _as_paragraphs(slot: Any) -> Any:
    return [slot] if isinstance(slot, str) else slot


# --- Foot ------------------------------------------------------------------------------------------------------------
def _signatures(facts: dict[str, Any], rules: RuleSet, width: float) -> list[dict[str, Any]]:
    """Return the blocks of those who sign: one in the right column, several side by side."""
    signers = facts["signers"]
    if len(signers) < 2:
        return [_signature(signer, rules, width * rules.columns.value[1] / 100 - 4) for signer in signers]
    widths = _side_by_side([_widest_line(signer, rules) for signer in signers], width)
    return [
        {**_signature(signer, rules, room), "width": int(room)} for signer, room in zip(signers, widths, strict=True)
    ]


def _widest_line(signer: dict[str, Any], rules: RuleSet) -> float:
    """Return the room that the caption and the name need, which stay on one line, in mm."""
    authority, name = rules.authority.value, rules.signer_name.value
    caption = width_of(signer.get("caption", "").upper(), authority.size, authority.bold)
    return max(caption, width_of(signer["name"], name.size, name.bold))


def _side_by_side(needed: list[float], width: float) -> list[float]:
    """Return the widths of the blocks: what each needs, and of what is over the same for all; what would leave the
    page gets its equal share and breaks.
    """
    room = width - SIGNATURE_GAP * (len(needed) - 1)
    if sum(needed) > room:
        needed = [min(need, room / len(needed)) for need in needed]
    spare = max(0.0, room - sum(needed)) / len(needed)
    return [need + spare for need in needed]


def _signature(signer: dict[str, Any], rules: RuleSet, width: float) -> dict[str, Any]:
    authority = authority_line(rules, signer.get("authority"))
    lines = {"caption": signer.get("caption", ""), "authority": authority, "title": signer["title"]}
    faces = {"caption": rules.authority, "authority": rules.authority, "title": rules.signer_title}
    broken = {f"{key}_lines": _title_lines(lines[key], faces[key].value, width) for key in lines if lines[key]}
    return {"title": signer["title"].upper(), "name": signer["name"], **broken}


def _recipients(facts: dict[str, Any], rules: RuleSet, width: float) -> dict[str, Any]:
    """Return the recipients: as many as stand beside the signature, and those that follow below it."""
    own = lines_of(facts["recipients"])
    is_addressed = facts.get("form") == "letter" or _is_proposal(facts)
    names = [rules.as_above.value, *own] if is_addressed and rules.as_above.value not in own else own
    office = facts["archive"].removeprefix("Lưu").lstrip(" :")
    archive = [rules.archive_form.value.format(office=office)] if office else []
    lines = ended([*names, *archive], rules.recipients_end.value, ".") if names or archive else []
    beside = _beside(lines, rules.recipients.value.size, width * 0.46 - 8)
    return {
        "recipients": lines,
        "recipients_beside": lines[:beside],
        "recipients_below": lines[beside:],
        "recipients_of_slot": (len(names) - len(own), len(names)),  # from which line, to which
    }


def _beside(lines: list[str], size: float, width: float) -> int:
    """Return how many of the recipients stand beside the signature: all, if only a few more would be left."""
    used = 0
    for count, line in enumerate(lines):
        used += lines_needed(f"- {line}", size, width)
        if used > BESIDE_THE_SIGNER and len(lines) - count > 3:
            return count
    return len(lines)


# --- Annexes ---------------------------------------------------------------------------------------------------------
def _annexes(facts: dict[str, Any], rules: RuleSet) -> list[dict[str, Any]]:
    annexes = facts.get("annexes", [])
    return [_annex(annex, rules, n, len(annexes)) for n, annex in enumerate(annexes, start=1)]


def _annex(annex: dict[str, Any], rules: RuleSet, n: int, count: int) -> dict[str, Any]:
    room = _room(rules, LANDSCAPE if annex.get("landscape") else PORTRAIT)
    number = label(" {roman}" if rules.system == STATE else " {n}", n) if count > 1 else ""
    sheet = "wide" if annex.get("landscape") else "tall"
    return {
        "label": f"Phụ lục{number}",
        "title_lines": _title_lines(annex["title"], rules.annex_title.value, room[0] - ABOUT_MARGINS),
        "reference": _in_brackets(annex.get("reference", "")),
        "page": f"{sheet} {'odd' if n % 2 else 'even'}",
        "sections": laid_out_sections(annex["sections"], rules, room),
    }


def _in_brackets(reference: str) -> str:
    return f"({reference.strip('()')})" if reference else ""
