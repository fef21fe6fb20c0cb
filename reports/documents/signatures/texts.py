"""Compares the texts of two PDFs word by word: where lines and pages break is no difference."""

import unicodedata
from difflib import SequenceMatcher
from io import BytesIO

from pypdf import PdfReader

SHOWN_MAX = 60  # differences
LETTERS_MAX = 300  # of each side of one
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u2060\u200b\ufeff"))


def words_of(content: bytes) -> list[str]:
    """Return the words of all pages; [] for a scan without a text layer."""
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return unicodedata.normalize("NFC", text).translate(INVISIBLE).split()


def differences(before: list[str], after: list[str]) -> tuple[list[dict[str, str]], bool]:
    """Return [{"before", "after"}] in their order, and whether there are more than are shown."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    found = [
        {"before": _cut(old[a:b]), "after": _cut(new[c:d])}
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return found[:SHOWN_MAX], len(found) > SHOWN_MAX


def _alike(before: list[str], after: list[str]) -> int:
    """Return how many words both begin with."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count


def _cut(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= LETTERS_MAX else f"{text[: LETTERS_MAX - 1]}…"
