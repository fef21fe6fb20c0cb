"""Texts that somebody typed, with the values that their placeholders name."""

from typing import Any

from inspections.values.placeholders import ValuePlaceholders


class TypedTexts:
    """Fills placeholders such as {2.1} and remembers which had no value; those stand in the text in brackets."""

    def __init__(self, placeholders: ValuePlaceholders) -> None:
        self.placeholders = placeholders
        self.unfilled: list[str] = []

    def fill(self, text: str) -> str:
        for mark in self.placeholders.missing(text):
            if mark not in self.unfilled:
                self.unfilled.append(mark)
        return self.placeholders.text(text).strip()

    def missing_in(self, slots: dict[str, Any]) -> list[dict[str, str]]:
        """Return [{slot, text}] for every unfilled placeholder in the slots' contents."""
        return [
            {"slot": slot, "text": mark}
            for slot, content in slots.items()
            for mark in self.unfilled
            if any(mark in text for text in strings_in(content))
        ]


def strings_in(content: Any) -> list[str]:
    """Return all strings in lists and dicts."""
    if isinstance(content, str):
        return [content]
    below = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return [text for each in below for text in strings_in(each)]
