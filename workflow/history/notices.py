"""What notices say: composed from their facts when they are read, because only a reader's browser has a language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation

LENGTH = 300
Words = Callable[[dict[str, Any]], str]
Condition = Callable[[dict[str, Any]], bool]
WORDS: dict[str, Words] = {}  # by the kind of notice; rooms register their own
_urgent: dict[str, Condition] = {}
_holds: dict[str, Condition] = {}


def notice_words(kind: str, is_urgent: Condition | None = None) -> Callable[[Words], Words]:
    """Registers how notices of a kind read, facts → words: `@notice_words("recommendations.due")`. `is_urgent`: by
    their facts, which of them are mailed at once; None for none.
    """

    def register(function: Words) -> Words:
        WORDS[kind] = function
        if is_urgent is not None:
            _urgent[kind] = is_urgent
        return function

    return register


def holds_while(kind: str) -> Callable[[Condition], Condition]:
    """Registers whether what a notice of a kind says is still to be done, by its facts; mails leave out the others."""

    def register(function: Condition) -> Condition:
        _holds[kind] = function
        return function

    return register


def still_holds(kind: str, params: dict[str, Any]) -> bool:
    """Tell whether there still is a reason to mail it; of most kinds there always is."""
    return kind not in _holds or _holds[kind](params)


def words_of(kind: str, params: dict[str, Any]) -> str:
    """Return the words of a notice in the active language."""
    return WORDS[kind](params)[:LENGTH]


def columns_of(kind: str, **params: Any) -> dict[str, Any]:
    """Return the columns of a notice with these facts, its text in the portal's first language."""
    is_urgent = kind in _urgent and _urgent[kind](params)
    with translation.override(settings.LANGUAGE_CODE):
        return {"kind": kind, "params": params, "text": words_of(kind, params), "is_urgent": is_urgent}
