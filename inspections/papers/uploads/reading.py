"""Reads one file in a child process: its type, and the mark of secrecy in it.

Answers {"type": "pdf" or "docx", "mark": or None}, or {"fault": code}.
"""

from ground.office.signatures import ZIP, is_pdf, refuse_other_kinds
from ground.processes.child import Fault
from inspections.papers.uploads import docx, pdf
from inspections.papers.uploads.marks import mark_in, mark_in_properties


def read(content: bytes) -> dict:
    kind, module = kind_of(content)
    found = module.read(content)
    return {"type": kind, "mark": mark_in(found["text"]) or mark_in_properties(found["properties"])}


def kind_of(content: bytes) -> tuple:
    if content.startswith(ZIP):
        refuse_other_kinds(content)
        return "docx", docx
    if is_pdf(content):
        return "pdf", pdf
    refuse_other_kinds(content)
    raise Fault("unknown")
