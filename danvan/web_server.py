"""Configuration of gunicorn on a server: its processes tell systemd's watchdog that the portal answers."""

import gc
from functools import partial

from gunicorn.workers.base import Worker

from ground.health import PATH
from ground.processes import watchdog

COLLECTS_AFTER = 20_000  # objects, as many as a page makes; by default it is looked through dozens of times a page


def post_worker_init(worker: Worker) -> None:
    """Begin in each worker, after the fork: a thread in the process that forks could leave a lock taken in a child."""
    look_after_pages_alone()
    host, port = worker.sockets[0].getsockname()[:2]
    watchdog.ping_while(partial(watchdog.web_answers, host, port, PATH))


def look_after_pages_alone() -> None:
    """Keep the collector of garbage from going through the portal's code again and again: a fiftieth of the work."""
    gc.freeze()
    gc.set_threshold(COLLECTS_AFTER, 10, 10)
