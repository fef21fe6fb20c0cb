"""What deploy/README.md prints, to be run as it is printed."""

import re
from pathlib import Path

from django.conf import settings

README = Path(settings.BASE_DIR, "deploy", "README.md")
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(heading: str) -> list[str]:
    """The shell blocks of the section whose heading begins so, in their order."""
    found = []
    text = README.read_text()
    for block in BLOCK.finditer(text):
        headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", text[: block.start()]), flags=re.MULTILINE)
        if headings[-1].startswith(heading):
            found.append(block.group(1))
    return found
