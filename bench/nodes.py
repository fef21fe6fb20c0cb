"""Two web machines and two job machines behind nginx, each in a network and with a name of its own: officers write and
send, staff take sheets, a batch runs, and machines are killed meanwhile. script/nodes starts it.

The machines share PostgreSQL, a standby of it on a fifth machine, Redis and moto's S3 server; this process is the
people's offices, and looks afterwards.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from bench.standby import HARMS, SECONDS, Standby

BRIDGE, NET = "danvan0", "10.213.77"
SERVICES = f"{NET}.1"  # this machine's address on the bridge
WEB, WORKERS, STANDBY = ["web1", "web2"], ["job1", "job2"], "standby"
S3_PORT, REDIS_PORT, WEB_PORT, NGINX_PORT = 9077, 6377, 8000, 8077
BUCKET = "danvan"
USUAL = {"officers": 40, "seconds": 180, "kills": 8, "harms": 3, "readers": 3, "items": 100, "seed": 1}
KEY = {"AWS_ACCESS_KEY_ID": "danvan", "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_DEFAULT_REGION": "us-east-1"}
NGINX = """
user root; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; client_max_body_size 60m; client_body_temp_path {folder}; proxy_temp_path {folder};
    fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
    upstream danvan {{ {servers} }}
    server {{
        listen {address}:{port};
        location / {{
            proxy_pass http://danvan; proxy_http_version 1.1;
            proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr;
        }}
    }}
}}
"""


class Machine:
    """A network namespace with an address, a name and a data folder; what it runs is started again when it ends."""

    def __init__(self, name: str, n: int, folder: Path) -> None:
        self.name, self.address, self.data = name, f"{NET}.{n}", folder / name
        self.data.mkdir()
        end = f"dv-{name}"
        run(f"ip netns add {name}")
        run(f"ip link add {end} type veth peer name eth0 netns {name}")
        run(f"ip link set {end} master {BRIDGE} up")
        run(f"ip -n {name} addr add {self.address}/24 dev eth0")
        run(f"ip -n {name} link set eth0 up")
        run(f"ip -n {name} link set lo up")
        self.process: subprocess.Popen | None = None
        self.is_ending = False

    def start(self, command: list[str]) -> None:
        self.command = command
        threading.Thread(target=self._keep_going, daemon=True).start()

    def _keep_going(self) -> None:
        named = ["unshare", "--uts", "sh", "-c", f'hostname {self.name}; exec "$@"', "sh", *self.command]
        while not self.is_ending:
            with (self.data / "log").open("a") as log:
                self.process = subprocess.Popen(
                    ["/sbin/ip", "netns", "exec", self.name, *named],
                    env=os.environ | {"DANVAN_DATA": str(self.data)},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            self.process.wait()
            self._kill_rest()
            time.sleep(1)

    def kill(self) -> None:
        """All processes at once, as when the current fails."""
        self._kill_rest()

    def _kill_rest(self) -> None:
        found = subprocess.run(["/sbin/ip", "netns", "pids", self.name], capture_output=True, text=True).stdout
        for pid in map(int, found.split()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def end(self) -> None:
        self.is_ending = True
        self._kill_rest()
        run(f"ip link del dv-{self.name}")  # at once; with the network it goes some time later
        run(f"ip netns del {self.name}")


def run(command: str) -> None:
    subprocess.run(command.split(), check=True)


def main() -> int:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # networks and servers go with it
    with tempfile.TemporaryDirectory(prefix="danvan-nodes-") as name, ExitStack() as stack:
        folder = Path(name)
        *machines, last = networks(folder, stack)
        standby = Standby(last)
        services(folder, stack)
        set_environment(folder, standby)
        prepare()
        standby.start()
        for machine in machines:
            machine.start(command_of(machine))
        address = front(folder, machines, stack)
        result = work(options, address, machines, standby)
    print(json.dumps({"name": "nodes", **result, "is_well": is_well(result)}, ensure_ascii=False))
    return 0 if is_well(result) else 1


def arguments():
    parser = argparse.ArgumentParser()
    for name, usual in USUAL.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    return parser.parse_args()


def networks(folder: Path, stack: ExitStack) -> list[Machine]:
    run(f"ip link add {BRIDGE} type bridge")
    stack.callback(run, f"ip link del {BRIDGE}")
    run(f"ip addr add {SERVICES}/24 dev {BRIDGE}")
    run(f"ip link set {BRIDGE} up")
    machines = []
    for n, name in enumerate([*WEB, *WORKERS, STANDBY], start=11):
        machines.append(Machine(name, n, folder))
        stack.callback(machines[-1].end)
    return machines


def services(folder: Path, stack: ExitStack) -> None:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    redis = ["redis-server", "--bind", SERVICES, "--port", str(REDIS_PORT), "--protected-mode", "no", "--save", ""]
    store = [sys.executable, "-m", "moto.server", "-H", SERVICES, "-p", str(S3_PORT)]
    for command in (redis, store):
        process = subprocess.Popen(command, cwd=folder, **quiet)
        stack.callback(process.wait)
        stack.callback(process.terminate)


def set_environment(folder: Path, standby: Standby) -> None:
    from bench.bulk import ENVIRONMENT

    shared = {"CACHE_URL": f"redis://{SERVICES}:{REDIS_PORT}/0", "S3_BUCKET": BUCKET, "SITE_URL": "http://danvan.test"}
    shared |= {"S3_ENDPOINT": f"http://{SERVICES}:{S3_PORT}", "PROXY_COUNT": "1", "WORKERS": "2"}
    shared |= {"JOB_TIMEOUT": "10", "JOB_RETRY": "15", "ALLOWED_HOSTS": f"testserver,{SERVICES}"}
    shared |= {"REPLICA_DATABASE_URL": standby.url, "EXPORTS_PER_MINUTE": "10000", "LOG_LEVEL": "WARNING"}
    os.environ |= ENVIRONMENT | KEY | shared | {"DANVAN_DATA": str(folder), "no_proxy": "*"}


def prepare() -> None:
    import boto3
    import django

    django.setup()
    from django.db import connection

    from bench import torture

    wait_for(lambda: boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"]).create_bucket(Bucket=BUCKET))
    torture.prepare(connection)


def wait_for(act, patience: float = 240) -> None:
    """Try until it raises nothing and returns no False."""
    until = time.monotonic() + patience
    while True:
        try:
            if act() is not False:
                return
        except Exception:
            if time.monotonic() > until:
                raise
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.2)


def command_of(machine: Machine) -> list[str]:
    if machine.name in WORKERS:
        return [sys.executable, "manage.py", "run_jobs"]
    served = ["danvan.wsgi", "--bind", f"{machine.address}:{WEB_PORT}", "--workers", "2", "--threads", "24"]
    return [sys.executable, "-m", "gunicorn", *served, "--timeout", "120", "--no-control-socket"]


def front(folder: Path, machines: list[Machine], stack: ExitStack) -> str:
    servers = " ".join(f"server {each.address}:{WEB_PORT};" for each in machines if each.name in WEB)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, servers=servers, address=SERVICES, port=NGINX_PORT))
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", configuration, "-e", folder / "nginx.log"])
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return f"http://{SERVICES}:{NGINX_PORT}"


# --- What happens ----------------------------------------------------------------------------------------------------
def work(options, address: str, machines: list[Machine], standby: Standby) -> dict:
    from bench import kills, sheet_readers
    from bench.load import Browser
    from bench.officers import broken_files, make_desks

    desks, references = make_desks(options.officers, "may"), sheet_readers.make_inspections(options.readers)
    wait_for(lambda: Browser(address, "none").ask("/healthz/ready") == 200)
    batch, started, answers = kills.start_batch(options.items), time.monotonic(), []
    chance, seen = random.Random(options.seed), sheet_readers.Seen()  # noqa: S311  the same moments again
    threads = [
        threading.Thread(target=officer, args=(desk, address, chance.uniform(0, options.seconds), answers))
        for desk in desks
    ]
    threads.append(threading.Thread(target=harm, args=(options, standby)))
    for thread in threads:
        thread.start()
    threads += sheet_readers.start(references, address, started + options.seconds, seen)
    killed = kill_machines(options, machines, chance)
    for thread in threads:
        thread.join()
    kills.wait_until(batch, None)
    result = {"officers": options.officers, "killed": killed, **kills.outcome(batch, started)}
    result |= {"items": options.items, "unanswered": sum(not each for each in answers)}
    result |= rounds_of(desks) | {"broken_files": broken_files(), **schedules()}
    return result | sheets_of(seen, machines, standby)


def harm(options, standby: Standby) -> None:
    """Let by turns happen to the standby what can happen; it comes back by itself."""
    for n in range(options.harms):
        standby.befall(HARMS[n % len(HARMS)])


def kill_machines(options, machines: list[Machine], chance) -> list[str]:
    """Kill one machine after another, never the whole of a kind: what runs on the other goes on."""
    killed = []
    for _n in range(options.kills):
        time.sleep(options.seconds / options.kills)
        machine = chance.choice(machines)
        machine.kill()
        killed.append(machine.name)
    return killed


def officer(desk, address: str, wait: float, answers: list[bool]) -> None:
    """Write, add a file and send; what isn't answered is pressed again, as a person does."""
    from bench.cut_off import send, upload
    from bench.load import Browser

    browser = Browser(address, desk.session)
    time.sleep(wait)
    for act in (upload, send):
        until, status = time.monotonic() + 90, 0
        while status != 302 and time.monotonic() < until:
            status = act(desk, browser)
            time.sleep(0.2)
        answers.append(status == 302)


# --- What came of it -------------------------------------------------------------------------------------------------
def rounds_of(desks) -> dict:
    from reports.models import Round

    sent = Round.objects.filter(dossier__in=[desk.dossier for desk in desks]).prefetch_related("files")
    return {"rounds": sent.count(), "rounds_with_one_file": sum(each.files.count() == 1 for each in sent)}


def sheets_of(seen, machines: list[Machine], standby: Standby) -> dict:
    """Return what came of the sheets; `again`: requests that were pressed again, of readers alone."""
    from bench.sheet_readers import sheets_agree

    wait_for(standby.is_back)
    standby.count_scans()
    logs = "".join((machine.data / "log").read_text() for machine in machines)
    said = {words: logs.count(f"the replica {words}") for words in ("failed", "is away", "is more than")}
    found = {"befell": standby.befell, "sheets": len(seen.seconds), "slowest_sheet": round(max(seen.seconds), 2)}
    found |= {name: seen.counts[name] for name in ("again", "stale_pages")} | {"wrong_sheets": seen.wrong_sheets}
    return found | {"scans_of_standby": standby.scans, "said": said, "sheets_agree": sheets_agree()}


def schedules() -> dict:
    """Return how often the job of every minute was queued, and how many minutes that took: two workers, one queue."""
    from django.db.models import Max, Min
    from django_q.models import Success

    of_each_minute = Success.objects.filter(func="portal.mails.sending.send_due")
    found = of_each_minute.aggregate(first=Min("started"), last=Max("started"))
    minutes = (found["last"] - found["first"]).total_seconds() / 60 if found["first"] else 0
    return {"schedule_ran": of_each_minute.count(), "minutes": round(minutes, 1)}


def is_well(result: dict) -> bool:
    """Every item done once, every officer's report in once with one file, nobody left without an answer; every sheet
    right, every page fresh, and no reader pressed anything twice unless a machine was killed.
    """
    from bench import kills

    reports = {result["rounds"], result["rounds_with_one_file"]} == {result["officers"]}
    is_once = result["schedule_ran"] <= result["minutes"] + 2
    was_lost = result["unanswered"] or result["broken_files"]
    return kills.is_well(result) and reports and is_once and not was_lost and sheets_are_well(result)


def sheets_are_well(result: dict) -> bool:
    was_wrong = result["wrong_sheets"] or result["stale_pages"] or (result["again"] and not result["killed"])
    was_waited_for = result["slowest_sheet"] >= SECONDS  # for a standby that was cut off to come back
    return result["sheets_agree"] and result["scans_of_standby"] > 0 and not was_wrong and not was_waited_for


if __name__ == "__main__":
    sys.exit(main())
