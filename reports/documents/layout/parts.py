"""A very long annex is cut into parts, each printed as a file of its own: the engine's memory grows with what it lays
out at once. A part begins with the annex's title; page numbers run through all of them.
"""

from collections.abc import Iterator
from typing import Any

# Boxes (cells and lines in them) of the tables in one part. Measured: about 10 kB each in the engine, on top of 110 MB
# of code and fonts; a part of some 40 pages stays below 200 MB, and needs few seconds.
BOXES_A_PART = 7_000
NOTHING: dict[str, Any] = {"paragraphs": [], "html": "", "grids": [], "chart": None}
Sheet = dict[str, Any]
Passage = dict[str, Any]


def parts_of(sheet: Sheet, most: int | None = None) -> list[Sheet]:
    """Return the sheets of the parts of an annex, of `most` boxes each; [] where one file holds it all."""
    chunks = _chunks(sheet["sections"], most or BOXES_A_PART)
    last = len(chunks)
    if last < 2:
        return []
    return [_part(sheet, sections, n, last) for n, sections in enumerate(chunks, start=1)]


def _part(sheet: Sheet, sections: list[Passage], n: int, last: int) -> Sheet:
    """Return part `n`: the opening stands in the first, closing, signature and check mark in the last."""
    part = {**sheet, "sections": sections, "part": f"Phần {n}/{last}", "title": f"{sheet['title']}, phần {n}/{last}"}
    if n > 1:
        part["opening"] = NOTHING
    if n < last:
        part |= {"closing": NOTHING, "signatures": [], "check": None}
    return part


def _chunks(sections: list[Passage], most: int) -> list[list[Passage]]:
    chunks: list[list[Passage]] = [[]]
    room = most
    for section in sections:
        for piece in _pieces(section, most):
            needed = _boxes_of(piece)
            if chunks[-1] and needed > room:
                chunks.append([])
                room = most
            chunks[-1].append(piece)
            room -= needed
    return chunks


def _pieces(section: Passage, most: int) -> Iterator[Passage]:
    """Yield the section whole, or where it is one table longer than a part, cut between its rows."""
    if _boxes_of(section) <= most or len(section["grids"]) != 1 or section["parts"]:
        yield section
        return
    (grid,) = section["grids"]
    for n, groups in enumerate(_cut(grid["groups"], most)):
        heading = f"{section['heading']} (tiếp theo)" if n and section["heading"] else section["heading"]
        yield {**section, "heading": heading, "grids": [{**grid, "groups": groups}]}


def _cut(groups: list[Passage], most: int) -> Iterator[list[Passage]]:
    """Yield the groups of rows by as many as a part holds; a group that goes on has its label again."""
    cut: list[Passage] = []
    room = most
    for group in groups:
        rows: list[Passage] = []
        for row in group["rows"]:
            if row["boxes"] > room and (cut or rows):
                yield [*cut, {**group, "rows": rows}] if rows else cut
                cut, rows, room = [], [], most
            rows.append(row)
            room -= row["boxes"]
        cut.append({**group, "rows": rows})
    yield cut


def _boxes_of(section: Passage) -> int:
    own = sum(row["boxes"] for grid in section["grids"] for group in grid["groups"] for row in group["rows"])
    return own + sum(_boxes_of(part) for part in section["parts"])
