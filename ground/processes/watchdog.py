"""What a service says to systemd's watchdog (sd_notify(3)); elsewhere nothing is said."""

import http.client
import logging
import os
import threading
import time
from collections.abc import Callable

from gunicorn.systemd import sd_notify

logger = logging.getLogger(__name__)


def ping() -> None:
    sd_notify("WATCHDOG=1", logger)


def pause() -> float:
    """Return the seconds between two pings, a quarter of what systemd waits for one; 0 where nothing watches."""
    return int(os.environ.get("WATCHDOG_USEC", 0)) / 4_000_000


def ping_while(answers: Callable[[], bool]) -> threading.Thread | None:
    """Ping from a thread as long as `answers` does; None where nothing watches."""
    if not pause():
        return None
    thread = threading.Thread(target=_ping_while, args=[answers], daemon=True)
    thread.start()
    return thread


def _ping_while(answers):
    while True:
        if answers():
            ping()
        time.sleep(pause())


def web_answers(host: str, port: int, path: str) -> bool:
    """Tell whether a web server answers within 10 seconds; that it is unwell is an answer too."""
    link = http.client.HTTPConnection(host, port, timeout=10)
    try:
        link.request("GET", path)
        return bool(link.getresponse().status)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
