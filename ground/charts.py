"""The geometry of the charts: from plain values to a dict of strings for the SVG templates; and that of QR codes.

Words and colours are in the templates. All coordinates are strings with a dot, whatever the language of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, count, pairwise
from math import ceil, floor, inf
from textwrap import wrap
from typing import Any

import segno

LEFT, RIGHT, TOP, BOTTOM = 48, 404, 34, 170  # the plot of a line chart in its 420 × 210 box
POINT_ROOM = 74  # what a usual year and its figure need
WIDTH = 420
LABEL_LETTER, PRINTED_LETTER, PERCENT_SIGN = 9.3, 9.5, 8  # how wide a letter is at most, and a % more than that
BETWEEN_LABELS = 6
AXIS_STEPS = (2, 5, 10, 20, 25, 50)  # then 1, 2 and 5 times the powers of ten, however large the numbers
GRID_SPACES = 4
PLAIN_DIGITS = 5  # of a tick that is written out; "25×10⁷" has room where its figures have none
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BAR_LENGTH, BAR_HEIGHT, LINE_HEIGHT, LINE_LETTERS = 260, 18, 20, 50

Spot = tuple[float, float]  # x, y in the drawing


@dataclass(frozen=True)
class Point:
    """A year of a line and its number; `label` and `printed` as they are to be read.

    `is_provisional`: the year isn't over; a line that begins or ends in such a year is provisional too.
    """

    year: int
    number: Decimal
    label: str
    printed: str
    is_provisional: bool = False


@dataclass(frozen=True)
class Ratio:
    """A row of bars: `printed` is short, "8/16"; the denominator isn't 0."""

    label: str
    printed: str
    numerator: Decimal
    denominator: Decimal


def line_chart(points: Sequence[Point]) -> dict[str, Any] | None:
    """Lay out one percentage a year as a line; None without points."""
    points = sorted(points, key=lambda point: point.year)
    if not points:
        return None
    low, high, step = _axis([Fraction(point.number) for point in points])
    across = _across([point.year for point in points])
    spots = list(zip(across, _up(points, low, high), strict=True))
    labelled = _labelled_points(points, spots)
    return {
        "ticks": [_tick(value, low, high) for value in range(low, high + 1, step)],
        "floor": _tick_label(low),
        "is_cut": low > 0,
        "segments": [_segment(*pair) for pair in pairwise(zip(points, spots, strict=True))],
        "marks": [_mark(points[n], spots, n, n in labelled) for n in range(len(points))],
        "has_provisional": any(point.is_provisional for point in points),
    }


def ratio_bars(rows: Sequence[Ratio]) -> dict[str, Any] | None:
    """Return ratios as bars on one percent scale from 0; None without rows.

    A row is a dict: `label`, `printed` (short: "8/16"), `numerator`, `denominator` (not 0). The rest up to 100 % is
    drawn hollow; ratios above 1 extend the scale.
    """
    if not rows:
        return None
    whole = _scale(rows)
    bars: list[dict[str, Any]] = []
    below = 14
    for row in rows:
        bars.append(_bar(row, below, whole))
        below += 30 + LINE_HEIGHT * len(bars[-1]["lines"])
    axis = below + 2
    return {
        "height": _text(axis + 44),
        "axis": f"M0 {axis}.5H{BAR_LENGTH}M.5 {axis}V{axis + 6}M{BAR_LENGTH // 2}.5 {axis}V{axis + 6}"
        f"M{BAR_LENGTH - 0.5} {axis}V{axis + 6}",
        "tick_y": _text(axis + 22),
        "half": {"x": _text(BAR_LENGTH / 2), "label": _tick_label(whole // 2)},
        "whole": {"x": _text(BAR_LENGTH), "label": f"{_tick_label(whole)}%"},
        "bars": bars,
    }


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _axis(values: Sequence[Fraction]) -> tuple[int, int, int]:
    """Return (bottom, top, step), whole numbers, of a percent axis with at most four steps, whatever the numbers are.

    It begins above 0 only where beginning at 0 would press the line into the upper half.
    """
    for step in chain(AXIS_STEPS, (digit * 10**power for power in count(2) for digit in (1, 2, 5))):
        low = floor(min(values) / step) * step
        if 0 < low < max(values) / 2:
            low = 0
        high = max(ceil(max(values) / step) * step, low + step)
        if high - low <= GRID_SPACES * step:
            return low, high, step
    raise AssertionError  # the loop is endless


def _across(years: Sequence[int]) -> list[float]:
    """Return the horizontal positions of the years, in proportion to their distance; with few years away from the
    edges.
    """
    margin = 62 if len(years) < 4 else 22
    start, room = LEFT + margin, RIGHT - LEFT - 2 * margin
    if len(years) == 1:
        return [start + room / 2]
    span = years[-1] - years[0]
    return [start + room * (year - years[0]) / span for year in years]


def _labelled_points(points: Sequence[Point], spots: Sequence[Spot]) -> set[int]:
    """Return the numbers of the points that have a label: the last, and before it each whose year and figure end before
    those of the labelled one after it begin.
    """
    labelled: set[int] = set()
    year_ends, figure_ends = inf, inf
    for n in reversed(range(len(points))):
        year, figure = _label_width(points[n]) / 2, _printed_width(points[n]) / 2
        across = _printed_across(points[n], spots, n)
        if spots[n][0] + year + BETWEEN_LABELS <= year_ends and across + figure + BETWEEN_LABELS <= figure_ends:
            labelled.add(n)
            year_ends, figure_ends = spots[n][0] - year, across - figure
    return labelled


def _label_width(point: Point) -> float:
    return LABEL_LETTER * len(point.label)


def _printed_width(point: Point) -> float:
    return PRINTED_LETTER * len(point.printed) + PERCENT_SIGN * point.printed.count("%")


def _printed_across(point: Point, spots: Sequence[Spot], n: int) -> float:
    """Return where the middle of a figure stands: beside a rising or falling line, off the axis and within the
    drawing.
    """
    x, y = spots[n]
    before = spots[n - 1][1] if n else y
    after = spots[n + 1][1] if n + 1 < len(spots) else y
    half = _printed_width(point) / 2
    return min(max(x + 12 * (before < y) - 12 * (after < y), LEFT + half), WIDTH - half)


def _up(points: Sequence[Point], low: int, high: int) -> list[float]:
    return [_height(Fraction(point.number), low, high) for point in points]


def _height(value: Fraction | int, low: int, high: int) -> float:
    """Return the vertical position, computed with fractions: as floats, large close numbers would fall into one."""
    return float(BOTTOM - (BOTTOM - TOP) * Fraction(value - low) / (high - low))


def _tick(value: int, low: int, high: int) -> dict[str, str]:
    y = _height(value, low, high)
    return {"y": f"{floor(y)}.5", "text_y": _text(y + 5), "label": _tick_label(value)}


def _tick_label(value: int) -> str:
    """Return "100", "-4"; "25×10⁷" for numbers with too many digits."""
    digits = str(abs(value))
    mantissa = digits.rstrip("0")
    if len(digits) <= PLAIN_DIGITS or len(digits) - len(mantissa) < 3:
        return str(value)
    power = str(len(digits) - len(mantissa)).translate(RAISED)
    return f"{'-' if value < 0 else ''}{mantissa}×10{power}"


def _segment(start: tuple[Point, Spot], end: tuple[Point, Spot]) -> dict[str, Any]:
    (first, (x1, y1)), (second, (x2, y2)) = start, end
    return {
        "path": f"M{_text(x1)} {_text(y1)} {_text(x2)} {_text(y2)}",
        "is_provisional": first.is_provisional or second.is_provisional,
    }


def _mark(point: Point, spots: Sequence[Spot], n: int, is_labelled: bool) -> dict[str, Any]:
    """Return a point with the position of its label: beside a rising or falling line, under the point in a valley."""
    x, y = spots[n]
    before = spots[n - 1][1] if n else y
    after = spots[n + 1][1] if n + 1 < len(spots) else y
    is_valley = before < y > after and y + 26 <= BOTTOM + 6
    return {
        "x": _text(x),
        "y": _text(y),
        "printed_x": _text(_printed_across(point, spots, n)),
        "printed_y": _text(y + 26 if is_valley else y - 14),
        "label": point.label,
        "printed": point.printed,
        "is_provisional": point.is_provisional,
        "is_labelled": is_labelled,
    }


def _scale(rows: Sequence[Ratio]) -> int:
    """Return the percent at the end of the scale: 100, or the next multiple of 50 above the largest ratio."""
    largest = max(float(row.numerator / row.denominator) for row in rows)
    return max(100, ceil(largest * 2) * 50)


def _bar(row: Ratio, top: int, whole: int) -> dict[str, Any]:
    lines = [
        {"y": _text(top + 18 + LINE_HEIGHT * n), "text": text}
        for n, text in enumerate(wrap(row.label, LINE_LETTERS) or [""])
    ]
    upper = top + 4 + LINE_HEIGHT * len(lines)
    length = BAR_LENGTH * 100 * float(row.numerator / row.denominator) / whole
    full = BAR_LENGTH * 100 / whole
    return {
        "label": row.label,
        "printed": row.printed,
        "lines": lines,
        "path": f"M0 {upper}H{_text(length)}V{upper + BAR_HEIGHT}H0z",
        "rest": f"M1 {upper + 1}H{_text(full - 1)}V{upper + BAR_HEIGHT - 1}H1z" if length < full else "",
        "printed_x": _text(BAR_LENGTH + 10),
        "printed_y": _text(upper + 15),
    }


# --- QR codes --------------------------------------------------------------------------------------------------------
QUIET = 4  # modules around the code, as ISO/IEC 18004 wants where something stands beside it


@dataclass(frozen=True)
class QrCode:
    """A QR code as one path, which needs neither a picture nor a font.

    `size`: modules a side, the quiet zone included; `path`: of an SVG, in modules.
    """

    size: int
    path: str


def qr_code(text: str, quiet: int = QUIET) -> QrCode:
    rows = segno.make(text, error="m", micro=False, boost_error=False).matrix
    path = "".join(_dark_runs(row, quiet, y) for y, row in enumerate(rows, start=quiet))
    return QrCode(len(rows) + 2 * quiet, path)


def _dark_runs(row: bytearray, left: int, y: int) -> str:
    """Return the dark modules of one row, as rectangles as long as they can be."""
    path, x = "", 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            path += f"M{start + left} {y}h{x - start}v1h-{x - start}z"
        x += 1
    return path
