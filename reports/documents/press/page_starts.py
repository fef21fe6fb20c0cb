"""Where the pages of a paper begin, as the engine breaks them, marked in the page that is read on the screen.

Blocks are numbered in the HTML before it is laid out; the first block on each sheet is where a page begins. A paragraph
that goes on from the page before can only be marked at its own beginning.
"""

import re

NUMBER = "data-block"
BLOCKS = re.compile(r"<thead.*?</thead>|<(?:p|h[1-6]|li|tr|figure)(?=[\s>])", re.DOTALL)  # heads of tables repeat
NUMBERED = re.compile(rf' {NUMBER}="(\d+)"')
Starts = list[tuple[int, int, bool]]  # page, block, whether the block began on the page before


def numbered(html: str) -> str:
    """Return the page with a number on every block."""
    found = 0

    def number(match: re.Match[str]) -> str:
        nonlocal found
        if match.group().startswith("<thead"):
            return match.group()
        found += 1
        return f'{match.group()} {NUMBER}="{found}"'

    return BLOCKS.sub(number, html)


def starts_in(pages: list[list[int]]) -> Starts:
    """Return where the pages after the first begin; `pages`: the numbers of the blocks on each, in their order."""
    starts, seen = [], set(pages[0]) if pages else set()
    for page, blocks in enumerate(pages[1:], start=2):
        if blocks:
            starts.append((page, blocks[0], blocks[0] in seen))
        seen |= set(blocks)
    return starts


def marked(numbered_html: str, starts: Starts) -> str:
    """Return the page with `data-page`, or `data-page-within`, on the blocks at which pages begin."""
    marks: dict[str, str] = {}
    for page, block, is_within in starts:
        marks.setdefault(str(block), f' {"data-page-within" if is_within else "data-page"}="{page}"')
    return NUMBERED.sub(lambda match: marks.get(match[1], ""), numbered_html)
