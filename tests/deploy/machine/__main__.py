"""The whole walk on one Debian: python -m tests.deploy.machine bookworm"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from tests.deploy.machine import faults
from tests.deploy.machine.new import Failed, maker, note
from tests.deploy.machine.readme import BLOCKS, Walk, numbered


def steps(walk: Walk) -> Iterator[tuple[str, Callable[[], None]]]:
    texts = {(heading, n): text for heading, n, text in numbered()}
    for heading, n, how in BLOCKS:
        if isinstance(how, str):
            note(f"== {heading}, block {n + 1}: not walked, {how}")
        else:
            yield f"{heading}, block {n + 1}", partial(how, walk, texts[heading, n])
    for lines, meanwhile in faults.LINES:
        yield lines, partial(faults.comes_back, walk.installed, lines, meanwhile)
    yield "systemctl reboot", partial(faults.reboot, walk.installed)


def is_well(name: str, step: Callable[[], None]) -> bool:
    note(f"== {name}")
    began = time.monotonic()
    try:
        step()
    except (Failed, ValueError, IndexError, subprocess.SubprocessError) as fault:
        note(f"  NOT WELL: {fault}")
        return False
    note(f"  well, {time.monotonic() - began:.0f} s")
    return True


def main(suite: str) -> None:
    began = time.monotonic()
    with maker(suite) as made:
        note(f"== {suite}: a bare system, an archive for it")
        made.fetch()
        made.bundle()
        walk = Walk(made)
        red = [name for name, step in steps(walk) if not is_well(name, step)]
    if red:
        raise Failed(f"not well on {suite}: {'; '.join(red)}")
    note(f"script/try_install: all well on {suite}, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Failed as failed:
        sys.exit(f"script/try_install: {failed}")
