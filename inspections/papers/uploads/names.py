"""File names as shown to people: composed letters, no path, no hidden characters, at most 255 bytes."""

import unicodedata

from ground.text import nfc

BYTES_MAX = 255


def storable_name(name: str) -> str:
    """Return the name without its path: "../../Báo cáo.pdf" → "Báo cáo.pdf"; one that is too long loses the end of
    its stem, never its extension.
    """
    last = nfc(name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    stem, dot, ending = " ".join(shown.split()).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    return cut_to(stem, BYTES_MAX - len(f"{dot}{ending}".encode())) + dot + ending


def cut_to(text: str, size: int) -> str:
    """Return as many whole letters of the text as fit into `size` bytes."""
    return text.encode()[: max(size, 0)].decode(errors="ignore")
