"""Sections with their parts: numbers of headings, paragraphs and lists, tables, charts."""

import re
from itertools import groupby
from typing import Any

from ground.charts import POINT_ROOM
from reports.documents.layout.grids import grid_of_values, laid_out_grid
from reports.documents.layout.lines import label
from reports.documents.layout.measure import MM_A_POINT, balanced
from reports.documents.layout.rich_text import end_marked
from reports.documents.layout.rule_sets import RuleSet

ITEM = re.compile(r"^[-+•] ")
CHART_LETTERS = 14  # of its drawing's units
Room = tuple[float, float]


def laid_out_sections(sections: list[dict[str, Any]], rules: RuleSet, room: Room) -> list[dict[str, Any]]:
    """Number the sections: one level 1., 2. …; those with parts of their own I, II … in capitals; articles as such."""
    has_parts = any(_has_headings(section.get("parts", [])) for section in sections)
    return _level(sections, rules, room, level=0 if has_parts else 1)


def _has_headings(passages: list[dict[str, Any]]) -> bool:
    return any(passage.get("heading") for passage in passages)


def _level(passages: list[dict[str, Any]], rules: RuleSet, room: Room, level: int) -> list[dict[str, Any]]:
    """Lay out passages of one level; those without a heading are not counted, articles are."""
    laid_out, number = [], 0
    for passage in passages:
        is_article = passage.get("numbering") == "articles"
        number += bool(is_article or passage.get("heading"))
        laid_out.append(_passage(passage, rules, room, min(level, 2), number))
    return laid_out


def _passage(passage: dict[str, Any], rules: RuleSet, room: Room, level: int, number: int) -> dict[str, Any]:
    is_article = passage.get("numbering") == "articles"
    form = rules.article.value if is_article else rules.headings.value[level]
    heading = passage.get("heading", "")
    words = heading.upper() if form.face.capitals else heading
    parts_level = 1 if is_article else level + 1
    return {
        "key": passage.get("key", ""),  # of its slot; the printed page doesn't show it
        "heading": f"{label(form.label, number)}{words}" if heading else "",
        "label": label(form.label, number).strip() if is_article and not heading else "",
        "look": "article" if is_article else f"level-{level + 1}",
        **content_of(passage, rules, room),
        "parts": _level(passage.get("parts", []), rules, room, parts_level),
    }


def content_of(passage: dict[str, Any], rules: RuleSet, room: Room) -> dict[str, Any]:
    """Return what stands under a heading: paragraphs, the blocks they make, tables, a chart."""
    paragraphs = passage.get("paragraphs", [])
    html = paragraphs["html"] if isinstance(paragraphs, dict) else ""
    lines = [] if html else [line for text in paragraphs for line in _lines_of(text)]
    grids = [grid_of_values(passage["table"])] if passage.get("table") else []
    grids += [passage["grid"]] if passage.get("grid") else []
    return {
        "paragraphs": lines,
        "html": html,
        "grids": [laid_out_grid(grid, rules, room) for grid in grids],
        "chart": _chart(passage["chart"]) if passage.get("chart") else None,
    }


def _lines_of(text: str) -> list[str]:
    """Make every line that was typed a paragraph of its own."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def blocks_of(lines: list[str]) -> list[dict[str, Any]]:
    """Return paragraphs one by one, and items that follow each other as a list."""
    blocks: list[dict[str, Any]] = []
    for is_list, texts in groupby(lines, key=lambda line: bool(ITEM.match(line))):
        if is_list:
            blocks.append({"items_of_list": list(texts)})
        else:
            blocks += [{"text": text, "is_lead": text.endswith(":"), "items_of_list": []} for text in texts]
    return blocks


# --- Charts: years and figures stand in rows below the axis, where nothing is drawn ----------------------------------
def _chart(series: dict[str, Any]) -> dict[str, Any]:
    points = [
        {
            **mark,
            "lines": [
                {"y": 192 + 17 * n, "text": line, "is_figure": n > 0}
                for n, line in enumerate([mark["label"], *_figure_lines(mark["printed"])])
            ],
        }
        for mark in series["chart"]["marks"]
    ]
    height = max((point["lines"][-1]["y"] for point in points if point["is_labelled"]), default=192) + 8
    return {**series, "points": points, "height": height}


def _figure_lines(printed: str) -> list[str]:
    return balanced(printed, CHART_LETTERS / MM_A_POINT, POINT_ROOM - 4, bold=True)


# --- The end ---------------------------------------------------------------------------------------------------------
def mark_end(sections: list[dict[str, Any]], mark: str) -> None:
    """Put the end mark behind the last words of the last passage."""
    if not sections:
        return
    last = sections[-1]
    while last["parts"]:
        last = last["parts"][-1]
    if last["html"]:
        last["html"] = end_marked(last["html"], mark)
    last["paragraphs"] = [*last["paragraphs"][:-1], *(text_with(mark, text) for text in last["paragraphs"][-1:])]


def text_with(mark: str, text: str) -> str:
    return text.rstrip(" ./;,") + mark
