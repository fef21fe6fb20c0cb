"""Runs the long tests of script/torture, one JSON line each; exit code 1 when something was lost, done twice or
refused.

`python -m bench.torture --prepared` works on the database it is given; without, on a fresh one with the demo.
"""

import argparse
import json
import os
import socket
import sys
import tempfile
from contextlib import ExitStack

from bench.bulk import ENVIRONMENT, create_database


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="danvan-torture-") as folder:
        if not options.prepared:
            os.environ |= {**ENVIRONMENT, "ALLOWED_HOSTS": "127.0.0.1,testserver", "DANVAN_DATA": folder}
        import django

        django.setup()
        from django.db import connection

        if not options.prepared:
            prepare(connection)
        return report(connection.vendor, options)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prepared", action="store_true")
    usually = {"items": 300, "kills": 12, "seed": 1, "clients": 24, "seconds": 60, "outage": 30, "crash-officers": 40}
    usually |= {
        "issues": 50,
        "issues-killed": 20,
        "issue-kills": 50,
        "annex-kills": 20,
        "at-once": 20,
        "web-kills": 50,
        "officers": 200,
        "officers-seconds": 120,
        "hanging-scanner": 1,
    }
    usually |= {"plans": 8000, "explored": 600, "fuzz-seconds": 1500}
    for name, usual in usually.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    return parser.parse_args()


def prepare(connection) -> None:
    from django.core.management import call_command

    create_database(connection)
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", stdout=nowhere)


def report(database: str, options) -> int:
    failed = 0
    for name, of, run in runs(database, options):
        result = run()
        is_well = of.is_well(result)
        print(json.dumps({"name": name, "database": database, **result, "is_well": is_well}, ensure_ascii=False))
        failed += not is_well
    return 1 if failed else 0


def runs(database: str, options) -> list[tuple]:
    """Return what isn't left out, as (name, module, what to call); the fuzz first: it changes nothing."""
    from bench import annexes, at_once, crashes, cut_off, deadline_day, fuzz, issues, kills, load, outage

    o, is_server = options, database == "postgresql"

    def day(is_silent: bool) -> dict:
        return deadline_day.run(o.officers, o.officers_seconds, free_ports(3), o.seed, is_silent)

    found = [
        (o.plans, "fuzz", fuzz, lambda: fuzz.outcome(fuzz.run(o.plans, o.fuzz_seconds, o.seed, o.explored))),
        (o.kills, "kills", kills, lambda: kills.run(o.items, o.kills, o.seed)),
        (o.issues, "issues", issues, lambda: issues.run(o.issues, o.issues_killed, o.issue_kills, o.seed)),
        (o.annex_kills, "annexes", annexes, lambda: annexes.run(o.annex_kills, o.seed)),
        (o.web_kills, "web-kills", cut_off, lambda: cut_off.run(o.web_kills, free_port(), o.seed)),
        (o.at_once, "at-once", at_once, lambda: at_once.run(o.at_once)),
        (o.clients, "load", load, lambda: load.run(o.clients, o.seconds, free_port())),
        (is_server and o.officers, "deadline day", deadline_day, lambda: day(is_silent=False)),
        (is_server and o.officers and o.hanging_scanner, "deadline day, silent scanner", deadline_day,
         lambda: day(is_silent=True)),
        (is_server and o.crash_officers, "crashes", crashes,
         lambda: crashes.run(o.crash_officers, o.items, free_port(), o.seed)),
        (is_server and o.outage, "outage", outage, lambda: outage.run(free_port(), o.outage)),
    ]  # fmt: skip
    return [(name, of, run) for is_wanted, name, of, run in found if is_wanted]


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


if __name__ == "__main__":
    sys.exit(main())
