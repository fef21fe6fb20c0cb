"""What staff wrote with markup, where a paper prints bare lines: grounds, recipients, addressees, the subject."""

import re
from html.parser import HTMLParser
from typing import Any

BLOCKS = {"p", "li", "tr", "br", "ol", "ul", "table"}
TRAIL = re.compile(r"[ .,;/]*((?:</(?:p|li|ol|ul|em|strong)>\s*)+)$")


class _Lines(HTMLParser):
    """Collects the text of each block as a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def lines_of(value: Any) -> list[str]:
    """Return the lines of a slot, bare: of a text, of texts, or of {"html": …}; a leading dash is taken off."""
    if isinstance(value, dict):
        reader = _Lines()
        reader.feed(value["html"])
        reader.close()
        value = reader.lines
    texts = [value] if isinstance(value, str) else value
    lines = [" ".join(line.split()) for text in texts for line in text.splitlines()]
    return [re.sub(r"^[-+•] ", "", line) for line in lines if line]


def end_marked(html: str, mark: str) -> str:
    """Return `html` whose last paragraph or item ends with `mark`; one that ends with a table stays as it is."""
    return TRAIL.sub(lambda found: f"{mark}{found[1]}", html.rstrip(), count=1)
