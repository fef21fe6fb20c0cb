"""What is printed already, for a week: parts of long papers under the SHA-256 of all that they are made of, so that a
change of the paper finds none of them, and whole drafts under the name of their state.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.cache import BaseCache, caches

from reports.documents.press import alone, archive
from reports.documents.press.render import html_of, style_of

Sheet = dict[str, Any]
Part = tuple[int, bytes]  # number of pages, PDF
Source = tuple[str, str]  # HTML, style sheet


def store() -> BaseCache:
    """Return the folder of parts that web processes and background jobs share."""
    return caches["printed"]


def print_part(sheet: Sheet, n: int, make: Callable[[str, str], Part] = alone.counted_pdf) -> bool:
    """Print part `n`, counted from 1, where it isn't printed yet; return False where a part before it isn't.

    Raises EngineMissing, process.TooLong.
    """
    done = parts_so_far(sheet, n)
    if len(done) == n - 1:
        source = _source(sheet, done)
        store().set(_key(source), make(*source))
    return len(done) >= n - 1


def parts_so_far(sheet: Sheet, most: int | None = None) -> list[Part]:
    """Return the parts that are printed, up to the first that isn't, `most` at most."""
    done: list[Part] = []
    while len(done) < (most or len(sheet["parts"])):
        part = store().get(_key(_source(sheet, done)))
        if part is None:
            break
        done.append(part)
    return done


def remember(name: str, pdf: bytes) -> None:
    """Store the whole PDF of a draft for a week, under a name that no other state of it has."""
    store().set(name, pdf)


def remembered(name: str) -> bytes | None:
    """Return a PDF that was stored under that name, None where there is none any more."""
    return store().get(name)


def pdf_of(sheet: Sheet) -> bytes | None:
    """Return the archive of all parts as `render.pdf_apart` would; None where one isn't printed yet."""
    done = parts_so_far(sheet)
    if len(done) < len(sheet["parts"]):
        return None
    names = [archive.file_name(sheet["title"], part["part"]) for part in sheet["parts"]]
    return archive.of_files((name, pdf) for name, (_pages, pdf) in zip(names, done, strict=True))


def _source(sheet: Sheet, before: list[Part]) -> Source:
    """Return what the part after those `before` is printed from; its page numbers run on from theirs."""
    part = sheet["parts"][len(before)]
    return html_of(part), style_of(part, first=1 + sum(pages for pages, _pdf in before))


def _key(source: Source) -> str:
    return hashlib.sha256(json.dumps(source).encode()).hexdigest()
