"""Recognises by its first bytes which kind of picture a file is."""

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")  # ISO/IEC 23008-12


def picture_kind(content: bytes) -> str | None:
    """Return "jpg", "png" or "heic"; None for any other file, also for another kind of picture."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    is_heif = content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS
    return "heic" if is_heif and b"avif" not in content[8:40] else None
