"""Vietnamese typed for pre-Unicode fonts: TCVN3 (ABC: .VnTime, .VnTimeH) and VNI (VNI-Times).

Such a text contains Latin letters and signs that only its font shows as Vietnamese: "MËT" in .VnTimeH and "MAÄT" in
VNI-Times are both read as MẬT. Sources of the tables: TCVN 5712:1993 VN3; VNI Windows.
"""

import re
import unicodedata
from functools import lru_cache

TCVN3, VNI = "tcvn3", "vni"

_TCVN3_SIGNS = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u00adư®đ"
    "µà¶ả·ã¸á¹ạ»ằ¼ẳ½ẵ¾ắÆặÇầÈẩÉẫÊấËậ"
    "ÌèÎẻÏẽÐéÑẹÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞị"
    "ßòáỏâõãóäọåồæổçỗèốéộêờëởìỡíớîợ"
    "ïùñủòũóúôụõừöử÷ữøứùựúỳûỷüỹýýþỵ"
)
_FROM_TCVN3 = str.maketrans(dict(zip(_TCVN3_SIGNS[::2], _TCVN3_SIGNS[1::2], strict=True)))

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
_VNI_MARKS = {
    "ø": GRAVE, "ù": ACUTE, "û": HOOK, "õ": TILDE, "ï": DOT,
    "â": CIRCUMFLEX, "à": CIRCUMFLEX + GRAVE, "á": CIRCUMFLEX + ACUTE, "å": CIRCUMFLEX + HOOK,
    "ã": CIRCUMFLEX + TILDE, "ä": CIRCUMFLEX + DOT,
    "ê": BREVE, "è": BREVE + GRAVE, "é": BREVE + ACUTE, "ú": BREVE + HOOK, "ü": BREVE + TILDE, "ë": BREVE + DOT,
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_VNI = re.compile(r"[aeouyôö][ùøûõïêéèúüëâáàåãä]|[ôöñîíìæóò]", re.IGNORECASE)

_SUBSET = re.compile(r"^/?[A-Z]{6}\+")  # before the name of a font that a PDF holds a part of
_TCVN3_FONT = re.compile(r"\.vn\w+|vn(?:time|arial|avant|courier|book)\w*", re.IGNORECASE)
_VNI_FONT = re.compile(r"vni\b", re.IGNORECASE)
_PRIVATE_USE = {code: code - 0xF000 for code in range(0xF020, 0xF100)}  # a symbol font's letters in Word
_LOWER_LATIN = re.compile("[a-z]")


@lru_cache(maxsize=256)  # a file has few fonts and many texts in them
def encoding_of_font(name: str) -> str | None:
    """Return TCVN3, VNI or None for the name that Word, Excel or a PDF gives a font."""
    bare = _bare_font(name)
    if _VNI_FONT.match(bare):
        return VNI
    return TCVN3 if _TCVN3_FONT.match(bare) else None


@lru_cache(maxsize=256)
def shows_capitals(name: str) -> bool:
    """Tell whether the font shows every letter as a capital: TCVN3 has no codes for accented capitals, its fonts
    with names ending in H do.
    """
    family = re.split("[,-]", _bare_font(name))[0].strip()
    return encoding_of_font(name) == TCVN3 and family.endswith("H")


def _bare_font(name: str) -> str:
    return _SUBSET.sub("", name).lstrip("/")


def in_unicode(text: str, encoding: str | None) -> str:
    """Return `text` as its font shows it; unchanged where `encoding` is None."""
    if encoding is None:
        return text
    text = text.translate(_PRIVATE_USE)
    return text.translate(_FROM_TCVN3) if encoding == TCVN3 else _VNI.sub(_vni_letter, text)


def _vni_letter(found: re.Match) -> str:
    letters = found[0]
    base = _VNI_LETTERS.get(letters[0].lower(), letters[0].lower())
    composed = unicodedata.normalize("NFC", base + _VNI_MARKS.get(letters[1:].lower(), ""))
    if len(composed) > 1:  # no Vietnamese letter: two letters of another word
        return letters
    return composed.upper() if letters[0].isupper() else composed


def possible_readings(text: str) -> list[str]:
    """Return `text` first, then how it reads in TCVN3 and VNI, where that differs.

    For texts whose font is unknown. A word without a small Latin letter counts as typed in capitals, since TCVN3's
    accented letters are the same in both cases.
    """
    readings = [text]
    for encoding in (TCVN3, VNI):
        words = [_in_case(word, in_unicode(word, encoding)) for word in re.split(r"(\s+)", text)]
        reading = "".join(words)
        if reading != text:
            readings.append(reading)
    return readings


def _in_case(typed: str, shown: str) -> str:
    return shown if typed == shown or _LOWER_LATIN.search(typed) else shown.upper()
