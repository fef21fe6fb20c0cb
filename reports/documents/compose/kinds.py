"""The class of document kinds. Each kind is a module of this package, found by its `KIND`, and a template of the
same name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DocumentKind:
    slug: str  # in addresses and on the command line; with "_" for "-" the name of its template
    name: str  # as screens call it, translatable
    type_code: str  # "TB" in "Số 12-TB/BTGDVTU"
    type_title: str  # "THÔNG BÁO"
    is_internal: bool  # for those inside the inspection alone, even once issued
    compose: Callable[..., dict[str, Any]]  # inspection → the parts of the facts that are this kind's own


class FactsMissing(Exception):
    """The record lacks something the paper needs; the text, translated lazily, says what."""
