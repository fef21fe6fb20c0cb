"""A paper's PDF as lines with their places in millimetres, sizes and faces."""

from dataclasses import dataclass
from functools import cached_property

from tests.reports.read_pdf import pages_of

MM = 25.4 / 72


@dataclass(frozen=True)
class Line:
    """Words on one baseline; `style` is "", "bold", "italic" or "bold italic"."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    style: str

    @property
    def middle(self):
        return (self.left + self.right) / 2


class Sheet:
    """One page: its lines, its drawn rules, its page number."""

    def __init__(self, page):
        self.page = page
        self.width, self.height = page.width * MM, page.height * MM

    @cached_property
    def _chars(self):
        """The letters by baseline, from the left to the right."""
        rows = {}
        for char in self.page.chars:
            rows.setdefault(round(char["baseline"] * MM, 1), []).append(char)
        return {y: sorted(row, key=lambda char: char["x0"]) for y, row in sorted(rows.items())}

    @cached_property
    def rows(self):
        """[(baseline, text, letters)] from the top; the number of the page is none of them."""
        found = [(y, "".join(char["text"] for char in row), row) for y, row in self._chars.items()]
        return [row for row in found if row[0] > 16]

    @property
    def number(self):
        """The line above the text, or None."""
        found = [(y, "".join(c["text"] for c in row), row) for y, row in self._chars.items() if y <= 16]
        return _line(*found[0]) if found else None

    def line(self, words, last=False):
        """The place and face of `words` where they stand first on this page, or last."""
        found = [row for row in self.rows if words in row[1]]
        assert found, f"{words!r} is not there"
        y, text, row = found[-1 if last else 0]
        start = text.index(words)
        return _line(y, words, row[start : start + len(words)])

    @cached_property
    def rules(self):
        """Drawn lines and boxes as (left, right, top, bottom); not the sheet itself."""
        marks = [tuple(mark[side] * MM for side in ("x0", "x1", "top", "bottom")) for mark in self.page.marks]
        return [mark for mark in marks if mark[1] - mark[0] < self.width - 10]

    def rule_below(self, line, within=4):
        """(length, middle) of the thin rule drawn closest below a line, (0, 0) without one."""
        below = [m for m in self.rules if 0 < m[2] - line.baseline < within and m[3] - m[2] < 1 and m[1] - m[0] > 3]
        below = [m for m in below if abs((m[0] + m[1]) / 2 - line.middle) < 12]
        if not below:
            return 0.0, 0.0
        left, right, *_ = min(below, key=lambda mark: mark[2])
        return right - left, (left + right) / 2


def _line(y, text, row):
    row = [char for char in row if char["text"].strip()] or row
    sizes, faces = {round(char["size"], 2) for char in row}, {_style(char["fontname"]) for char in row}
    assert (len(sizes), len(faces)) == (1, 1), f"{text!r} has {sizes}, {faces}"
    exact = (row[0]["x0"] * MM, row[-1]["x1"] * MM)
    return Line(text, *exact, y, sizes.pop(), faces.pop())


def _style(font):
    face = font.split("+")[-1].removeprefix("Liberation-Serif").strip("-").lower()
    return face.replace("-", " ").replace("bolditalic", "bold italic")


class Printed:
    """A paper: its pages, opened."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.sheets = [Sheet(page) for page in pages_of(pdf)]

    @property
    def first(self):
        return self.sheets[0]

    def sheet_with(self, words):
        return next(sheet for sheet in self.sheets if any(words in row[1] for row in sheet.rows))

    def line(self, words):
        return self.sheet_with(words).line(words)
