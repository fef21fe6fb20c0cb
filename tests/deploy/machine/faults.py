"""What is killed, stopped or restarted comes back by itself."""

import time

from tests.deploy.machine.new import note, wait_until
from tests.deploy.machine.server import Server, expect

BACK = 30 + 5  # seconds; five are RestartSec= of PostgreSQL
STOPPED = 20  # seconds
# What is done, and for how many seconds that holds it down.
LINES = [
    ("systemctl kill -s KILL danvan-web danvan-worker", 0),
    ("kill -KILL $(head -n 1 /var/lib/postgresql/*/main/postmaster.pid)", 0),  # its main process alone
    (f"systemctl stop postgresql; sleep {STOPPED}; systemctl start postgresql", STOPPED),
    ("systemctl restart postgresql danvan-web danvan-worker nginx", 0),
]


def comes_back(server: Server, lines: str, meanwhile: float) -> None:
    with server.watched() as seen:
        began = time.time()
        server.machine.run(lines)
        time.sleep(1)
        wait_until(server.is_ready, BACK + 60, f"ready after: {lines}")
        job = server.seconds_until_a_job_is_done(began)
    note(f"  pages were back after {seen.away - meanwhile:.1f} s, a job was done after {job - meanwhile:.1f} s")
    expect(seen.away - meanwhile <= BACK, f"pages were away longer than {BACK} s after: {lines}")
    expect(job - meanwhile <= BACK, f"no job was done within {BACK} s after: {lines}")


def reboot(server: Server) -> None:
    began = time.time()
    server.machine.try_lines("systemctl reboot")
    note("    systemctl reboot")
    server.machine.boot_again()
    up = time.time()
    server.machine.wait_for_boot()
    wait_until(server.is_ready, BACK, "ready after a reboot")
    ready, job = time.time() - up, server.seconds_until_a_job_is_done(up)
    note(
        f"  after the machine's start ({up - began:.1f} s after the command) pages were there after {ready:.1f} s,"
        f" a job was done after {job:.1f} s"
    )
    expect(ready <= BACK, f"pages weren't there {BACK} s after the machine's start")
