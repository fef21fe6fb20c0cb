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
    modes, user = [folder.stat().st_mode for folder in folders], os.geteuid()
    for folder in folders:
        folder.chmod(0)
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for folder, mode in zip(folders, modes, strict=True):
            folder.chmod(mode)
