"""How wide a text is when it is printed, well enough to choose line breaks and column widths before the engine does.

The widths are those of the print font, Liberation Serif, which has the widths of Times; toned letters are as wide as
bare ones.
"""

import unicodedata
from functools import cache
from itertools import accumulate
from math import inf

from reports.documents.layout.typography import SOFT_BREAK, words_of

MM_A_POINT = 25.4 / 72
INVISIBLE = f"{SOFT_BREAK}\u2060"
LINES_OF_A_TITLE = 8
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
    """Return `text` in as few lines of `room` millimetres as it needs, and these as equal as its words allow; a text of
    more lines than any title has is only filled into them.
    """
    words = words_of(text)
    widths = [width_of(word, size, bold) for word in words]
    space = width_of(" ", size, bold)
    ends = _filled(widths, space, room * 0.98)
    if 1 < len(ends) <= LINES_OF_A_TITLE:
        ends = _equal(widths, space, len(ends))
    return [" ".join(words[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _filled(widths: list[float], space: float, room: float) -> list[int]:
    """Return behind which word each line ends, every line as full as can be."""
    ends, used = [], 0.0
    for n, width in enumerate(widths):
        if n and used + space + width > room:
            ends.append(n)
            used = width
        else:
            used += width + (space if n else 0)
    return [*ends, len(widths)]


def _equal(widths: list[float], space: float, count: int) -> list[int]:
    """Return behind which word each of `count` lines ends, the longest of them as short as can be."""
    reaches = list(accumulate((width + space for width in widths), initial=0.0))

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        if lines == 1:
            return reaches[-1] - reaches[start], (len(widths),)
        found: tuple[float, tuple[int, ...]] = (inf, ())
        for end in range(start + 1, len(widths) - lines + 2):
            first = reaches[end] - reaches[start]
            if first >= found[0]:
                break
            longest, ends = best(end, lines - 1)
            if max(first, longest) < found[0]:
                found = max(first, longest), (end, *ends)
        return found

    return list(best(0, count)[1])
