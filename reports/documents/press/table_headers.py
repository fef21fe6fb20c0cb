"""Ties the cells of a tagged table to their own headers: column, row, group of rows.

The engine ties a group's header, which spans all columns, to every cell of the first column and of no other.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

Element = dict[str, Any]  # pydyf.Dictionary
BODIES = ("/THead", "/TBody", "/TFoot")


def tie_headers(document: Any, pdf: pydyf.PDF) -> None:
    """Rewrite the headers of all tables of a PDF that is about to be written."""
    elements = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)]
    by_reference = {bytes(element.reference): element for element in elements}
    for element in elements:
        if element.get("S") == "/Table":
            _tie(list(_rows(element, by_reference)))


def _below(element: Element, by_reference: dict[bytes, Element]) -> list[Element]:
    return [by_reference[kid] for kid in element["K"] if isinstance(kid, bytes) and kid in by_reference]


def _rows(element: Element, by_reference: dict[bytes, Element], in_head: bool = False) -> Iterator[tuple]:
    """Yield (is in the head, cells) for every row."""
    for child in _below(element, by_reference):
        if child["S"] in BODIES:
            yield from _rows(child, by_reference, child["S"] == "/THead")
        elif child["S"] == "/TR":
            yield in_head, [cell for cell in _below(child, by_reference) if cell["S"] in ("/TH", "/TD")]


def _tie(rows: list[tuple]) -> None:
    columns: list[Any] = []
    group: list[Any] = []
    for in_head, cells in rows:
        headings = [cell for cell in cells if cell["S"] == "/TH" and "ID" in cell]
        if in_head:
            columns = [cell.get("ID") for cell in cells]
            _scope(headings, "/Column")
        elif len(cells) == 1 and headings:
            group = [headings[0]["ID"]]
            _scope(headings, "/Row")
        else:
            _scope(headings, "/Row")
            _tie_row(cells, [cell["ID"] for cell in headings], columns, group)


def _scope(headings: list[Element], scope: str) -> None:
    for heading in headings:
        heading["A"]["Scope"] = scope


def _tie_row(cells: list[Element], own: list[Any], columns: list[Any], group: list[Any]) -> None:
    for n, cell in enumerate(cells):
        if cell["S"] == "/TD":
            column = [columns[n]] if n < len(columns) and columns[n] is not None else []
            cell["A"]["Headers"] = pydyf.Array([*own, *column, *group])
