"""Reads one file in a process of its own: a file made to eat time or memory takes nobody with it.

stdin: the bytes. stdout: one JSON object, {"fault": code} or {"type": "pdf" or "docx", "text": of its head,
"properties": [[name, text], …] that it says of itself}.
Whatever a parser trips over ends the process: the caller takes that for a file that can't be read.
"""

import json
import resource
import sys

from danvan.office.faults import Fault
from inspections.uploads import docx, pdf

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 15
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and every Office file behind a password


def read(content: bytes) -> dict:
    if content.startswith(b"%PDF-"):
        return {"type": "pdf", **pdf.read(content)}
    if content.startswith(b"PK\x03\x04"):
        return {"type": "docx", **docx.read(content)}
    raise Fault("old_office" if content.startswith(OLD_OFFICE) else "unknown")


def limit_oneself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def main() -> None:
    limit_oneself()
    try:
        told = read(sys.stdin.buffer.read())
    except Fault as fault:
        told = {"fault": fault.code}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
