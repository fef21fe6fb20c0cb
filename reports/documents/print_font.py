"""Checks of the print font, Liberation Serif 2: that it is installed and has every Vietnamese letter.

Version 1 lacks 93 of them; the engine then silently uses another font for these.
"""

import os
import unicodedata
from functools import lru_cache
from pathlib import Path

FACES = ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf")
TONES = "\u0300\u0301\u0303\u0309\u0323"
UNKNOWN_LETTER = "□"


def vietnamese_letters() -> frozenset[str]:
    """Return all Vietnamese letters with all tones, capital and small."""
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES}
    small = toned | set("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    return frozenset(small | {letter.upper() for letter in small})


def font_folders() -> list[Path]:
    """Return where fontconfig looks by default: the system's folders, then the user's."""
    home = Path.home()
    own = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share")) / "fonts"
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own, home / ".fonts"]


def face_files(face: str, folders: list[Path] | None = None) -> list[Path]:
    return sorted(path for folder in folders or font_folders() for path in folder.rglob(face))


@lru_cache(maxsize=32)
def letters_of(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=1)
def printable_letters() -> frozenset[str] | None:
    """Return the letters that all three faces contain; None where the font is not installed."""
    files = [path for face in FACES for path in face_files(face)[:1]]
    return frozenset.intersection(*map(letters_of, files)) if files else None


def printable(text: str) -> str:
    """Return `text` with a box for every character that the print font lacks."""
    letters = printable_letters()
    if letters is None:
        return text
    return "".join(char if char in letters or char in "\n\t\r" else UNKNOWN_LETTER for char in text)
