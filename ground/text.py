"""Vietnamese text: normal form, folding for search, sort order, numbers and dates as papers write them.

Pure functions, independent of Django's models.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

T = TypeVar("T")

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng; ngang is 0
_BREAKS = "\u000b\u000c\u0085\u2028\u2029"  # the manual line break of Word, a form feed, Unicode's own
# Bullets of the Symbol and Wingdings fonts, which Word leaves in copied text, and those that the print font lacks.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf0a8\uf076\uf0fc\uf0d2\uf02d\u2011\u2023\u2043\u27a2\u27a4\u2756\u25c6\u25c7\u25b6★☆"
# What the print font lacks, with what says the same in letters that it has.
_EQUALS = {
    **dict.fromkeys("⇒➔➜➝➞➡⟶\uf0e0", "→"), "⬅": "←", "⇔": "↔", "☐": "□", "⚫": "●", "⚪": "○",
    **dict.fromkeys("⩽≦", "≤"), **dict.fromkeys("⩾≧", "≥"), **dict.fromkeys("∼〜⁓", "~"), "∶": ":", "⋅": "·",
    **dict.fromkeys("《「『", "“"), **dict.fromkeys("》」』", "”"), "、": ",", "。": ".", "⸺": "—",
    **dict.fromkeys("\u205f\u3000\uf020", " "), **dict.fromkeys("﹘﹣", "-"),
    "℃": "°C", "℉": "°F", "㎡": "m²", "㎥": "m³", "㎞": "km", "㎢": "km²", "㎏": "kg", "㎝": "cm", "㎜": "mm",
    "㏊": "ha",
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # wide letters and digits: ％ ０ Ａ
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in [*range(0x2160, 0x2180)]},  # Roman numbers: Ⅳ
    **{char: f"({unicodedata.digit(char)})" for char in "①②③④⑤⑥⑦⑧⑨❶❷❸❹❺❻❼❽❾⑴⑵⑶⑷⑸⑹⑺⑻⑼"},
}  # fmt: skip
# NUL is left for the forms to refuse; a tab and line ends are text.
_CONTROLS = [code for code in [*range(1, 32), *range(127, 160)] if chr(code) not in "\t\n\r" + _BREAKS]
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufe0e\ufe0f\ufeff"
STRAY = str.maketrans(
    {"\u00d0": "Đ", "\u00f0": "đ", "\u00a0": " "}
    | dict.fromkeys(_UNSEEN, "")
    | dict.fromkeys(_BREAKS, "\n")
    | dict.fromkeys(_BULLETS, "-")
    | dict.fromkeys(map(chr, _CONTROLS), "")
    | _EQUALS
)
DIGITS_OF_A_KEY = 18  # what every database can look up
# A lone y after these letters sounds like i (quý/quí, kỹ/kĩ, Mỹ/Mĩ); ay, ây, uy keep theirs.
_Y_AS_I = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b|(?<=qu)y\b|\by\b")


_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘‛`´ʼʹ′＇\u00ad", ""))  # and the soft hyphen
_APOSTROPHE_OR_NONE = "['’‘]?"
_SPACE_IN_A_NAME = re.compile(r"(?<=\b\w['’])\s+(?=\w)")  # Ia H' Drai
_DASHES = str.maketrans(dict.fromkeys("‐‒–—―−", "-"))
_TYPED_ALIKE = STRAY | _APOSTROPHES | _DASHES
_DASH_OF_NO_NUMBER = re.compile(r"(?<!\d)-|-(?!\d)")  # "Bà Rịa - Vũng Tàu", not DVCQ2026-12
_DOT_OF_A_SHORT_FORM = re.compile(r"(?<=[^\W\d_])\.(?!\d)")  # TP.HCM, TP. Hồ Chí Minh
# Folded words and their usual short forms, in the order in which they are replaced.
_SHORT_FORMS = (
    ("thanh pho ho chi minh", "tphcm"),
    ("tp ho chi minh", "tphcm"),
    ("tp hcm", "tphcm"),
    ("thanh pho", "tp"),
    ("thi xa", "tx"),
    ("ho chi minh", "hcm"),
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("mat tran to quoc", "mttq"),
)
_SHORTENED = [(f" {long} ", f" {short} ") for long, short in _SHORT_FORMS]


class _WithoutMarks(dict[int, int | None]):
    """A table for `translate` that takes combining marks away; it learns each character when it first meets it."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_WITHOUT_MARKS = _WithoutMarks()


def nfc(text: str) -> str:
    """Return the text in composed form (NFC), in which all text is stored: without invisible and control characters,
    with plain spaces and line ends, "-" for the bullets of symbol fonts, Đ for Ð, and known equals of characters that
    the print font lacks ("％" → "%", "①" → "(1)"); idempotent.
    """
    return unicodedata.normalize("NFC", text.translate(STRAY))


def key_in(text: str) -> int | None:
    """Return the id written in an address or a form; None for text that can't be an id.

    Databases fail on integers longer than their own: SQLite raises, Python itself beyond 4,300 digits.
    """
    is_key = text.isascii() and text.isdecimal() and len(text) <= DIGITS_OF_A_KEY
    return int(text) if is_key else None


def fold(text: str) -> str:
    """Return the form of a text that search compares: no marks, đ→d, lower case, i and y alike, single spaces, no
    apostrophes, spaces for dashes and for the full stops of short forms; idempotent.

    Placement of tone marks (hòa, hoà) makes no difference once the marks are removed.
    """
    text = _SPACE_IN_A_NAME.sub("", str(text)).translate(_TYPED_ALIKE)
    lower = unicodedata.normalize("NFD", text).translate(_WITHOUT_MARKS).lower().replace("đ", "d")
    if "-" in lower or "." in lower:
        lower = _DOT_OF_A_SHORT_FORM.sub(" ", _DASH_OF_NO_NUMBER.sub(" ", lower))
    bare = " ".join(lower.split())
    return _Y_AS_I.sub("i", bare) if "y" in bare else bare


def fold_for_search(text: str) -> str:
    """Return the folded text followed by the short and long forms of its words: "uy ban nhan dan xa a ubnd", so that
    either form finds it; idempotent.
    """
    words, before = f" {fold(text)} ", ""
    while words != before:
        before = words
        for pair in (*_SHORT_FORMS, *((short, long) for long, short in _SHORT_FORMS)):
            if f" {pair[0]} " in words and f" {pair[1]} " not in words:
                words += f"{pair[1]} "
    return words.strip()


def match_key(text: str) -> str:
    """Return the key by which names are equal however they are typed: folded, with short forms: "ubnd xa a"."""
    words = f" {fold(text)} "
    for long, short in _SHORTENED:
        words = words.replace(long, short)
    return words.strip()


def phrases(text: str) -> set[str]:
    """Return the folded text as it is typed, with short forms and with long ones."""
    long_form = f" {match_key(text)} "
    for long, short in reversed(_SHORT_FORMS):
        long_form = long_form.replace(f" {short} ", f" {long} ")
    return {fold(text), match_key(text), long_form.strip()}


def spoken_pattern(text: str) -> str:
    """Return a regular expression, read alike by both databases, of a name with its tone marks: apostrophes, spaces
    and the place of a tone mark make no difference.
    """
    words = nfc(text).translate(_APOSTROPHES).translate(_DASHES).split()
    return " +".join(_word_pattern(word) for word in words)


def _word_pattern(word: str) -> str:
    spoken = _spoken_word(word)
    bare, tone = (spoken[:-1], spoken[-1]) if spoken[-1] in TONES else (spoken, "")
    placed = [unicodedata.normalize("NFC", f"{bare[:n]}{tone}{bare[n:]}") for n in range(1, len(bare) + 1)]
    forms = dict.fromkeys([word, *(form for form in placed if not TONES.keys() & set(form))])
    return f"({'|'.join(_APOSTROPHE_OR_NONE.join(map(re.escape, form)) for form in forms)})"


def spoken_key(text: str) -> str:
    """Return the key of a person's name: capitals, spaces and the place of a tone mark make no difference (Thuý,
    Thúy), the tone itself does.
    """
    return " ".join(_spoken_word(word) for word in nfc(text).lower().split())


def with_same_tones(alike: Sequence[T], name_of: Callable[[T], str], typed: str) -> Sequence[T]:
    """Return those of several things of one folded name whose name has the typed tone marks; all where none has."""
    key = spoken_key(typed)
    return [each for each in alike if spoken_key(name_of(each)) == key] or alike


def _spoken_word(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", bare) + "".join(sorted(letter for letter in letters if letter in TONES))


def sort_key(text: str) -> str:
    """Return a string whose byte order is Vietnamese dictionary order: letters first, tones second, word by word."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", nfc(text).lower()):
        if char in TONES:
            tones[-1:] = [str(TONES[char])]
        elif unicodedata.combining(char) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
            tones.append("0")
    ranks = "".join(_rank(letter) for letter in letters)
    return f"{ranks} {''.join(tones)}"


def _rank(letter: str) -> str:
    """Return two characters that sort one letter correctly: space, digits, then the alphabet."""
    if letter in ALPHABET:
        return f"{ALPHABET.index(letter) + 60:02d}"
    digit = unicodedata.digit(letter, None)  # of ² and ① too, of which int() knows nothing
    if digit is not None:
        return f"{digit + 40:02d}"
    return "20" if letter.isspace() else "30"


def given_name_key(full_name: str) -> str:
    """Return the sort key of a person: given name (the last word), then middle names, then family name.

    The given name's tone counts before letters of the other names: all Hà precede the first Hạ.
    """
    words = full_name.split()
    if not words:
        return ""
    return f"{sort_key(words[-1])} {sort_key(' '.join([*words[1:-1], words[0]]))}"


def decimal_text(number: Decimal, places: int) -> str:
    """Return a number with a comma: `Decimal("3.09"), 2` → "3,09"."""
    return f"{number:.{places}f}".replace(".", ",")


def signed_text(number: Decimal, places: int) -> str:
    """Return a number with its sign: `Decimal("3.09"), 2` → "+3,09"; the minus is "−"."""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + decimal_text(abs(number), places)


def file_size(size: int) -> str:
    """Return "20 MB", "1,5 MB", "300 KB": as people say it."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{decimal_text(Decimal(size) / (1 << 20), 1).removesuffix(',0')} MB"


def uncapitalized(text: str) -> str:
    """Return a text as it stands within a sentence: "Mở đợt" → "mở đợt"; short forms such as UBND stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def short_date(day: date) -> str:
    """Return 30/10/2019, 05/02/2020."""
    return f"{day:%d/%m}/{day.year:04d}"


def instant_text(at: datetime) -> str:
    """Return "14:05, 30/10/2019" by the portal's clock."""
    return f"{timezone.localtime(at):%H:%M, %d/%m/%Y}"


def clock_text(at: time) -> str:
    """Return "13 giờ 30", "8 giờ"."""
    return f"{at.hour} giờ {at.minute:02d}" if at.minute else f"{at.hour} giờ"


def document_date(day: date) -> str:
    """Return "ngày 20 tháng 02 năm 2018": with a zero before days below 10 and before months 1 and 2."""
    return f"ngày {day.day:02d} tháng {month_in_document(day.month)} năm {day.year}"


def month_in_document(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)
