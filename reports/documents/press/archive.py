"""The archive in which the files of a paper in parts are stored and sent: one file, whose bytes are frozen as one."""

import io
import zipfile
from collections.abc import Iterable

MAGIC = b"PK"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day an archive knows; equal papers give equal bytes, whenever they are made
LONGEST_NAME = 120


def of_files(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP archive of files (name, bytes), in their order; it tells no time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def file_name(title: str, part: str) -> str:
    """Return "Phụ lục số liệu …, phần 2-7.pdf"; no name of a file has a slash."""
    return f"{title[:LONGEST_NAME].strip()}, {part.lower()}.pdf".replace("/", "-")


def type_of(content: bytes) -> tuple[str, str]:
    """Return the content type of what the press made, and how the name of such a file ends."""
    return ("application/zip", "zip") if content.startswith(MAGIC) else ("application/pdf", "pdf")
