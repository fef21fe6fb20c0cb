"""Configuration of gunicorn on a server: its processes tell systemd's watchdog that the portal answers."""

from functools import partial

from gunicorn.workers.base import Worker

from ground.health import PATH
from ground.processes import watchdog


def post_worker_init(worker: Worker) -> None:
    """Begin in each worker, after the fork: a thread in the process that forks could leave a lock taken in a child."""
    host, port = worker.sockets[0].getsockname()[:2]
    watchdog.ping_while(partial(watchdog.web_answers, host, port, PATH))
