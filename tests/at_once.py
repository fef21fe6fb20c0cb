"""Several processes at once, forked from one that has loaded the portal once for all of them.

    python -m tests.at_once        reads phases from its input: [[code, [argument, …]], …], as JSON

The processes of a phase, one for each argument, run its code on a database that commits, all from one moment on: the
code calls `together()` where it is to wait for the others. What each printed is written as JSON, phase by phase.
"""

import contextlib
import io
import json
import multiprocessing
import sys

import django

FORK = multiprocessing.get_context("fork")
PATIENCE = 60  # seconds


def run_phase(code: str, arguments: list) -> list[str]:
    """Return what the process of each argument printed; RuntimeError if one failed, which has written why."""
    said, barrier = FORK.SimpleQueue(), FORK.Barrier(len(arguments), timeout=PATIENCE)
    processes = [FORK.Process(target=_run, args=(code, n, each, barrier, said)) for n, each in enumerate(arguments)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError(f"exit codes: {[process.exitcode for process in processes]}")
    return [text for _n, text in sorted(said.get() for _process in processes)]


def _run(code, number, argument, barrier, said):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "<phase>", "exec"), {"argument": argument, "together": barrier.wait})
    said.put((number, printed.getvalue().strip()))


if __name__ == "__main__":
    django.setup()
    print(json.dumps([run_phase(code, arguments) for code, arguments in json.load(sys.stdin)]))
