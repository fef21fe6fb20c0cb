"""Folders that somebody else owns: for root, who may read all, by going on as nobody meanwhile."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody can enter; those of pytest are their owner's alone."""
    with tempfile.TemporaryDirectory(prefix="danvan-open-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def locked(*folders: Path) -> Iterator[None]:
    """Meanwhile this process may neither read nor enter the folders."""
    user, opened = os.geteuid(), [os.open(folder, os.O_RDONLY) for folder in folders]  # renamed or not
    modes = [os.fstat(each).st_mode for each in opened]
    for each in opened:
        os.fchmod(each, 0)
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for each, mode in zip(opened, modes, strict=True):
            os.fchmod(each, mode)
            os.close(each)
