"""A process that calls deep down, again and again, asks the system for no memory each time."""

import resource

from ground.processes.frames import with_room

CALLS = 500
DEPTHS = range(900)  # their frames fill several pieces of 16 KB


def pages_at(depth):
    """How many pages of memory were mapped for so many calls that deep down."""
    if depth:
        return pages_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        call(1, 2)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def call(one, other):
    return sorted([one, other])


@with_room
def worst():
    return max(pages_at(depth) for depth in DEPTHS)


def test_no_depth_of_calls_lets_memory_be_mapped_again_and_again():
    assert worst() < CALLS / 2
