"""The parts a paper's text is made of, as plain dicts. The `key` of a section, unique in the paper, names its slot."""

from typing import Any

Section = dict[str, Any]
SHOWN = ("table", "grid", "chart")


def section(
    key: str,
    heading: str,
    paragraphs: list[str] | None = None,
    parts: list[Section] | None = None,
    numbering: str = "sections",
    **shown: Any,
) -> Section:
    """Return a section; its parts' keys become "key/part". `shown`: a table, grid or chart; empty ones are left out."""
    found = {name: shown[name] for name in SHOWN if shown.get(name)}
    below = [_below(key, part) for part in parts or []]
    return {
        "key": key,
        "heading": heading,
        "numbering": numbering,
        "paragraphs": paragraphs or [],
        "parts": below,
        **found,
    }


def annex(
    key: str, title: str, sections: list[Section], reference: str = "", is_landscape: bool = False
) -> dict[str, Any]:
    """Return an annex; its sections' keys become "annex:key/section"."""
    below = [_below(f"annex:{key}", part) for part in sections]
    return {"key": key, "title": title, "reference": reference, "landscape": is_landscape, "sections": below}


def _below(above: str, part: Section) -> Section:
    return {**part, "key": f"{above}/{part['key']}", "parts": [_below(above, each) for each in part["parts"]]}


def filled(sections: list[Section]) -> list[Section]:
    """Return the sections that have something in them, each without its empty parts."""
    return [found for found in map(_without_empty_parts, sections) if _is_filled(found)]


def _without_empty_parts(each: Section) -> Section:
    return {**each, "parts": filled(each["parts"])}


def _is_filled(each: Section) -> bool:
    return bool(each["paragraphs"] or each["parts"] or any(name in each for name in SHOWN))


def grid(
    columns: list[tuple[str, int | None, str]], groups: list[tuple[str, list[list[str]]]], caption: str = ""
) -> dict[str, Any]:
    """Return a table: columns (label, width in mm or None, "left", "center" or "right"), groups (label or "", rows).

    Without any row it is {}, so that its section is left out.
    """
    if not any(rows for label, rows in groups):
        return {}
    return {
        "columns": [{"label": label, "width_mm": width, "align": align} for label, width, align in columns],
        "groups": [{"label": label, "rows": rows} for label, rows in groups if rows],
        "caption": caption,
    }
