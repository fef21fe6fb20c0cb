"""Prints in an interpreter of its own: for background jobs, whose processes may start no server process, and whose
supervisor takes every process of its session that ends for one that was lost. Loading the engine begins some that end
at once (ldconfig), so a job never loads it.

Run as `python -m reports.documents.press.alone MEMORY_BYTES CPU_SECONDS`: stdin is a JSON list of HTML and style sheet,
stdout what the engine's `counted_pdf` returns.
"""

import json
import math
import os
import subprocess
import sys

from django.conf import settings
from django.utils.translation import gettext as _

from ground.processes.child import limit_oneself
from reports.documents.press import process, render

NO_ENGINE = 4


def counted_pdf(html: str, stylesheet: str) -> tuple[int, bytes]:
    """Return the number of pages and the PDF like `process.counted_pdf`. Raises process.TooLong and EngineMissing."""
    limits = [str(settings.HEAVY_MEMORY_BYTES), str(math.ceil(settings.PDF_SECONDS))]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-m", __name__, *limits],
            input=json.dumps([html, stylesheet]).encode(),
            stdout=subprocess.PIPE,
            timeout=settings.PDF_SECONDS,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise process.TooLong(_("Văn bản quá dài, cổng không lập xong PDF.")) from None
    if done.returncode in process.ENDED_BY_A_LIMIT:
        raise process.TooLong(_("Văn bản quá dài, cổng không lập xong PDF."))
    if done.returncode == NO_ENGINE:
        raise render.EngineMissing(render.words_for_missing_engine())
    done.check_returncode()
    return process.counted(done.stdout)


def main() -> None:
    limit_oneself(int(sys.argv[1]), int(sys.argv[2]))
    try:
        from reports.documents.press import engine
    except (ImportError, OSError):
        os._exit(NO_ENGINE)
    try:
        html, stylesheet = json.load(sys.stdin)
    except ValueError:
        sys.exit(1)  # the job was killed while it sent them
    try:
        printed = engine.counted_pdf(html, stylesheet)
    except MemoryError:
        os._exit(process.OUT_OF_MEMORY)
    try:
        sys.stdout.buffer.write(printed)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)  # the job was killed while it waited for them


if __name__ == "__main__":
    main()  # `process` has set Django up
