"""What a template holds, as plain values: {"order": [section key], "headings": {key: text}, "texts": {key: text}}.

Only what differs from the portal's own wording is stored: what a body left alone goes on following the portal's. Pure.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ground.inputs import excerpt
from ground.richtext import clean_text
from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule
from reports.documents.compose.wording.placeholders import BY_NAME, MARK, canonical, name_of, offered_in
from reports.documents.models import no_wording

Contents = dict[str, Any]
Texts = Mapping[str, str]
EMPTY: Contents = no_wording()
IN_LINES = ("grounds", "recipients")  # of the fixed slots those that are lists


def contents_of(kind: DocumentKind, order: list[str], headings: Texts, texts: Texts) -> Contents:
    """Return what is stored: the typed texts, cleaned, where they differ from the portal's own."""
    own = {each.key: each for each in kind.places}
    heads = {key: canonical(" ".join(text.split())) for key, text in headings.items()}
    written = {key: canonical(clean_text(text)) for key, text in texts.items()}
    return {
        "order": order if order != kind.order else [],
        "headings": {key: text for key, text in heads.items() if own[key].heading and text != own[key].heading},
        "texts": {key: text for key, text in written.items() if own[key].text is not None and text != own[key].text},
    }


def heading_in(contents: Contents, place: Place) -> str:
    """Return the heading as the template has it, else the portal's own."""
    heading: str = contents["headings"].get(place.key, place.heading)
    return heading


def text_in(contents: Contents, place: Place) -> str:
    text: str = contents["texts"].get(place.key, place.text or "")
    return text


def order_in(contents: Contents, kind: DocumentKind) -> list[str]:
    """Return the sections' keys in the template's order; those that it doesn't know stand behind their neighbours."""
    return in_order(kind.order, contents["order"])


def in_order(keys: list[str], wanted: list[str]) -> list[str]:
    """Return `keys` in the wanted order, each that isn't wanted behind the one it stands behind; others are ignored."""
    order = [key for key in dict.fromkeys(wanted) if key in keys]
    for n, key in enumerate(keys):
        if key not in order:
            before = next((order.index(each) + 1 for each in reversed(keys[:n]) if each in order), 0)
            order.insert(before, key)
    return order


def whole_of(kind: DocumentKind, contents: Contents = EMPTY) -> Contents:
    """Return the contents with the portal's own words wherever the template leaves them."""
    return {
        "order": order_in(contents, kind),
        "headings": {each.key: heading_in(contents, each) for each in kind.places if each.heading},
        "texts": {each.key: text_in(contents, each) for each in kind.places if each.text is not None},
    }


# --- What is refused -------------------------------------------------------------------------------------------------
def faults_in_heading(kind: DocumentKind, text: str) -> list[str]:
    """Return why a heading can't be stored; [] for one that can."""
    return [_("Ghi đề mục.")] if not text.strip() else _wrong_marks(kind, text)


def faults_in_text(kind: DocumentKind, place: Place, text: str) -> list[str]:
    """Return why the text of a place can't be stored; [] for one that can."""
    faults = _wrong_marks(kind, text)
    if faults:
        return faults
    has_composed = COMPOSED in canonical(text)
    if place.rule == Rule.FILLED and not text.strip():
        return [_("Phần này không để trống được.")]
    if place.rule == Rule.RECORDS and not has_composed:
        return [_("Giữ %s: phần này do dữ liệu của cuộc kiểm tra, chỉ thêm được câu trước, câu sau.") % COMPOSED]
    return _not_alone(place, canonical(text)) if has_composed else []


def _wrong_marks(kind: DocumentKind, text: str) -> list[str]:
    """Name what stands between braces and isn't a placeholder of this kind, and braces without a partner."""
    offered = {each.name for each in offered_in(kind)} | {COMPOSED.strip("{}")}
    names = {found.group(): name_of(found) for found in MARK.finditer(text)}
    unknown = [mark for mark, name in names.items() if name not in offered]
    if unknown:
        return [_unknown(excerpt(", ".join(unknown)), kind, any(names[mark] in BY_NAME for mark in unknown))]
    if set("{}") & set(MARK.sub("", text)):
        return [_("Dấu { } chỉ để ghi chỗ điền, và phải đủ cặp. Chỗ điền: %s.") % _listed(kind)]
    return []


def _unknown(marks: str, kind: DocumentKind, is_of_others: bool) -> str:
    if is_of_others:
        message = _("%(marks)s không dùng được trong loại văn bản này. Chỗ điền dùng được: %(list)s.")
    else:
        message = _("Không có chỗ điền %(marks)s. Chỗ điền dùng được: %(list)s.")
    return message % {"marks": marks, "list": _listed(kind)}


def _listed(kind: DocumentKind) -> str:
    return ", ".join(each.mark for each in offered_in(kind))


def _not_alone(place: Place, text: str) -> list[str]:
    """Where a list stands, what the portal composes is lines of its own, once."""
    if text.count(COMPOSED) > 1:
        return [_("Ghi %s một lần thôi.") % COMPOSED]
    is_single = place.key in ("about", "opening", "closing")
    if is_single or COMPOSED in (line.strip() for line in text.split("\n")):
        return []
    return [_("Để %s đứng riêng một dòng.") % COMPOSED]
