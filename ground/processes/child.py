"""The code inside a process that reads one file: its limits and its answer. It doesn't import Django.

A module that reads has a function `read`, which gets the bytes and the order's arguments and returns what it found as a
dict for JSON, and loads with itself what it reads with. stdin: the bytes. stdout: one JSON object: what was found, or
{"fault": code}. A crash of a parser ends the process, which `ground.processes.apart` reports as a file that can't be
read.
"""

import json
import resource
from collections.abc import Callable


class Fault(Exception):
    """Why a file is refused, as a code, because the messages for users are with the forms; `where`: the place in the
    file, if it has one.
    """

    def __init__(self, code: str, **where) -> None:
        self.code, self.where = code, where
        super().__init__(code)


def answer(read: Callable[..., dict], order: dict) -> None:
    """Read stdin under the limits of the order (see ground.processes.forks), and print the answer."""
    limit_oneself(order["memory_bytes"], order["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    try:
        with open(0, "rb") as file:
            found = read(file.read(), *order["arguments"])
    except Fault as fault:
        found = {"fault": fault.code, **fault.where}
    except MemoryError:
        found = {"fault": "too_slow"}
    with open(1, "w", encoding="utf-8") as printed:
        printed.write(json.dumps(found))


def limit_oneself(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
