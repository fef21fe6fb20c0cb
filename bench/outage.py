"""An outage of the database: PostgreSQL is stopped under the two units and started again; both come back by themselves.

The first outage meets them at their work, the second begins before they are started, as when a machine comes up and
the database is late.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from bench.bulk import ENVIRONMENT
from bench.units import ROOT, Supervisor

UNITS = ["danvan-web", "danvan-worker"]
PATIENCE = 240  # seconds; the first start migrates an empty database
OUTAGE = 30  # seconds; longer than ten seconds, in which systemd counts starts by default


class Postgres:
    """A cluster that is stopped and started as one wishes, always under the same address."""

    def __init__(self, folder: Path):
        self.folder, self.process = folder, None
        self.url = f"postgres://postgres@/postgres?host={folder / 'socket'}"

    def start(self) -> None:
        """The address of a run of script/postgres is new each time; a link hides it."""
        address_file = self.folder / "address"
        address_file.unlink(missing_ok=True)
        tell = (
            f'echo "$DATABASE_URL" >{address_file}.new && mv {address_file}.new {address_file} && exec sleep infinity'
        )
        command = ["script/postgres", "--durable", "--keep", self.folder / "cluster", "bash", "-c", tell]
        self.process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        wait_until(address_file.exists)
        link = self.folder / "socket"
        link.unlink(missing_ok=True)
        link.symlink_to(address_file.read_text().strip().partition("host=")[2])

    def stop(self) -> None:
        """At once, whoever is connected; script/postgres waits for its command, which therefore goes with it."""
        os.killpg(self.process.pid, 15)
        self.process.wait(60)


def run(port: int, outage: float = OUTAGE) -> dict:
    """What the units did, and after how many seconds both worked again each time; None: they never did."""
    with tempfile.TemporaryDirectory(prefix="danvan-outage-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL is another user
        postgres = Postgres(folder)
        environment = environment_for(postgres.url, folder / "data")
        postgres.start()
        try:
            return amid_work(postgres, environment, port, outage) | before_start(postgres, environment, port, outage)
        finally:
            postgres.stop()


def amid_work(postgres: Postgres, environment: dict, port: int, outage: float) -> dict:
    with units(environment, port):
        result = {"seconds_to_first_answer": until_both_work(environment, port)}
        for name, seconds in {"restart": 0, "outage": outage}.items():
            postgres.stop()
            time.sleep(seconds)
            result[f"answer_amid_{name}"] = answer(port)
            postgres.start()
            result[f"seconds_back_after_{name}"] = until_both_work(environment, port)
    return result


def before_start(postgres: Postgres, environment: dict, port: int, outage: float) -> dict:
    postgres.stop()
    with units(environment, port) as running:
        time.sleep(outage)
        result = {"endings_without_database": {unit.name: unit.endings for unit in running}}
        postgres.start()
        result["seconds_back_after_late_database"] = until_both_work(environment, port)
        result["states"] = [unit.state for unit in running]
    return result


def environment_for(url: str, data: Path) -> dict[str, str]:
    """A server's, that is asked without HTTPS."""
    server = {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", "HTTPS_REDIRECT": "0", "LOG_LEVEL": "INFO"}
    return os.environ | ENVIRONMENT | server | {"DATABASE_URL": url, "DANVAN_DATA": str(data)}


@contextmanager
def units(environment: dict, port: int, pace: float = 1):
    """Both units going, with a log each in the data folder."""
    data = Path(environment["DANVAN_DATA"])
    data.mkdir(exist_ok=True)
    running = [Supervisor(name, environment, port, data / f"{name}.log", pace) for name in UNITS]
    try:
        yield running
    finally:
        for unit in running:
            unit.is_ending.set()
        for unit in running:
            unit.stop()


def until_both_work(environment: dict, port: int) -> float | None:
    """Seconds until the web answers and the worker has done a job that was put in its queue; None: they never did."""
    began = time.monotonic()
    works = wait_until(lambda: answer(port) == 200) and job_is_done(environment)
    return round(time.monotonic() - began, 1) if works else None


def job_is_done(environment: dict) -> bool:
    put_and_wait = f"""
import django
django.setup()
from django_q.tasks import async_task, result
print(result(async_task("math.floor", 2.5), wait={PATIENCE * 1000}))
"""
    command = [sys.executable, "-c", put_and_wait]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    return done.stdout == "2\n"


def answer(port: int) -> int:
    """The status of the page that says whether pages can be served; 0 when nobody answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        return opener.open(f"http://127.0.0.1:{port}/healthz/ready", timeout=10).status
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def wait_until(is_so, patience: float = PATIENCE) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def is_well(result: dict) -> bool:
    came_back = [seconds is not None for name, seconds in result.items() if name.startswith("seconds_")]
    return all(came_back) and result["states"] == ["running"] * len(UNITS)
