"""The print font, Liberation Serif 2: where it is installed and which characters it has.

Version 1 lacks 93 Vietnamese letters; the engine then silently uses another font for these.
"""

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FACES = ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf")
TONES = "\u0300\u0301\u0303\u0309\u0323"
UNKNOWN_LETTER = "□"
NEEDS_NO_SHAPE = set("\n\t\r\0\u2060")  # white space, and the word joiner by which papers tie words
WORDS_BEFORE = 25  # letters quoted in front of one that can't be printed


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
    lacking = lacking_letters(text)
    return "".join(UNKNOWN_LETTER if char in lacking else char for char in text) if lacking else text


def lacking_letters(text: str) -> set[str]:
    """Return the characters of `text` that the print font lacks; none where it is not installed."""
    letters = None if text.isascii() else printable_letters()
    return set() if letters is None else set(text) - letters - NEEDS_NO_SHAPE


@dataclass(frozen=True)
class LackingLetter:
    """A character that can't be printed: `line` counts from 1, `before` are the words in front of it in that line."""

    char: str
    line: int
    before: str


def find_lacking_letter(text: str) -> LackingLetter | None:
    """Return the first character of `text` that the print font lacks, None without one."""
    lacking = lacking_letters(text)
    for n, line in enumerate(text.splitlines() if lacking else [], start=1):
        place = next((place for place, char in enumerate(line) if char in lacking), None)
        if place is not None:
            return LackingLetter(line[place], n, line[:place].rstrip()[-WORDS_BEFORE:])
    return None
