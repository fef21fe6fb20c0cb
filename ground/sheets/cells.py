"""What writing and reading of table files have in common."""

import re

# A spreadsheet reads texts that begin so as formulas; also after apostrophes, so that `unguarded` is exact.
FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|[\t\r\n]")
BARE_NUMBER = re.compile(r"[1-9][0-9]{0,29}(?:\.[0-9]{1,29})?")  # without zeros before it, which a spreadsheet drops
REST_SHEET = "…"  # the sheet for texts too long for a cell: row, column, next piece


def guarded(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet would evaluate it; `unguarded` removes the
    apostrophe.
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
