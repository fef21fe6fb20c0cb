"""Puts a template's wording into the facts of a paper, before the words of staff. Pure.

Only the placeholders of the list are replaced, once each: what they become is never looked at again, and whatever else
stands between braces is text.
"""

import re
from collections.abc import Callable
from typing import Any

from reports.documents.compose.kinds import COMPOSED
from reports.documents.compose.sections import filled
from reports.documents.compose.wording.contents import IN_LINES, Contents, in_order
from reports.documents.compose.wording.placeholders import MARK, name_of

Facts = dict[str, Any]
Section = dict[str, Any]
Values = Callable[[str], str | None]
SINGLE = ("about", "opening", "closing")


def with_wording(facts: Facts, contents: Contents, value_of: Values) -> Facts:
    """Return the facts in the template's wording. `value_of`: a placeholder's value by its name, "" without one, None
    where there is no such placeholder.

    A section that the records leave out stays out; sections that the template doesn't know keep their places. What has
    no value stands in brackets and in `missing`.
    """
    return _Wording(contents, value_of).over(facts)


class _Wording:
    def __init__(self, contents: Contents, value_of: Values) -> None:
        self.headings, self.texts, self.order = contents["headings"], contents["texts"], contents["order"]
        self.value_of = value_of
        self.missing: list[dict[str, str]] = []

    def over(self, facts: Facts) -> Facts:
        fixed: Facts = {key: self._single(key, facts[key]) for key in SINGLE if key in self.texts}
        fixed |= {key: self._lines(key, facts[key]) for key in IN_LINES if key in self.texts}
        changed = {**facts, **fixed, "sections": self._ordered(self._sections(facts["sections"]))}
        changed["annexes"] = [{**each, "sections": self._sections(each["sections"])} for each in facts["annexes"]]
        if self.missing:
            changed["missing"] = [*facts.get("missing", []), *self.missing]
        return changed

    def _ordered(self, sections: list[Section]) -> list[Section]:
        if not self.order:
            return sections
        by_key = {each["key"]: each for each in sections}
        return [by_key[key] for key in in_order(list(by_key), self.order)]

    def _sections(self, sections: list[Section]) -> list[Section]:
        """Return the sections with their parts; one that the template has emptied goes out."""
        worded = ((each, self._section(each)) for each in sections)
        return [now for was, now in worded if filled([now]) or not filled([was])]

    def _section(self, each: Section) -> Section:
        key = each["key"]
        changed: Section = {"parts": self._sections(each["parts"])}
        if key in self.headings and each["heading"]:
            changed["heading"] = self._filled(key, self.headings[key], each["heading"])
        if key in self.texts:
            changed["paragraphs"] = self._lines(key, each["paragraphs"])
        return {**each, **changed}

    def _single(self, key: str, composed: str) -> str:
        return self._filled(key, self.texts[key], composed)

    def _lines(self, key: str, composed: list[str]) -> list[str]:
        lines: list[str] = []
        for line in filter(None, map(str.strip, self.texts[key].split("\n"))):
            lines += composed if line == COMPOSED else [self._filled(key, line, "; ".join(composed))]
        return lines

    def _filled(self, slot: str, text: str, composed: str) -> str:
        def become(found: re.Match[str]) -> str:
            if found.group() == COMPOSED:
                return composed
            value = self.value_of(name_of(found))
            if value:
                return value
            mark = found.group() if value is None else f"[chưa có: {name_of(found)}]"
            self._miss(slot, mark)
            return mark

        return MARK.sub(become, text)

    def _miss(self, slot: str, mark: str) -> None:
        row = {"slot": slot, "text": mark}
        if row not in self.missing:
            self.missing.append(row)
