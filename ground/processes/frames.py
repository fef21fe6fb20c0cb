"""Memory for the frames of calls."""

from types import FunctionType

ROOM = 1 << 16  # values of 8 bytes


def with_room(function: FunctionType) -> FunctionType:
    """Let all that the function calls run in one piece of memory; return it.

    CPython (since 3.11) lays the frames of calls into pieces of 16 KB, and gives a piece back as soon as its first
    frame ends. A loop whose calls begin at the end of a piece, as a template's do under the middleware, thus has memory
    mapped and unmapped at each: half of the processor time of a long page. A frame that needs half a megabyte makes
    the piece one of a megabyte; the system gives only as much of it as is written to.
    """
    function.__code__ = function.__code__.replace(co_stacksize=ROOM)
    return function
