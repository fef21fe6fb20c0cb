"""Runs the unit files of deploy/ under a small supervisor that starts, times out and restarts them as systemd would.

What it follows, with systemd's own defaults (systemd.service(5), systemd.unit(5)): User and paths aside, ExecStartPre,
ExecStart, Restart, RestartSec, TimeoutStartSec, StartLimitIntervalSec and StartLimitBurst, UMask, and that nothing of a
unit outlives its main process.
"""

import math
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "/srv/danvan/current/.venv/bin/python"
DEFAULTS = {
    "Restart": "no",
    "RestartSec": "0.1",
    "TimeoutStartSec": "90",
    "StartLimitIntervalSec": "10",
    "StartLimitBurst": "5",
    "UMask": "0022",
}


def read(name: str) -> dict[str, list[str]]:
    """Every setting of a unit with its values, in their order."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "deploy" / f"{name}.service").read_text().splitlines():
        setting, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(setting, []).append(value)
    return found


def words_of(command: str, port: int) -> list[str]:
    """Return a unit's command as it is run here, at this port."""
    return command.replace(PYTHON, sys.executable).replace(":8000", f":{port}").split()


def seconds(text: str) -> float:
    return math.inf if text == "infinity" else float(text)


class Supervisor:
    """Keeps one unit going in a thread of its own. `pace` shortens its pauses: with 0.1 five seconds are half a one."""

    def __init__(self, name: str, environment: dict[str, str], port: int, log: Path, pace: float = 1):
        self.name, self.port, self.log, self.pace = name, port, log, pace
        self.unit = {setting: [value] for setting, value in DEFAULTS.items()} | read(name)
        self.mark = f"DANVAN_UNIT={name}-{os.getpid()}-{id(self)}"
        self.environment = environment | dict([self.mark.split("=")])
        self.starts: list[float] = []
        self.endings = 0
        self.state = "starting"
        self.is_ending = threading.Event()
        self.thread = threading.Thread(target=self.keep_going, daemon=True)
        self.thread.start()

    def value(self, setting: str) -> str:
        return self.unit[setting][-1]

    def keep_going(self) -> None:
        while self.may_start():
            code = self.run_once()
            self.end_all()
            if self.is_ending.is_set():
                break
            self.endings += 1
            if self.value("Restart") == "no" or (self.value("Restart") == "on-failure" and code == 0):
                self.state = f"ended with {code}, not to be started again"
                return
            self.is_ending.wait(seconds(self.value("RestartSec")) * self.pace)

    def may_start(self) -> bool:
        """systemd counts the starts of the last seconds; over the limit the unit stays down until somebody comes."""
        if self.is_ending.is_set():
            return False
        now, interval = time.monotonic(), seconds(self.value("StartLimitIntervalSec"))
        self.starts = [start for start in self.starts if now - start < interval]
        if interval and len(self.starts) >= int(self.value("StartLimitBurst")):
            self.state = "start limit hit"
            return False
        self.starts.append(now)
        return True

    def run_once(self) -> int:
        """The exit code of the first command that failed, or of the main one when it has ended."""
        until = time.monotonic() + seconds(self.value("TimeoutStartSec"))
        self.state = "starting"
        for command in self.unit.get("ExecStartPre", []):
            code = self.wait(self.start(command), until)
            if code or self.is_ending.is_set():
                return code
        self.state = "running"
        return self.wait(self.start(self.value("ExecStart")), math.inf)

    def start(self, command: str) -> subprocess.Popen:
        with self.log.open("a") as output:
            return subprocess.Popen(
                words_of(command, self.port),
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                umask=int(self.value("UMask"), 8),
                start_new_session=True,
            )

    def wait(self, process: subprocess.Popen, until: float) -> int:
        while process.poll() is None and not self.is_ending.is_set():
            if time.monotonic() > until:
                process.kill()
            time.sleep(0.05)
        if process.poll() is None:
            process.terminate()
        try:
            return process.wait(30)
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL

    def end_all(self) -> None:
        """As systemd empties the unit's control group; known by the mark, which forks inherit."""
        for environ in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):  # it ended meanwhile, or is somebody else's
                if self.mark.encode() in environ.read_bytes().split(b"\0"):
                    os.kill(int(environ.parent.name), signal.SIGKILL)

    def stop(self) -> None:
        self.is_ending.set()
        self.thread.join(60)
