"""What was read in a slot of a Word file as the text that staff would have typed for it: light Markdown, a line for
each paragraph, without what the layout puts around it.
"""

import re

from django.utils.html import strip_tags

from ground.richtext import html_of, text_of
from reports.documents.word.marks import ARTICLE, Block, plain

SPECIAL = re.compile(r"([\\*_|])")
DASH = re.compile(r"^[-–+•] ")
LISTS = {"addressees", "grounds", "recipients"}  # slots that are lines; the layout ends each of them


def typed_text(key: str, blocks: list[Block], before: list[Block]) -> str:
    """Return the text of the slot `key`; `before`: what the portal wrote in it."""
    if key == "about":
        return text_of([" ".join(_lines_of(blocks))])
    if key in LISTS:
        return text_of([_bare(line) for line in _lines_of(blocks)])
    if before and _article_in(before[0]):
        blocks = [_without_article(blocks[0]), *blocks[1:]] if blocks else blocks
    return _as_markdown(blocks)


def about_of(text: str, leads: tuple[str, ...], begins_small: bool) -> str:
    """Return a subject without the words that the layout puts before it, and begun as it was composed."""
    for lead in leads:
        if lead and text.startswith(lead):
            return text.removeprefix(lead)
    return text[:1].lower() + text[1:] if begins_small else text


def without_word(text: str, word: str) -> str:
    """Return the addressees without "Kính gửi:" before the first."""
    return re.sub(rf"^\s*{re.escape(word)}\s*:?\s*", "", text) if word else text


def _lines_of(blocks: list[Block]) -> list[str]:
    texts = ("".join(text for text, _bold, _italic in block.get("runs", [])) for block in blocks)
    return [line for line in map(plain, texts) if line]


def _bare(line: str) -> str:
    return DASH.sub("", line).rstrip(" .,;")


def _article_in(block: Block) -> bool:
    runs = block.get("runs") or [["", False, False]]
    return bool(ARTICLE.match(plain(runs[0][0]) + " "))


def _without_article(block: Block) -> Block:
    """Return the paragraph without "Điều 2. ", which may stand in a run of its own or in that of the words."""
    runs = [list(run) for run in block.get("runs", [])]
    for run in runs:
        if run[0].strip():
            run[0] = ARTICLE.sub("", run[0], count=1)
            break
    return {**block, "runs": [run for run in runs if run[0]]}


# --- Light Markdown --------------------------------------------------------------------------------------------------
def _as_markdown(blocks: list[Block]) -> str:
    lines, number = [], 0
    for block in blocks:
        number = number + 1 if block.get("item") == "1." else 0
        lines += _rows(block["rows"]) if "rows" in block else _paragraph(block, number)
    return "\n".join(lines)


def _paragraph(block: Block, number: int) -> list[str]:
    runs = [run for run in block["runs"] if run[0]]
    words = plain("".join(run[0] for run in runs))
    if not words:
        return []
    lead = f"{number}. " if number else f"{block['item']} " if block["item"] else ""
    bare = text_of([f"{lead}{words}"])
    if not any(bold or italic for _text, bold, italic in runs):
        return [bare]
    marked = lead + plain("".join(_marked(*run) for run in runs))
    # Where a mark beside a letter is none ("**Lưu ý:**nội dung"), the words matter more than how they look.
    return [marked if _says(marked) == _says(bare) else bare]


def _marked(text: str, bold: bool, italic: bool) -> str:
    escaped = SPECIAL.sub(r"\\\1", text)
    mark = "**" * bold + "*" * italic
    words = escaped.strip()
    if not mark or not words:
        return escaped
    start = escaped[: len(escaped) - len(escaped.lstrip())]
    return f"{start}{mark}{words}{mark}{escaped[len(escaped.rstrip()) :]}"


def _says(text: str) -> str:
    return plain(strip_tags(html_of(text)))


def _rows(rows: list[list[str]]) -> list[str]:
    count = max(len(row) for row in rows)
    full = [[*row, *[""] * (count - len(row))] for row in rows]
    lines = [f"| {' | '.join(_cell(text) for text in row)} |" for row in full]
    return [lines[0], "|" + "---|" * count, *lines[1:]]


def _cell(text: str) -> str:
    return SPECIAL.sub(r"\\\1", plain(text))
