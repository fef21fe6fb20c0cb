"""Simulates a full disk by the system's limit on file sizes."""

import resource
from contextlib import contextmanager


@contextmanager
def full_after(size):
    """Writing a file fails with EFBIG in the middle of it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
