"""Takes out of the log's texts what doesn't belong there: secrets, and what names people.

The portal's own lines name accounts by their id. Libraries and databases quote values, in lines that nobody here
writes.
"""

import re

GAP = "…"
_VALUE = r"(?:'[^'\n]*'|\"[^\"\n]*\"|[^\s&,;)}]+)"  # quoted, or up to what ends one
_MASKS: list[tuple[re.Pattern[str], str]] = [
    # PostgreSQL repeats a row's values there: "DETAIL:  Key (email)=(lan@…) already exists."
    (re.compile(r"^(DETAIL|CONTEXT|STATEMENT|HINT):.*$\n?", re.MULTILINE), ""),
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]*@"), f"{GAP}@"),  # name and password in an address
    (re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+"), f"{GAP}@{GAP}"),
    (re.compile(r"(/password/reset/)\S+"), rf"\1{GAP}"),
    (re.compile(r"\b(authorization|bearer)\b(:?\s+)(bearer\s+)?\S+", re.I), rf"\1\2{GAP}"),
    (
        re.compile(rf"([\w-]*(?:password|passwd|secret|token|csrf|cookie)\w*['\"]?\s*[=:]\s*){_VALUE}", re.I),
        rf"\1{GAP}",
    ),
    (re.compile(rf"\b((?:key|code|session\w*)=){_VALUE}", re.I), rf"\1{GAP}"),
    (re.compile(r"(?<=[?&])([\w-]+)=[^\s&\"']+"), rf"\1={GAP}"),  # what was searched for, typed or chosen
    # Quoted by an error, with letters that English lacks: a name or a text of somebody's.
    (re.compile(r"'[^'\n]*[^\x00-\x7f…][^'\n]*'"), f"'{GAP}'"),
    (re.compile(r'"[^"\n]*[^\x00-\x7f…][^"\n]*"'), f'"{GAP}"'),
]


def masked(text: str) -> str:
    """Return the text with an ellipsis for each secret or personal value in it."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text
