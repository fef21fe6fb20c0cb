"""What writing and reading of table files have in common."""

import re

# A spreadsheet takes what begins so for a formula; a text of our own that begins with apostrophes before it as well.
FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|[\t\r\n]")
REST_SHEET = "…"  # what was too long for its cell: row, column, the text's next piece


def guarded(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet would evaluate it; `unguarded` removes the
    apostrophe.
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
