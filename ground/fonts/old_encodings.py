"""Recognises text typed for pre-Unicode fonts (TCVN3, VNI) where no font is known: in fields and cells.

"NguyÔn V¨n" in .VnTime and "Nguyeãn Vaên" in VNI-Times both read "Nguyễn Văn" on the writer's screen only. A word
counts as such where its letters are no Vietnamese syllable and become one when they are decoded.
"""

import re
import unicodedata
from dataclasses import dataclass

from ground.fonts.old_fonts import TCVN3, VNI, in_unicode

NAMES = {TCVN3: "TCVN3 (ABC)", VNI: "VNI"}
WORDS_AMONG_UNICODE = 3  # so many are needed in a text that has letters which the old fonts lack
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_NUCLEI = (
    "oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|yêu|iêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo|ua|uâ|"
    "uê|ue|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?")
# No syllable has more than 20 letters before its first of ASCII; without the bound a word of 50,000 takes minutes.
_WORD = re.compile(r"[^\W\d_]{0,20}[A-Za-z][^\s\d,.;:!?()/\"“”'’+*=<>|\-–—]*|[^\s\dA-Za-z,.;:()/\-–]{1,20}[A-Za-z]\S*")
_SIGNS = set("×÷µ·")  # in a short word they are signs of reckoning: "n×m", "5 µm"
_SHORT = 3


@dataclass(frozen=True)
class OldText:
    """`word` as it is typed, `shown` as its font shows it, `encoding` by its usual name."""

    word: str
    shown: str
    encoding: str


def find_old_text(text: str) -> OldText | None:
    """Return the first word typed for a pre-Unicode font; None for text in Unicode and in other languages."""
    if text.isascii():
        return None
    for encoding in (VNI, TCVN3):
        found = [word for word in _WORD.findall(text) if _is_old(word, encoding)]
        is_mixed = any(_is_only_in_unicode(letter) for letter in text)
        if len(found) >= (WORDS_AMONG_UNICODE if is_mixed else 1):
            return OldText(found[0], in_unicode(found[0], encoding), NAMES[encoding])
    return None


def _is_old(word: str, encoding: str) -> bool:
    signs = {letter for letter in word if not letter.isascii()}
    if not signs or _is_syllable(word) or (len(word) <= _SHORT and signs <= _SIGNS):
        return False
    shown = in_unicode(word, encoding)
    return _is_syllable(shown)


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", _TONES.sub("", letters))
    return len(_TONES.findall(letters)) <= 1 and _SYLLABLE.fullmatch(bare) is not None


def _is_only_in_unicode(letter: str) -> bool:
    return letter > "\xff" and letter.isalpha() and letter != "Đ"  # nfc writes Đ for Ð, which is é in TCVN3
