"""A process that has loaded what files are read with, and reads each file in a fork of itself.

Run as `python -m ground.processes.forks` by ground.processes.apart; it doesn't import Django, has no database and no
secret. Its stdin is a socket, on which each message is an order: JSON {"module", "arguments", "memory_bytes",
"cpu_seconds"}, and with it a socket of that order's own, on which the file comes in and the answer goes out, and the
slot that the fork has to hold. It says the fork's exit code on a last line. A fork is killed when the order's socket is
left, all are when nobody is left to send orders; then the process ends.

It has no threads, and never looks at what is in a file. What one fork does to its memory, no other sees.
"""

import ctypes
import gc
import json
import os
import select
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from ground.processes import child

ORDER_BYTES = 1 << 16
DESCRIPTORS = 2  # of an order at most
DESCRIPTORS_MAX = 1 << 20  # of a process
SET_SIGNAL_OF_PARENTS_END = 1  # PR_SET_PDEATHSIG
_system = ctypes.CDLL(None)


class Fork(NamedTuple):
    process: int
    ending: int  # a descriptor that can be read when the process has ended
    link: socket.socket


class Server:
    def __init__(self, orders: socket.socket) -> None:
        self.orders, self.watched = orders, select.poll()
        self.forks: dict[int, Fork] = {}  # by both of their descriptors
        self.watched.register(orders, select.POLLIN)

    def serve(self) -> None:
        """Read files until nobody is left to send orders."""
        is_open = True
        while is_open:
            for descriptor, _event in self.watched.poll():
                if descriptor == self.orders.fileno():
                    is_open = self.take_order()
                elif descriptor in self.forks:
                    self.follow(descriptor)
        for fork in set(self.forks.values()):
            os.kill(fork.process, signal.SIGKILL)

    def take_order(self) -> bool:
        """Begin what is ordered; tell whether anything was."""
        message, descriptors, _flags, _address = socket.recv_fds(self.orders, ORDER_BYTES, DESCRIPTORS)
        if not message:
            return False
        link, *held = descriptors
        order = json.loads(message)
        read = import_module(order["module"]).read
        try:
            self.watch(begun(read, order, link, held), link)
        except OSError:  # no process to be had: the socket is left without a last line
            os.close(link)
        for descriptor in held:
            os.close(descriptor)
        return True

    def watch(self, process: int, link: int) -> None:
        fork = Fork(process, os.pidfd_open(process), socket.socket(fileno=link))
        self.forks |= dict.fromkeys([fork.ending, link], fork)
        self.watched.register(fork.ending, select.POLLIN)
        self.watched.register(link, 0)  # that it was left is said without having been asked for

    def follow(self, descriptor: int) -> None:
        """Kill a fork that nobody waits for, or say how one ended."""
        fork = self.forks[descriptor]
        if descriptor != fork.ending:
            self.forget(descriptor)
            os.kill(fork.process, signal.SIGKILL)
            return
        _process, status = os.waitpid(fork.process, 0)
        with fork.link:
            self.forget(fork.link.fileno())
            self.forget(fork.ending)
            os.close(fork.ending)
            with suppress(OSError):  # nobody may wait for it any more
                fork.link.sendall(b"\n%d" % os.waitstatus_to_exitcode(status))

    def forget(self, descriptor: int) -> None:
        if self.forks.pop(descriptor, None):
            self.watched.unregister(descriptor)


def begun(read: Callable[..., dict], order: dict, link: int, held: list[int]) -> int:
    """Fork; return the process that reads."""
    gc.freeze()  # so that a fork's collections write to no page that it shares with this process
    process = os.fork()
    if process:
        return process
    ended = 1
    try:
        end_with_the_server()
        leave_all_but(link, held)
        child.answer(read, order)
        ended = 0
    finally:
        os._exit(ended)


def end_with_the_server() -> None:
    """Let the system kill this process when the server ends: nobody else knows of it (prctl(2))."""
    _system.prctl(SET_SIGNAL_OF_PARENTS_END, signal.SIGKILL)


def leave_all_but(link: int, held: list[int]) -> None:
    """Let the link be stdin and stdout, and nothing else be open but the slot."""
    os.dup2(link, 0)
    os.dup2(link, 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for descriptor in held:
        os.dup2(descriptor, 3)
    os.closerange(3 + len(held), DESCRIPTORS_MAX)


if __name__ == "__main__":
    # A service that is ended ends all its processes: whoever waits for a file gets it, and leaves then.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Server(socket.socket(fileno=0)).serve()
