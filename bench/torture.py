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

from bench.bulk import ENVIRONMENT, create_database


def main() -> int:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="danvan-torture-") as folder:
        if not asked.prepared:
            os.environ |= {**ENVIRONMENT, "ALLOWED_HOSTS": "127.0.0.1,testserver", "DANVAN_DATA": folder}
        import django

        django.setup()
        from django.db import connection

        if not asked.prepared:
            prepare(connection)
        return report(connection.vendor, asked)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prepared", action="store_true")
    usually = {"items": 300, "kills": 12, "seed": 1, "clients": 24, "seconds": 60, "outage": 30}
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


def report(database: str, asked) -> int:
    from bench import fuzz, kills, load, outage

    results = []
    if asked.plans:  # first: it leaves everything as it was
        done = fuzz.run(asked.plans, asked.fuzz_seconds, asked.seed, asked.explored)
        results.append(("fuzz", fuzz, fuzz.outcome(done)))
    if asked.kills:
        results.append(("kills", kills, kills.run(asked.items, asked.kills, asked.seed)))
    if asked.clients:
        results.append(("load", load, load.run(asked.clients, asked.seconds, free_port())))
    if database == "postgresql" and asked.outage:
        results.append(("outage", outage, outage.run(free_port(), asked.outage)))
    failed = 0
    for name, of, result in results:
        is_well = of.is_well(result)
        print(json.dumps({"name": name, "database": database, **result, "is_well": is_well}, ensure_ascii=False))
        failed += not is_well
    return 1 if failed else 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
