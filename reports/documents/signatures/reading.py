"""Compares a signed copy with the issued file and reads its signatures, in a child process without a network.

stdin: a line of JSON {"issued": length of the issued file, "certificates": [PEM], "now": ISO 8601}, then the
issued file, then the copy; the copy was judged like every upload before.
"""

import json
from datetime import datetime
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from ground.processes.child import Fault
from reports.documents.signatures import signers, texts

FIELDS_MAX = 100
PDF = b"%PDF"


def read(content: bytes) -> dict:
    """Return {"match", "differences", "is_cut", "signatures"}; raises Fault. `match`: "begins" (the issued bytes, and
    after them nothing but signatures), "same_text", "differs", "no_text" (a scan), "not_compared" (the issued file is
    an archive).
    """
    head, _newline, rest = content.partition(b"\n")
    header = json.loads(head)
    issued, copy = rest[: header["issued"]], rest[header["issued"] :]
    refuse_other_fields(copy)
    signatures = signers.signatures_of(copy, header["certificates"], datetime.fromisoformat(header["now"]))
    is_only_signed = (
        copy.startswith(issued)
        and all(each["changes"] != "other" for each in signatures)
        and signers.is_only_signed_since(issued, copy)
    )
    return {"signatures": signatures, **_compared(issued, copy, is_only_signed)}


def _compared(issued: bytes, copy: bytes, is_only_signed: bool) -> dict:
    same = {"differences": [], "is_cut": False}
    if is_only_signed:
        return {"match": "begins", **same}
    if not issued.startswith(PDF):
        return {"match": "not_compared", **same}
    words = texts.words_of(copy)
    if not words:
        return {"match": "no_text", **same}
    differences, is_cut = texts.differences(texts.words_of(issued), words)
    return {"match": "differs" if differences else "same_text", "differences": differences, "is_cut": is_cut}


def refuse_other_fields(copy: bytes) -> None:
    """Raise Fault for a form with other fields than signatures, which could be filled in afterwards."""
    try:
        form = PdfReader(BytesIO(copy)).root_object.get("/AcroForm")
        fields = _fields_of(form.get_object()) if form is not None else []
    except (PyPdfError, AttributeError, KeyError, TypeError, ValueError) as failure:
        raise Fault("unreadable") from failure
    if any(kind != "/Sig" for kind in fields):
        raise Fault("fields")


def _fields_of(form: DictionaryObject) -> list[str]:
    """Return the kinds of all fields that hold a value; a field inherits its kind."""
    waiting = [(field, None) for field in form.get("/Fields", [])]
    kinds, seen = [], 0
    while waiting:
        field, inherited = waiting.pop()
        field, seen = field.get_object(), seen + 1
        if seen > FIELDS_MAX:
            raise Fault("fields")
        kind = field.get("/FT", inherited)
        kids = [kid for kid in field.get("/Kids", []) if "/T" in kid.get_object()]
        waiting += [(kid, kind) for kid in kids]
        if not kids:
            kinds.append(str(kind))
    return kinds
