"""Recognises by its first bytes what a file is that a form doesn't take, so that its refusal gives the true reason."""

import zipfile
from io import BytesIO

from ground.processes.child import Fault

ZIP = b"PK\x03\x04"
PDF_HEAD, PDF_HEAD_BYTES = b"%PDF-", 1024  # within which readers look for the head (ISO 32000-1, appendix H.3.4.1)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and every Office file behind a password
_OF_A_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 1.3
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_PHOTO_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")  # ISO/IEC 23008-12
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"mime-version:")
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_HEAD_BYTES = 4096


def is_pdf(content: bytes) -> bool:
    return PDF_HEAD in content[:PDF_HEAD_BYTES]


def refuse_other_kinds(content: bytes) -> None:
    """Raise Fault for a picture, an archive, a web page, a file of other office programs; return for all others."""
    code = _kind_of_zip(content) if content.startswith(ZIP) else _kind_of(content)
    if code:
        raise Fault(code)


def _kind_of(content: bytes) -> str | None:
    if content.startswith(OLD_OFFICE):
        return "encrypted" if _OF_A_PASSWORD in content else "old_office"
    if content.startswith(_PICTURES) or _is_photo(content):
        return "picture"
    if content.startswith(_ARCHIVES):
        return "archive"
    if content.startswith(b"{\\rtf"):
        return "other_office"
    return "web_page" if _is_web_page(content) else None


def _is_photo(content: bytes) -> bool:
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    return is_webp or (content[4:8] == b"ftyp" and content[8:12] in _PHOTO_BRANDS)


def _is_web_page(content: bytes) -> bool:
    """Tell whether a text is HTML, a web archive or XML of Excel 2003, in UTF-8 or UTF-16."""
    head = content[:_HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\t\r\n ").lower()
    return head.startswith(_WEB_PAGE) or (head.startswith(b"<?xml") and _is_xml_of_a_page(head))


def _is_xml_of_a_page(head: bytes) -> bool:
    return _SPREADSHEET_XML in head or any(tag in head for tag in _WEB_PAGE)


def _kind_of_zip(content: bytes) -> str | None:
    """Return the fault of a zip that isn't a file of Word or Excel; None for one that may be, or is broken."""
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.lower() == "[content_types].xml" for name in names):
        return None
    return "other_office" if "mimetype" in names else "archive"
