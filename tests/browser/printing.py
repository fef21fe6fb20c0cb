"""What comes out of the printer: a page's sheets, their size, and the words on them."""

import re
import subprocess
from dataclasses import dataclass

A4 = {(595, 842), (842, 595)}  # in points, upright and across


@dataclass(frozen=True)
class Sheet:
    """One sheet: its size in points, how far its words reach to the right, and its lines without blank ones."""

    size: tuple[int, int]
    reaches: int
    lines: list[str]


def printed(page, folder):
    """Print what the browser shows; a Sheet for each page of paper."""
    file = folder / "printed.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    boxes = output("pdftotext", "-bbox", file, "-").split("<page ")[1:]
    texts = output("pdftotext", "-layout", file, "-").split("\f")
    return [Sheet(size_in(box), reach_in(box), lines_of(text)) for box, text in zip(boxes, texts, strict=False)]


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def size_in(box):
    return tuple(round(float(each)) for each in re.findall(r'(?:width|height)="([\d.]+)"', box)[:2])


def reach_in(box):
    return round(max(float(each) for each in re.findall(r'xMax="([\d.]+)"', box)))


def lines_of(text):
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
