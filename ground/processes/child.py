"""The inside of a process that reads one file: its limits and its answer. It knows nothing of Django.

stdin: the bytes. stdout: one JSON object: what was found, or {"fault": code}. Whatever a parser trips over ends the
process: `ground.processes.apart` takes that for a file that can't be read.
"""

import json
import resource
import sys
from collections.abc import Callable


class Fault(Exception):
    """Why a file is refused, as a word, for people's words are with the forms; `where`: the place, if it has one."""

    def __init__(self, code: str, **where) -> None:
        self.code, self.where = code, where
        super().__init__(code)


def main(read: Callable[[bytes], dict]) -> None:
    """`python -m MODULE MEMORY_BYTES CPU_SECONDS`."""
    limit_oneself(int(sys.argv[1]), int(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    try:
        found = read(sys.stdin.buffer.read())
    except Fault as fault:
        found = {"fault": fault.code, **fault.where}
    except MemoryError:
        found = {"fault": "too_slow"}
    sys.stdout.write(json.dumps(found))


def limit_oneself(memory_bytes: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
