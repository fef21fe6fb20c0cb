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
    usually = {"items": 300, "kills": 12, "seed": 1, "clients": 24, "seconds": 60, "outage": 30}
    usually |= {"issues": 50, "issues-killed": 20, "issue-kills": 50, "annex-kills": 20, "at-once": 20, "web-kills": 50}
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
    from bench import annexes, at_once, cut_off, fuzz, issues, kills, load, outage

    results = []
    if options.plans:  # first: it leaves everything as it was
        done = fuzz.run(options.plans, options.fuzz_seconds, options.seed, options.explored)
        results.append(("fuzz", fuzz, fuzz.outcome(done)))
    if options.kills:
        results.append(("kills", kills, kills.run(options.items, options.kills, options.seed)))
    if options.issues:
        done = issues.run(options.issues, options.issues_killed, options.issue_kills, options.seed)
        results.append(("issues", issues, done))
    if options.annex_kills:
        results.append(("annexes", annexes, annexes.run(options.annex_kills, options.seed)))
    if options.web_kills:
        results.append(("web-kills", cut_off, cut_off.run(options.web_kills, free_port(), options.seed)))
    if options.at_once:
        results.append(("at-once", at_once, at_once.run(options.at_once)))
    if options.clients:
        results.append(("load", load, load.run(options.clients, options.seconds, free_port())))
    if database == "postgresql" and options.outage:
        results.append(("outage", outage, outage.run(free_port(), options.outage)))
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
