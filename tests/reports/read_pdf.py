"""The pages of a PDF with what stands on them: letters and drawn marks, with their places in points.

pdfplumber says the same of each, to a thousandth of a point, and takes seven times as long, for its reader is written
in Python; what it makes of a whole page, words and lines, is read there.
"""

import ctypes
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

LONGEST_NAME = 256
BLANK = ord(" ")
GAP = 1.5  # points: less than a blank, more than there is between letters


def pages_of(pdf):
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        sizes = [document.get_page_size(n) for n in range(len(document))]
    return [Page(pdf, n, *size) for n, size in enumerate(sizes, start=1)]


class Page:
    """One page; what stands on it are dicts with pdfplumber's keys, top and bottom counted from the upper edge."""

    def __init__(self, pdf, number, width, height):
        self.pdf, self.number, self.width, self.height = pdf, number, width, height
        self._measures = {}

    @contextmanager
    def _opened(self):
        with closing(pypdfium2.PdfDocument(self.pdf)) as document:
            yield document[self.number - 1]

    @cached_property
    def chars(self):
        """The letters, in the order of the file; the reader has a blank of its own for one that is stretched."""
        found = []
        with self._opened() as page:
            text = page.get_textpage()
            for n in range(text.count_chars()):
                if raw.FPDFText_IsGenerated(text, n) != 1:
                    found.append(self._char(text, n))
                elif raw.FPDFText_GetUnicode(text, n) == BLANK and found:
                    found.append(found[-1] | {"text": " ", "x0": found[-1]["x1"]})
        return found

    def _char(self, text, n):
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        raw.FPDFText_GetMatrix(text, n, matrix)
        size = raw.FPDFText_GetFontSize(text, n) * matrix.d
        letter, font = raw.FPDFText_GetUnicode(text, n), _font_name(text, n)
        width, descent = self._measures_of(text, n, font, letter)
        bottom = self.height - (y.value + descent * size)
        return {
            "text": chr(letter), "fontname": font, "size": size, "page_number": self.number,
            "baseline": self.height - y.value, "x0": x.value, "x1": x.value + width * size,
            "top": bottom - size, "bottom": bottom,
        }  # fmt: skip

    def _measures_of(self, text, n, font, letter):
        """Width and descent of a letter in a font of one point."""
        if (font, letter) not in self._measures:
            width, descent = ctypes.c_float(), ctypes.c_float()
            opened = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(text, n))
            raw.FPDFFont_GetGlyphWidth(opened, letter, 1.0, width)
            raw.FPDFFont_GetDescent(opened, 1.0, descent)
            self._measures[font, letter] = width.value, descent.value
        return self._measures[font, letter]

    @cached_property
    def text(self):
        """What is printed, line by line from the top; a blank stands between words that are apart."""
        lines = {}
        for char in self.chars:
            lines.setdefault(round(char["baseline"], 1), []).append(char)
        return "\n".join(_words_of(sorted(line, key=lambda char: char["x0"])) for _y, line in sorted(lines.items()))

    @cached_property
    def marks(self):
        """Drawn lines and boxes; what has curves is neither."""
        with self._opened() as page:
            paths = [_points_of(path) for path in page.get_objects([raw.FPDF_PAGEOBJ_PATH])]
        return [self._mark(points) for points in paths if points]

    def _mark(self, points):
        across, up = zip(*points, strict=True)
        sides = {"x0": min(across), "x1": max(across)}
        return sides | {"top": self.height - max(up), "bottom": self.height - min(up)}


def _words_of(line):
    words = line[0]["text"]
    for before, char in pairwise(line):
        words += (" " if char["x0"] - before["x1"] > GAP else "") + char["text"]
    return " ".join(words.split())


def _font_name(text, n):
    name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, n, name, LONGEST_NAME, flags)
    return name.value.decode()


def _points_of(path):
    """The corners of a path on the page; none of one with curves."""
    to_page, points = path.get_matrix(), []
    for n in range(raw.FPDFPath_CountSegments(path)):
        segment, x, y = raw.FPDFPath_GetPathSegment(path, n), ctypes.c_float(), ctypes.c_float()
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(to_page.on_point(x.value, y.value))
    return points
