"""Tables: columns as wide as their contents need, and which rows are so long that they may break over pages."""

from itertools import chain
from math import ceil
from typing import Any

from reports.documents.layout.measure import lines_needed, width_of
from reports.documents.layout.rule_sets import RuleSet
from reports.documents.layout.typography import broken_well, words_of

PADDING = 3.4  # mm at both sides of a cell, with its border
LINE = 15 * 25.4 / 72  # mm
NARROW, WORD_AT_MOST, LABEL_AT_MOST, TEXT_AT_MOST = 9, 45, 35, 110  # mm
ORDINALS = ("stt", "tt", "số", "số tt")
VALUE_COLUMNS = (
    ("number", "Số", "center"),
    ("label", "Chỉ tiêu", "left"),
    ("printed", "Kết quả", "left"),
    ("period", "Kỳ, thời điểm", "left"),
    ("side", "Nguồn", "left"),
    ("checks", "Đối chiếu", "left"),
)


def grid_of_values(table: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a grid of values, with the columns in which something stands."""
    rows = [row for group in table for row in group["rows"]]
    columns = [column for column in VALUE_COLUMNS if any(row.get(column[0]) for row in rows)]
    return {
        "columns": [{"label": label, "align": align} for _, label, align in columns],
        "groups": [
            {"label": group["group"], "rows": [[_cell(row.get(key)) for key, _, _ in columns] for row in group["rows"]]}
            for group in table
        ],
    }


def _cell(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""


def laid_out_grid(grid: dict[str, Any], rules: RuleSet, room: tuple[float, float]) -> dict[str, Any]:
    """Return the grid as the template prints it; `room` is width and height of the text in mm."""
    size = rules.table.value.size
    rows = [row for group in grid["groups"] for row in group["rows"]]
    widths = _widths(grid["columns"], rows, size, room[0])
    named = _naming_column(grid["columns"])
    columns = [
        {**column, "width": width, "align": _align(column), "is_heading": n == named}
        for n, (column, width) in enumerate(zip(grid["columns"], widths, strict=True))
    ]
    return {
        "caption": grid.get("caption", ""),
        "columns": columns,
        "count": len(columns),
        "groups": [
            {"label": group.get("label", ""), "rows": [_row(row, columns, size, room[1]) for row in group["rows"]]}
            for group in grid["groups"]
        ],
    }


def _align(column: dict[str, Any]) -> str:
    align: str = column.get("align") or "left"
    return "center" if column["label"].lower() in ORDINALS else align


def _naming_column(columns: list[dict[str, Any]]) -> int:
    """Return the column whose cells name their rows: the first that doesn't just count them."""
    return next((n for n, column in enumerate(columns) if column["label"].lower() not in ORDINALS), 0)


def _row(texts: list[str], columns: list[dict[str, Any]], size: float, height: float) -> dict[str, Any]:
    needed = [
        sum(lines_needed(line, size, column["width"] - PADDING) for line in text.split("\n"))
        for text, column in zip(texts, columns, strict=True)
    ]
    cells = [{"lines": text.split("\n"), "column": column} for text, column in zip(texts, columns, strict=True)]
    return {"cells": cells, "may_break": max(needed) * LINE > height / 3, "boxes": len(cells) + sum(needed)}


# --- Widths ----------------------------------------------------------------------------------------------------------
def _widths(columns: list[dict[str, Any]], rows: list[list[str]], size: float, room: float) -> list[int]:
    """Return whole millimetres that sum up to `room`: each column has room for its longest word, then for its texts."""
    least, wanted = [], []
    for n, column in enumerate(columns):
        fixed = column.get("width_mm")
        texts = [row[n] for row in rows]
        least.append(fixed or _least(column["label"], texts, size, room))
        wanted.append(fixed or max(least[n], _wanted(column["label"], texts, size)))
    return _in_whole(_shared(least, wanted, [not column.get("width_mm") for column in columns], room), room)


def _least(label: str, texts: list[str], size: float, room: float) -> float:
    words = chain.from_iterable(words_of(broken_well(line)) for text in texts for line in text.split("\n"))
    widest = max((width_of(word, size) for word in set(words)), default=0.0)
    heading = max((width_of(word, size, bold=True) for word in label.split()), default=0.0)
    return ceil(max(NARROW, min(max(min(widest, WORD_AT_MOST), heading) + PADDING, room * 0.45)))


def _wanted(label: str, texts: list[str], size: float) -> float:
    lines = chain.from_iterable(text.split("\n") for text in texts)
    longest = max((width_of(line, size) for line in lines), default=0.0)
    return ceil(min(max(longest, min(width_of(label, size, bold=True), LABEL_AT_MOST)), TEXT_AT_MOST) + PADDING)


def _shared(least: list[float], wanted: list[float], may_grow: list[bool], room: float) -> list[float]:
    """Return widths that fill `room`: what is over goes where texts are longer than their longest word."""
    spare = room - sum(least)
    if spare < 0:
        return [width * room / sum(least) for width in least]
    needs = [more - less for less, more in zip(least, wanted, strict=True)]
    if spare <= sum(needs):
        return [width + more for width, more in zip(least, _fairly(spare, needs), strict=True)]
    growing = sum(width for width, may in zip(wanted, may_grow, strict=True) if may) or sum(wanted)
    rest = room - sum(wanted)
    return [
        width + (rest * width / growing if may or not any(may_grow) else 0)
        for width, may in zip(wanted, may_grow, strict=True)
    ]


def _fairly(spare: float, needs: list[float]) -> list[float]:
    """Share what is spare: columns that need little get it all, the others alike what is left."""
    shares, order = [0.0] * len(needs), sorted(range(len(needs)), key=needs.__getitem__)
    for place, n in enumerate(order):
        shares[n] = min(needs[n], spare / (len(order) - place))
        spare -= shares[n]
    return shares


def _in_whole(widths: list[float], room: float) -> list[int]:
    whole = [int(width) for width in widths]
    for n in sorted(range(len(widths)), key=lambda n: whole[n] - widths[n])[: int(room) - sum(whole)]:
        whole[n] += 1
    return whole
