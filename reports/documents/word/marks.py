"""By what a Word file is recognised as a draft's copy, and its passages as the draft's slots.

Each slot's paragraphs stand in a content control, whose tag is `TAG` and the slot's key: Word keeps it whatever is
written in it. LibreOffice 7 loses controls, but keeps the bookmark around each.
Properties of the file name the document, and of each slot the digest of its words as they were when it was written.
"""

import hashlib
import re
import unicodedata
from typing import Any

TAG = "o:"
DOCUMENT = "danvan:van-ban"  # the property with the document's id
SLOT = "danvan:o:"  # properties with a slot's digest are named by this and its key
BOOKMARK = "o_"
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
ARTICLE = re.compile(r"\s*Điều \d+\.\s*")  # printed bold before an article's words, which it is none of
DIGEST_LETTERS = 16
BOOKMARK_LETTERS = len(BOOKMARK) + DIGEST_LETTERS

Block = dict[str, Any]  # {"runs": [[text, bold, italic], …], "item": "" or "-" or "1."}, or {"rows": [[text, …], …]}


def bookmark_of(key: str) -> str:
    """Return the name of a slot's bookmark; Word allows no more than 40 letters, digits and underscores."""
    return BOOKMARK + hashlib.sha256(key.encode()).hexdigest()[:DIGEST_LETTERS]


def plain(text: str) -> str:
    """Return the text as it is compared: in NFC, with single spaces, lines of one paragraph joined."""
    return " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def words_of(blocks: list[Block]) -> str:
    """Return the words of a slot, a line for each paragraph and each row of a table."""
    lines = (line for block in blocks for line in _lines_of(block))
    return "\n".join(line for line in lines if line.strip(" |"))


def _lines_of(block: Block) -> list[str]:
    if "rows" in block:
        return [" | ".join(plain(cell) for cell in row) for row in block["rows"]]
    text = plain("".join(text for text, _bold, _italic in block["runs"]))
    return [f"{block['item']} {text}" if block["item"] and text else text]


def digest_of(blocks: list[Block]) -> str:
    """Return a digest of a slot's words and of what is bold or italic in them."""
    runs = [run for block in blocks for run in block.get("runs", []) if not ARTICLE.fullmatch(run[0])]
    faces = [[plain(text), bold, italic] for text, bold, italic in runs if (bold or italic) and plain(text)]
    return hashlib.sha256(f"{words_of(blocks)}\n{faces}".encode()).hexdigest()[:DIGEST_LETTERS]
