"""The marks of state secrets: MẬT, TỐI MẬT, TUYỆT MẬT, where they stand as a mark and not within a sentence.

A mark stands alone: on its line, in its cell or box, beside the paper's number, beside its place and date, or after
"Độ mật". "Bảo vệ bí mật nhà nước" and "tuyệt mật" in the course of a sentence are words like others.
"""

import re
import unicodedata

_MARK = "(TUYỆT MẬT|TỐI MẬT|MẬT)"
_ALONE = re.compile(rf"(?:Số\s*:?\s*\S+\s+)?{_MARK}(?:\s+\w[^,]*,\s*ngày\s.*)?")
_LEVEL = re.compile(rf"độ mật\s*:\s*{_MARK}", re.IGNORECASE)
_GAPS = re.compile(r"\t|\s{2,}|[|│┃¦]")
_SEPARATORS = re.compile(r"[_\-–.,;()\[\]+]+")


def mark_in(text: str) -> str | None:
    """The first mark that stands in the text of a paper's head, or None."""
    before = ""
    for line in unicodedata.normalize("NFC", text).splitlines():
        pieces = [piece.strip() for piece in _GAPS.split(line) if piece.strip()]
        for piece, last in [(line, before), *zip(pieces, [before, *pieces], strict=False)]:
            mark = _as_mark(piece)
            if mark and not (mark == "MẬT" and last.upper().endswith("BÍ")):  # a heading broken in two
                return mark
        before = line.strip() or before
    return None


def _as_mark(piece: str) -> str | None:
    piece = _joined(_bare(piece))
    found = _ALONE.fullmatch(piece) or _LEVEL.fullmatch(piece)
    return found[1].upper() if found else None


def _joined(piece: str) -> str:
    """ "T Ố I M Ậ T", as a stamp is sometimes typed → "TỐI MẬT"."""
    letters = piece.split()
    if not all(len(letter) == 1 for letter in letters):
        return piece
    return re.sub("^(TỐI|TUYỆT)", r"\1 ", "".join(letters))


def _bare(piece: str) -> str:
    """Without frames, brackets, full stops around; one space between words."""
    return " ".join(re.sub(r"^[^\w]+|[^\w]+$", "", piece).split())


def mark_in_name(name: str) -> str | None:
    """A mark in a file's name: the last word in capitals between two separators, or two words that only a mark has."""
    stem = unicodedata.normalize("NFC", name).rpartition(".")[0] or name
    for segment in _SEPARATORS.split(stem):
        words = segment.split()
        if words[-2:] and words[-1] == "MẬT" and words[-2:-1] != ["BÍ"]:
            return " ".join(words[-2:]) if words[-2:-1] in (["TỐI"], ["TUYỆT"]) else "MẬT"
    return None
