"""How a line of the log is written: as JSON for the journal, or plainly for a person at a terminal."""

import json
import logging
from datetime import UTC, datetime

from ground.logs.masks import masked
from ground.logs.tracing import current_id


class JsonLine(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message; `id` of the request or job; `error`: the traceback;
    further fields as the record's `fields` has them.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if current_id():
            line["id"] = current_id()
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLine(logging.Formatter):
    """Time, level, logger and message, then the id of the request or job; a traceback below."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        return f"{line} [{current_id()}]" if current_id() else line

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
