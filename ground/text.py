"""Vietnamese text: normal form, folding for search, sort order, numbers and dates as papers write them.

Pure functions, independent of Django's models.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng; ngang is 0
STRAY = str.maketrans(
    {"\u00d0": "Đ", "\u00f0": "đ", "\u00a0": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": ""}
)
DIGITS_OF_A_KEY = 18  # what every database can look up
# A lone y after these letters sounds like i (quý/quí, kỹ/kĩ, Mỹ/Mĩ); ay, ây, uy keep theirs.
_Y_AS_I = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b|(?<=qu)y\b|\by\b")


def nfc(text: str) -> str:
    """Return the text in composed form (NFC), in which all text is stored, without invisible characters (NBSP,
    zero-width) and with Đ for Ð.
    """
    return unicodedata.normalize("NFC", text).translate(STRAY)


def key_in(text: str) -> int | None:
    """Return the id written in an address or a form; None for text that can't be an id.

    Databases fail on integers longer than their own: SQLite raises, Python itself beyond 4,300 digits.
    """
    is_key = text.isascii() and text.isdecimal() and len(text) <= DIGITS_OF_A_KEY
    return int(text) if is_key else None


def fold(text: str) -> str:
    """Return the form of a text that search compares: no marks, đ→d, lower case, i and y alike, single spaces;
    idempotent.

    Placement of tone marks (hòa, hoà) makes no difference once the marks are removed.
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.translate(STRAY)) if not unicodedata.combining(c))
    lower = bare.lower().replace("đ", "d")
    return _Y_AS_I.sub("i", " ".join(lower.split()))


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


def short_date(day: date) -> str:
    """Return 30/10/2019, 05/02/2020."""
    return f"{day:%d/%m}/{day.year:04d}"


def document_date(day: date) -> str:
    """Return "ngày 20 tháng 02 năm 2018": with a zero before days below 10 and before months 1 and 2."""
    return f"ngày {day.day:02d} tháng {month_in_document(day.month)} năm {day.year}"


def month_in_document(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)
