"""The code inside a process that reads one file: its limits and its answer. It doesn't import Django.

stdin: the bytes. stdout: one JSON object: what was found, or {"fault": code}. A crash of a parser ends the process,
which `ground.processes.apart` reports as a file that can't be read.
"""

import json
import resource
import sys
from collections.abc import Callable


class Fault(Exception):
    """Why a file is refused, as a code, because the messages for users are with the forms; `where`: the place in the
    file, if it has one.
    """

    def __init__(self, code: str, **where) -> None:
        self.code, self.where = code, where
        super().__init__(code)


def main(read: Callable[..., dict]) -> None:
    """Run as `python -m MODULE MEMORY_BYTES CPU_SECONDS …`: call `read` with stdin and all further arguments, and print
    its answer.
    """
    limit_oneself(int(sys.argv[1]), int(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    try:
        found = read(sys.stdin.buffer.read(), *sys.argv[3:])
    except Fault as fault:
        found = {"fault": fault.code, **fault.where}
    except MemoryError:
        found = {"fault": "too_slow"}
    sys.stdout.write(json.dumps(found))


def limit_oneself(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
