"""Finds the marks of state secrets, MẬT, TỐI MẬT, TUYỆT MẬT, where they are marks and not part of a sentence.

A mark stands alone: on its line, in its cell or box, beside the paper's number, beside its place and date, or after "Độ
mật". "Bảo vệ bí mật nhà nước" and "tuyệt mật" in a sentence are words like others. Marks are recognised as people read
them: typed for TCVN3 or VNI fonts too. (Text with capitals by formatting is passed in as capitals.)
"""

import re
import unicodedata
from collections.abc import Iterable

from ground.fonts.old_fonts import possible_readings

_MARK = "(TUYỆT MẬT|TỐI MẬT|MẬT)"
_ALONE = re.compile(rf"(?:(?i:Số)\s*:?\s*\S+\s+)?{_MARK}(?:\s+\w[^,]*,\s*(?i:ngày)\s.*)?")
_LEVEL = re.compile(rf"độ mật\s*:\s*{_MARK}", re.IGNORECASE)
_GAPS = re.compile(r"\t|\s{2,}|[|│┃¦]")
_WORD_LETTER = re.compile(r"\w")
_SEPARATORS = re.compile(r"[_\-–.,;()\[\]+]+")
_LETTER = re.compile("[ẬậËëÄä]")  # in Unicode, TCVN3 and VNI: without one of them there is no mark
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LIST = re.compile("[,;\n]")
_SAYS_LEVEL = re.compile("mật|classif|sensitiv|secre|^category$|^contentStatus$|^MSIP_Label_.*_Name$", re.IGNORECASE)


def mark_in(text: str) -> str | None:
    """Return the first mark of secrecy in the text of a paper's head, or None."""
    before = ""
    for line in unicodedata.normalize("NFC", text).splitlines():
        if _LETTER.search(line):
            mark = _mark_in_line(line, before)
            if mark:
                return mark
        before = line.strip() or before
    return None


def _mark_in_line(line: str, before: str) -> str | None:
    befores = possible_readings(before)
    for n, reading in enumerate(possible_readings(line)):
        mark = _mark_in_reading(_UNSEEN.sub("", reading), befores[min(n, len(befores) - 1)])
        if mark:
            return mark
    return None


def _mark_in_reading(line: str, before: str) -> str | None:
    pieces = [piece.strip() for piece in _GAPS.split(line) if piece.strip()]
    for piece, last in [(line, before), *zip(pieces, [before, *pieces], strict=False)]:
        mark = _as_mark(piece)
        if mark and not (mark == "MẬT" and last.upper().endswith("BÍ")):  # a heading broken in two
            return mark
    return None


def _as_mark(piece: str) -> str | None:
    piece = _joined(_bare(piece))
    found = _ALONE.fullmatch(piece) or _LEVEL.fullmatch(piece)
    return found[1].upper() if found else None


def _joined(piece: str) -> str:
    """Join letters typed apart, as on some stamps: "T Ố I M Ậ T" → "TỐI MẬT"."""
    letters = piece.split()
    if not all(len(letter) == 1 for letter in letters):
        return piece
    return re.sub("^(TỐI|TUYỆT)", r"\1 ", "".join(letters))


def _bare(piece: str) -> str:
    """Return the text without frames, brackets and full stops around it, and with single spaces."""
    first = _WORD_LETTER.search(piece)
    if first is None:
        return ""
    behind = _WORD_LETTER.search(piece[::-1])  # a pattern for the end alone would try at every sign: quadratic
    return " ".join(piece[first.start() : len(piece) - behind.start()].split())


def mark_in_properties(properties: Iterable[tuple[str, str]]) -> str | None:
    """Return a mark in a file's properties, given as (name, text): in a title, a list of key words, or a level of
    secrecy; else None.
    """
    for name, text in properties:
        text = unicodedata.normalize("NFC", text)
        as_level = mark_in(f"Độ mật: {text}") if _SAYS_LEVEL.search(unicodedata.normalize("NFC", name)) else None
        found = as_level or mark_in("\n".join(_LIST.split(text))) or mark_in_title(text)
        if found:
            return found
    return None


def mark_in_name(name: str) -> str | None:
    """Return a mark of secrecy in a file's name, or None."""
    return mark_in_title(name.rpartition(".")[0] or name)


def mark_in_title(title: str) -> str | None:
    """Return a mark that is the last word, in capitals, between two separators, or two words that only a mark has;
    else None.
    """
    for segment in _SEPARATORS.split(unicodedata.normalize("NFC", title)):
        words = segment.split()
        if words[-2:] and words[-1] == "MẬT" and words[-2:-1] != ["BÍ"]:
            return " ".join(words[-2:]) if words[-2:-1] in (["TỐI"], ["TUYỆT"]) else "MẬT"
    return None
