"""Limits what strangers can write to the log."""

import logging

LETTERS = 200  # of a message that holds what the stranger sent


class OneAMinute(logging.Filter):
    """Lets one line of each logger through a minute, shortened and without a traceback; the next one says how many were
    dropped.

    Each process counts for itself. Time is the records' own.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._opened: dict[str, float] = {}  # by logger: when its last line went through
        self._dropped: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created - self._opened.get(record.name, 0.0) < 60:
            self._dropped[record.name] = self._dropped.get(record.name, 0) + 1
            return False
        self._opened[record.name] = record.created
        dropped = self._dropped.pop(record.name, 0)
        record.msg = record.getMessage()[:LETTERS] + (f" (and {dropped} more like it)" if dropped else "")
        record.args, record.exc_info, record.exc_text = (), None, None
        return True
