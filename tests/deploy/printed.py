"""What deploy/README.md prints, to be run as it is printed."""

import re
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "deploy" / "README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def all_blocks() -> list[tuple[str, str]]:
    """Heading and text of every shell block, in their order."""
    found = []
    text = README.read_text()
    for block in BLOCK.finditer(text):
        headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", text[: block.start()]), flags=re.MULTILINE)
        found.append((headings[-1], block.group(1)))
    return found


def blocks(heading: str) -> list[str]:
    """The shell blocks of the section whose heading begins so."""
    return [text for found, text in all_blocks() if found.startswith(heading)]


def unpacking() -> str:
    """The line in a sentence that unpacks an archive without a network."""
    return re.search(r"unpacked by `(.*?)`", README.read_text())[1]
