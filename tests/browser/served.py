"""The portal that browsers open: one process that has loaded it, from which its server and what tests do there fork.

    python -m tests.browser.served HOST:PORT     serves there until its input ends

Each line of its input is Python as a JSON string, which is run on the portal in a process of its own; a line of its
output answers: what that printed, as JSON, or null if it failed, which it has written on its error output.
"""

import json
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from gunicorn.app import wsgiapp

from tests.at_once import FORK, run_phase

OPTIONS = ["--threads", "4", "--log-level", "warning", "--no-control-socket"]


def load():
    """With static files that a visitor fetches once, as on a server: with DEBUG browsers ask for each on every page."""
    settings.WHITENOISE_AUTOREFRESH, settings.WHITENOISE_MAX_AGE = False, 3600
    get_wsgi_application()


def serve(address):
    sys.argv = ["gunicorn", "danvan.wsgi", "--bind", address, *OPTIONS]
    wsgiapp.run()


def answer(code):
    try:
        (printed,) = run_phase(code, [None])
    except RuntimeError:
        return None
    return printed


def main(address):
    load()
    server = FORK.Process(target=serve, args=[address])
    server.start()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
    server.terminate()
    server.join()


if __name__ == "__main__":
    main(sys.argv[1])
