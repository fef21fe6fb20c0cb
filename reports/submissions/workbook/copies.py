"""Makes the copy of a workbook in which its faults are marked, in a child process."""

import base64
import json

from django.conf import settings
from django.utils.translation import gettext as _

from ground.processes.apart import read_apart
from reports.submissions.workbook.reading import Fault

MODULE = "reports.submissions.workbook.marking"


def marked_copy(content: bytes, faults: list[Fault]) -> bytes | None:
    """Return the file with its faults as comments on red cells; None where the library can't write it again."""
    order = {"faults": [[each.sheet, each.cell, each.words] for each in faults], "author": _("Cổng kiểm tra")}
    sent = json.dumps(order).encode() + b"\n" + content
    answer = read_apart(MODULE, sent, settings.SHEET_READ_SECONDS)
    return base64.b64decode(answer["file"]) if "file" in answer else None
