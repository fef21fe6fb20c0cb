"""Addresses that a link in a file may have: web pages, mail, telephone numbers, places within the file."""

import re

SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)
_DRIVE = re.compile(r"/*[a-z][:|]", re.IGNORECASE)
_UNSEEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+"
)  # viewers ignore these characters, also within the scheme


def is_remote(address: str) -> bool:
    """Tell whether the address leads out of the file, by scheme, drive or host."""
    address = _UNSEEN.sub("", address)
    return bool(_SCHEME.match(address) or _DRIVE.match(address)) or address.replace("\\", "/").startswith("//")


def may_be_followed(address: str) -> bool:
    """Tell whether a link to the address is allowed: no script, no program's scheme, no file of another machine.

    Opening a file on another machine sends it the reader's password hash. A path on the reader's own disk is allowed,
    because Word writes such paths into texts copied from saved pages.
    """
    address = _UNSEEN.sub("", address).replace("\\", "/")
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() == "file":
        return bool(_DRIVE.match(address[5:]))
    if scheme:
        return scheme[1].lower() in SCHEMES
    return not address.startswith("//")
