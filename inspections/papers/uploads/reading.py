"""Reads one file in a child process: its type, and the mark of secrecy in it.

Answers {"type": "pdf" or "docx", "mark": or None}, or {"fault": code}.
"""

from ground.processes import child
from ground.processes.child import Fault
from inspections.papers.uploads import docx, pdf
from inspections.papers.uploads.marks import mark_in, mark_in_properties

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and every Office file behind a password


def read(content: bytes) -> dict:
    kind, module = kind_of(content)
    found = module.read(content)
    return {"type": kind, "mark": mark_in(found["text"]) or mark_in_properties(found["properties"])}


def kind_of(content: bytes) -> tuple:
    if content.startswith(b"%PDF-"):
        return "pdf", pdf
    if content.startswith(b"PK\x03\x04"):
        return "docx", docx
    raise Fault("old_office" if content.startswith(OLD_OFFICE) else "unknown")


if __name__ == "__main__":
    child.main(read)
