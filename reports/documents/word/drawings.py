"""The chart of a series as a picture: Word has no way to draw our SVG that all its versions know."""

import io
import re
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from ground.fonts.print_font import face_files

DOTS = 4  # for each unit of the drawing: 420 units are 120 mm, so 355 dots an inch
WIDTH, WIDTH_MM = 420, 120
LETTERS = 14  # units
BLACK, WHITE = 0, 255
DASH = (6, 4)
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


def picture_of(series: dict[str, Any]) -> tuple[bytes, float]:
    """Return the chart as a PNG, and its height in millimetres."""
    image = Image.new("L", (WIDTH * DOTS, round(series["height"] * DOTS)), WHITE)
    pen = ImageDraw.Draw(image)
    for n, tick in enumerate(series["chart"]["ticks"]):
        _line(pen, (48, float(tick["y"])), (404, float(tick["y"])), 1 if n == 0 else 0.4)
        _text(pen, (40, float(tick["text_y"])), tick["label"], "rs")
    for segment in series["chart"]["segments"]:
        _segment(pen, segment)
    for point in series["points"]:
        _point(pen, point)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue(), WIDTH_MM * series["height"] / WIDTH


def words_of_chart(series: dict[str, Any]) -> str:
    """Return what the picture shows, for those who can't see it."""
    marks = [f"{mark['label']}: {mark['printed']}" for mark in series["chart"]["marks"]]
    return ". ".join([series["title"], *marks, *filter(None, [series.get("change", "")])]) + "."


def _segment(pen: Any, segment: dict[str, Any]) -> None:
    numbers = [float(number) for number in NUMBERS.findall(segment["path"])]
    spots = list(zip(numbers[::2], numbers[1::2], strict=True))
    for start, end in pairwise(spots):
        if segment["is_provisional"]:
            _dashes(pen, start, end)
        else:
            _line(pen, start, end, 2)


def _dashes(pen: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    at = 0.0
    while at < length:
        stop = min(at + DASH[0], length)
        _line(pen, _between(start, end, at / length), _between(start, end, stop / length), 2)
        at += sum(DASH)


def _between(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _point(pen: Any, point: dict[str, Any]) -> None:
    x, y = float(point["x"]) * DOTS, float(point["y"]) * DOTS
    reach = 5 * DOTS
    fill = WHITE if point["is_provisional"] else BLACK
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=fill, outline=BLACK, width=2 * DOTS)
    if point["is_labelled"]:
        for line in point["lines"]:
            _text(pen, (float(point["x"]), float(line["y"])), line["text"], "ms", line["is_figure"])


def _line(pen: Any, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
    pen.line([(x * DOTS, y * DOTS) for x, y in (start, end)], fill=BLACK, width=max(1, round(width * DOTS)))


def _text(pen: Any, at: tuple[float, float], text: str, anchor: str, is_bold: bool = False) -> None:
    face = face_files("LiberationSerif-Bold.ttf" if is_bold else "LiberationSerif-Regular.ttf")
    font = ImageFont.truetype(str(face[0]), LETTERS * DOTS) if face else ImageFont.load_default(LETTERS * DOTS)
    pen.text((at[0] * DOTS, at[1] * DOTS), text, fill=BLACK, font=font, anchor=anchor)
