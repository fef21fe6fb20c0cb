"""What notices say: composed from their facts when they are read, because only a reader's browser has a language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation

LENGTH = 300
Words = Callable[[dict[str, Any]], str]
WORDS: dict[str, Words] = {}  # by the kind of notice; rooms register their own


def notice_words(kind: str) -> Callable[[Words], Words]:
    """Registers how notices of a kind read, facts → words: `@notice_words("recommendations.due")`."""

    def register(function: Words) -> Words:
        WORDS[kind] = function
        return function

    return register


def words_of(kind: str, params: dict[str, Any]) -> str:
    """Return the words of a notice in the active language."""
    return WORDS[kind](params)[:LENGTH]


def columns_of(kind: str, **params: Any) -> dict[str, Any]:
    """Return the columns of a notice with these facts, its text in the portal's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return {"kind": kind, "params": params, "text": words_of(kind, params)}
