"""Light Markdown, as staff type it, to HTML of the allow-list; and bare paragraphs to a text to edit.

Each typed line is a paragraph. `**bold**`, `*italic*`; lines that begin with "- " or "1. " are items of a list; lines
between "|" are rows of a table, the first its head, the second "|---|---|". All else, HTML too, is text: links, images,
headings and code are not known here. A line that ends with "\\" goes on in the next line of the same paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.utils.html import escape

from ground.richtext.allowed import clean_html
from ground.text import nfc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

RULES = ["table", "list", "newline", "escape", "emphasis", "balance_pairs"]
ITEM = re.compile(r" *([-*]|\d{1,3}\.) +\S")
# They stand in papers as they are: "1) …", "+ …" are no lists here, because a list would print them otherwise.
AS_TYPED = re.compile(r"^( *)(?:(\d+)\)|(\+))(?= )", re.MULTILINE)
SPECIAL = re.compile(r"([\\*_|])")
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}  # control, format (they turn lines around), private, none at all
SEEN = {"\n", "\t"}


def clean_text(typed: str) -> str:
    """Return the text as it is stored: in NFC, without unseen characters, lines without blanks at their ends."""
    text = nfc(typed.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(letter for letter in text if letter in SEEN or unicodedata.category(letter) not in UNSEEN)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def html_of(text: str) -> str:
    """Return the HTML of a typed text: clean, whatever the text holds; "" for an empty one."""
    return clean_html(_markdown().render(_in_blocks(clean_text(text)))).strip()


def text_of(paragraphs: list[str]) -> str:
    """Return bare paragraphs as a text to edit, of which `html_of` makes the same paragraphs again."""
    lines = [line.strip() for paragraph in paragraphs for line in clean_text(paragraph).split("\n")]
    return "\n".join(_escaped(line) for line in lines if line)


def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # most pages and jobs need none of it

    return MarkdownIt("zero", {"html": False}).enable(RULES)


def _in_blocks(text: str) -> str:
    """Put an empty line between lines that don't belong together, so that each is a block of its own."""
    blocks, before = [], ""
    for line in AS_TYPED.sub(_as_typed, text.replace("\t", "    ")).split("\n"):
        if before and not _go_together(before, line):
            blocks.append("")
        blocks.append(line)
        before = line
    return "\n".join(blocks)


def _as_typed(found: re.Match[str]) -> str:
    indent, number, plus = found.groups()
    return f"{indent}\\{plus}" if plus else f"{indent}{number}\\)"


def _go_together(before: str, line: str) -> bool:
    if before.endswith("\\"):
        return True
    return any(is_same(before) and is_same(line) for is_same in (ITEM.match, _is_row))


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _escaped(line: str) -> str:
    """Return the line, with backslashes only where it would read otherwise."""
    is_item = ITEM.match(line)
    bare = line[is_item.end() - 1 :] if is_item else line
    return line if escape(bare) in html_of(line).replace("&quot;", '"').replace("&#39;", "'") else _all_escaped(line)


def _all_escaped(line: str) -> str:
    return SPECIAL.sub(r"\\\1", line)
