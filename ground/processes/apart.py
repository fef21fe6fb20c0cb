"""Reads a file in a child process, so that a file made to exhaust time or memory harms nothing else."""

import json
import math
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO

from django.conf import settings

TOO_SLOW, UNREADABLE = {"fault": "too_slow"}, {"fault": "unreadable"}


def read_apart(
    module: str,
    content: bytes,
    seconds: float,
    held: BinaryIO | None = None,
    cell: Callable | None = None,
    arguments: Sequence[str] = (),
) -> dict:
    """Return what `module` (see ground.processes.child) found in `content`, or {"fault": code}; "too_slow" when a limit
    was reached.

    `held`: the slot of this work, which the child process inherits; `cell`: the object_hook for JSON values;
    `arguments`: more for the module's `read`.
    """
    limits = [str(settings.HEAVY_MEMORY_BYTES), str(math.ceil(seconds))]
    try:
        done = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-B", "-E", "-s", "-m", module, *limits, *arguments],
            input=content,
            capture_output=True,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env={},  # nothing of the server's environment
            pass_fds=[held.fileno()] if held else [],
        )
    except subprocess.TimeoutExpired:
        return TOO_SLOW
    if done.returncode == 0:
        return json.loads(done.stdout, object_hook=cell)
    return TOO_SLOW if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else UNREADABLE
