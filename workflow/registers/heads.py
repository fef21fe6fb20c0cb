"""Heads of a sheet's columns, as people write them."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from ground.inputs import excerpt
from ground.text import fold

_AROUND_HEAD = re.compile(r"^\s*(?:\d+(?:\.\d+)*|[a-zđ]|[ivx]+)\s*[.):]\s+|(?:\s|[*:;.]|\(\*\))+$", re.IGNORECASE)


def bare_head(head: str) -> str:
    """Return a column's title without what people write around it: "1. Mã đợt (*):" is "Mã đợt"."""
    return _AROUND_HEAD.sub("", head)


def name_with_likely_title(head: str | None, titles: Iterable[str]) -> str:
    """Name an unknown column, with the known title that its own is so near that it may be a slip."""
    if not head:
        return _("(không tên)")
    by_word = {fold(title): title for title in titles}
    near = get_close_matches(fold(bare_head(head)), by_word, n=1, cutoff=0.8)
    name = excerpt(head, 60)
    meant = _("(có phải “%s”?)")
    return f"{name} {meant % by_word[near[0]]}" if near else name
