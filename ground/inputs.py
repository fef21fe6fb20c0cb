"""Reads users' input within ground.limits: search words, wrong values repeated in messages, JSON."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ground.limits import ECHOED_LETTERS, JSON_LETTERS, SEARCH_LETTERS, SEARCH_WORDS


def excerpt(text: str, letters: int = ECHOED_LETTERS) -> str:
    """Return the text for use in a message: its first `letters` letters, and how many more there are."""
    text = str(text)
    if len(text) <= letters:
        return text
    return _("%(begin)s… (còn %(n)d chữ)") % {"begin": text[:letters], "n": len(text) - letters}


@dataclass(frozen=True)
class SearchWords:
    """The words to search for, and a note for the page; "" where all typed words are used."""

    words: str
    note: str = ""


def search_words(typed: str) -> SearchWords:
    """Return the typed words as one line without unprintable characters, cut to the first words with a note where it
    is too long.
    """
    line = " ".join("".join(char if char.isprintable() else " " for char in typed).split())
    words = " ".join(line.split(" ")[:SEARCH_WORDS])[:SEARCH_LETTERS].rstrip()
    return SearchWords(words, search_note() if words != line else "")


def search_note() -> str:
    limits = {"words": SEARCH_WORDS, "letters": SEARCH_LETTERS}
    return _("Cổng chỉ tìm theo %(words)d từ đầu, dài đến %(letters)d chữ; phần sau đã bỏ qua.") % limits


def refuse_long_search(words: str) -> None:
    """Raise ValidationError for a search that is too long: in a form it must not be shortened."""
    if search_words(words).note:
        limits = {"words": SEARCH_WORDS, "letters": SEARCH_LETTERS}
        raise ValidationError(_("Dài quá: ghi đến %(words)d từ, %(letters)d chữ.") % limits, code="too_long")


class ShortJson(forms.JSONField):
    """A JSON field for the admin, limited in length and depth so that neither Python nor the database fails on it."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > JSON_LETTERS:
            raise ValidationError(
                _("Dài %(n)d chữ; ô này nhận đến %(most)d.") % {"n": len(value), "most": JSON_LETTERS}
            )
        try:
            read = super().to_python(value)
            written = json.dumps(read, allow_nan=False, ensure_ascii=False)
            if "\\u0000" in written:
                raise ValueError("no database takes NUL")
            written.encode()
        except (ValueError, RecursionError) as wrong:  # a number of 5,000 digits, brackets in brackets, NaN
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": ""}) from wrong
        return read


class SearchField(forms.CharField):
    """Search words. It has no `maxlength`: a browser would silently truncate pasted text."""

    def clean(self, value: str | None) -> str:
        words = super().clean(value)
        refuse_long_search(words)
        return words
