"""A module that reads files in a fork and does there what the first word of the file says."""

import os
import resource
import signal

seen = []


def read(content: bytes, *arguments: str) -> dict:
    what, _space, rest = content.decode().partition(" ")
    return {"did": globals()[what](rest, *arguments)}


def show(rest):
    """Everything that the fork has from elsewhere."""
    opened = {int(name): os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if name != "4"}
    limits = [resource.getrlimit(each)[1] for each in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]
    return {"opened": opened, "environment": dict(os.environ), "limits": limits, "server": os.getppid()}


def remember(rest):
    seen.append(rest)
    return seen


def fill_the_memory(rest):
    return len(b"x" * (4 << 30))


def write_a_file(rest):
    with open(rest, "w") as file:
        file.write("x")


def crash(rest):
    os.kill(os.getpid(), signal.SIGSEGV)


def end_the_server(rest):
    os.kill(os.getppid(), signal.SIGKILL)
    signal.pause()


def hang(rest):
    signal.pause()


def return_much(rest):
    return "x" * int(rest)
