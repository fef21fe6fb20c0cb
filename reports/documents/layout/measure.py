"""How wide a text is when it is printed, well enough to choose line breaks and column widths before the engine does.

The widths are those of the print font, Liberation Serif, which has the widths of Times; toned letters are as wide as
bare ones.
"""

import unicodedata
from functools import cache
from math import inf

from reports.documents.layout.typography import SOFT_BREAK, words_of

MM_A_POINT = 25.4 / 72
INVISIBLE = f"{SOFT_BREAK}\u2060"
OTHER = 700  # thousandths of the size, for signs of which the table says nothing
REGULAR = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr‘’",
    389: "Js",
    408: '"',
    444: "?acezăâê“”",
    500: "#$*0123456789_bdghknopquvxyđô–",
    529: "ơ",
    542: "ư",
    556: "FPS",
    564: "+<=>×",
    611: "ELTZÊ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĂÂĐÔƠ",
    778: "&mƯ",
    833: "%",
    889: "M",
    944: "W@",
    1000: "—…",
}
BOLD = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt‘’",
    389: "Is",
    444: "cerzê",
    500: "#$*0123456789?J_agovxyăâô“”–",
    556: 'Sbdhknpquđơ"',
    600: "ư",
    611: "FP",
    667: "BELTZÊ",
    722: "ACDNRUVXYwĂÂĐ",
    778: "GHKOQÔƠƯ",
    833: "&m",
    944: "M@",
    1000: "%W—…",
}


@cache
def _letter_width(letter: str, bold: bool) -> int:
    """Return thousandths of the font's size."""
    if letter in INVISIBLE:
        return 0
    bare = letter if letter in "ơƠưƯ" else unicodedata.normalize("NFD", letter)[0]
    for width, letters in (BOLD if bold else REGULAR).items():
        if letter in letters or bare in letters:
            return width
    return OTHER


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Return millimetres."""
    return sum(_letter_width(letter, bold) for letter in text) * size * MM_A_POINT / 1000


def lines_needed(text: str, size: float, room: float) -> int:
    """Return on how many lines of `room` millimetres `text` will stand; the last words of lines cost a little room."""
    return max(1, -int(-width_of(text, size) * 1.06 // room)) if text else 1


def balanced(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Return `text` in as few lines of `room` millimetres as it needs, and these as equal as its words allow."""
    words = words_of(text)
    count = 1
    while count < len(words) and _widest(_split(words, count, size, bold), size, bold) > room * 0.98:
        count += 1
    return _split(words, count, size, bold)


def _widest(lines: list[str], size: float, bold: bool) -> float:
    return max(width_of(line, size, bold) for line in lines)


def _split(words: list[str], count: int, size: float, bold: bool) -> list[str]:
    """Return `words` in `count` lines, the longest of them as short as can be."""
    if count == 1:
        return [" ".join(words)]
    best, longest = [" ".join(words)], inf
    for end in range(1, len(words) - count + 2):
        first = " ".join(words[:end])
        if width_of(first, size, bold) >= longest:
            break
        lines = [first, *_split(words[end:], count - 1, size, bold)]
        if _widest(lines, size, bold) < longest:
            best, longest = lines, _widest(lines, size, bold)
    return best
