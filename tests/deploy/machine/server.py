"""A machine with the portal on it: what the walk asks it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.machine.new import NAME, Failed, Machine, note, wait_until

MANAGE = "/srv/danvan/current/deploy/manage"
READY = """python3 - <<'END'
import urllib.request
print(urllib.request.urlopen("http://127.0.0.1:8000/{path}", timeout=5).read().decode())
END"""
# A job of no consequence, and when it was done.
JOB = """from django_q.tasks import async_task, fetch
done = fetch(async_task("builtins.abs", -1), wait=120000)
print(done.stopped.timestamp() if done else "never")"""
STATE = "find /etc /srv -type f -not -name '*.pyc' -not -path '*/data/*' -print0 | sort -z | xargs -0 sha256sum"


@dataclass
class Watched:
    away: float = 0.0


class Server:
    def __init__(self, machine: Machine):
        self.machine = machine

    def is_ready(self) -> bool:
        return self.machine.says(READY.format(path="healthz/ready")) == "ok"

    def wait_until_well(self, seconds: float, after: str) -> None:
        """Ready, and a worker that ends jobs."""
        wait_until(lambda: self.machine.says(READY.format(path="healthz")) == "ok", seconds, f"/healthz ok, {after}")

    def state(self) -> str:
        """Of all files but the data."""
        return self.machine.says(STATE)

    def link(self, name: str) -> str:
        return self.machine.says(f"readlink -e /srv/danvan/{name}")

    def backups(self) -> list[str]:
        return self.machine.says("find /srv/danvan/backups -maxdepth 1 -name 'danvan-*Z' | sort").splitlines()

    def manage(self, words: str) -> str:
        return self.machine.says(f"{MANAGE} {words}")

    def shell(self, lines: str) -> str:
        return self.manage(f"shell --no-imports -c '{lines}'")

    def seconds_until_a_job_is_done(self, since: float) -> float:
        done = self.shell(JOB)
        try:
            return float(done) - since
        except ValueError:
            raise Failed(f"the worker did no job: {done!r}") from None

    @contextmanager
    def watched(self) -> Iterator[Watched]:
        """Ask every 0.2 s in between; how long it was away is known afterwards."""
        certificate = self.machine.folder / "etc/ssl/danvan/certificate.pem"
        script = Path(__file__).with_name("asking.py")
        network = ["nsenter", "-t", self.machine.first_process(), "-n", sys.executable, script, NAME, certificate]
        asking = subprocess.Popen(network, stdout=subprocess.PIPE, text=True)
        time.sleep(2)
        seen = Watched()
        try:
            yield seen
            time.sleep(2)
        finally:
            asking.terminate()
            answers = json.loads(asking.communicate(timeout=30)[0])
            seen.away = answers["away"]
            load = " ".join(f"{each:.1f}" for each in os.getloadavg())
            note(f"  /healthz/ready: {answers['n']} questions, away for {seen.away} s at most (load {load})")


def expect(is_so: object, otherwise: str) -> None:
    if not is_so:
        raise Failed(otherwise)


def expect_words(said: str, *words: str) -> None:
    for each in words:
        expect(each in said, f"“{each}” isn't in what was said:\n{said}")
