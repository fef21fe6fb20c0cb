"""New machines: a bare Debian in a folder, started with its own systemd, without a network."""

import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAME = "danvan.example.gov.vn"
SEARCHED = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CLEAN = ["env", "-i", "-C", "/root", "HOME=/root", "LANG=C.UTF-8", f"PATH={SEARCHED}"]
NSPAWN = ["systemd-nspawn", "-q", "--register=no", "--keep-unit"]
REBOOTED = 133  # its exit status
# Where those are mounted that systemd works with: of version 2, beside version 1 or alone; of version 1.
GROUPS = {
    "": [Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup")],
    "name=systemd": [Path("/sys/fs/cgroup/systemd")],
}
BUNDLING = """
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install python3-venv git >/dev/null
/source/script/bundle /out
"""


class Failed(Exception):
    """What isn't as promised."""


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def wait_until(is_so: Callable[[], object], seconds: float, otherwise: str) -> float:
    """Return after how many seconds it was so; raise Failed when it never was."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise Failed(f"not within {seconds} s: {otherwise}")
        time.sleep(0.2)
    return time.monotonic() - began


class Machine:
    """One that is running; `/media` in it is the folder with the archive."""

    def __init__(self, folder: Path, media: Path):
        self.folder, self.media = folder, media
        self.console = folder.with_name(f"{folder.name}.console")
        self.groups = own_groups(f"{folder.parent.name}-{folder.name}")
        self.boot()
        with (folder / "etc" / "hosts").open("a") as hosts:
            hosts.write(f"127.0.0.1 localhost {NAME}\n")
        self.wait_for_boot()

    def boot(self) -> None:
        command = [*NSPAWN, "--resolv-conf=off", "--private-network", "-bD", self.folder]
        with self.console.open("a") as output:
            self.process = subprocess.Popen(
                [*command, f"--bind-ro={self.media}:/media"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=partial(enter_groups, self.groups),
            )

    def boot_again(self) -> None:
        """After a reboot: systemd-nspawn leaves it to who started it."""
        status = self.process.wait(120)
        if status != REBOOTED:
            raise Failed(f"systemd-nspawn ended with {status}: {self.console.read_text()[-500:]}")
        self.remove_groups()
        self.boot()

    def wait_for_boot(self) -> None:
        wait_until(self.has_booted, 180, f"the machine has started: {self.console.read_text()[-500:]}")

    def has_booted(self) -> bool:
        state = self.says("systemctl is-system-running") if self.first_process() else ""
        return state in ("running", "degraded")

    def first_process(self) -> str:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return children[0] if children else ""

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.remove_groups()

    def remove_groups(self) -> None:
        for group in self.groups:
            for folder, _below, _files in os.walk(group, topdown=False):
                os.rmdir(folder)

    # --- Lines in it -----------------------------------------------------------------------------------------------
    def command(self, lines: str, folder: str) -> list[str]:
        entered = ["nsenter", "-t", self.first_process(), "-m", "-u", "-i", "-n", "-p", "--root"]
        return [*entered, *CLEAN, "bash", "-euc", f"cd {folder}\n{lines}"]

    def try_lines(self, lines: str, folder: str = "/root") -> subprocess.CompletedProcess:
        command = self.command(lines, folder)
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)

    def says(self, lines: str, folder: str = "/root") -> str:
        """What they print, whatever the exit status."""
        return self.try_lines(lines, folder).stdout.strip()

    def run(self, lines: str, folder: str = "/root") -> str:
        """Show the lines, run them, return all they said; raise Failed where one of them fails."""
        note("".join(f"    {line}\n" for line in lines.strip().splitlines()).rstrip())
        done = self.try_lines(lines, folder)
        if done.returncode:
            raise Failed(f"exit status {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def dialogue(self, lines: str, answers: dict[str, str], folder: str = "/root") -> str:
        """Run lines at a terminal; a question that begins so gets its answer, any other an empty line."""
        note("".join(f"    {line}\n" for line in lines.strip().splitlines()).rstrip())
        process, terminal = pty.fork()
        if not process:
            os.execvp("nsenter", self.command(lines, folder))
        said = talk(terminal, answers)
        if status := os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
            raise Failed(f"exit status {status}:\n{said}")
        return said


def own_groups(name: str) -> list[Path]:
    """Control groups below ours for one machine: those that share one see, and end, each other's processes."""
    found = []
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _number, controllers, path = line.split(":", 2)
        if controllers in GROUPS:
            mounted = next(each for each in GROUPS[controllers] if each.exists())
            found.append(mounted / path.lstrip("/") / name)
    return found


def enter_groups(groups: list[Path]) -> None:
    for group in groups:
        group.mkdir()
        (group / "cgroup.procs").write_text(str(os.getpid()))


def talk(terminal: int, answers: dict[str, str]) -> str:
    said = ""
    while part := read_some(terminal):
        said += part
        question = said.rpartition("\n")[2].strip("\r")
        if question.endswith(": "):
            answer = next((each for words, each in answers.items() if question.startswith(words)), "")
            os.write(terminal, f"{answer}\n".encode())
            said += "\n"
    return said


def read_some(terminal: int) -> str:
    """What was said until a pause; "" at the end, which Linux reports as an error of the device."""
    try:
        time.sleep(0.3)
        return os.read(terminal, 100_000).decode(errors="replace")
    except OSError:
        return ""


class Maker:
    """Makes machines of one Debian in a folder that goes with them."""

    def __init__(self, suite: str, work: Path):
        self.suite, self.work, self.media = suite, work, work / "media"
        self.media.mkdir()
        self.archive = work / "debian.tar"
        self.machines: list[Machine] = []

    def fetch(self) -> None:
        """A minimal system and what every installed Debian has: an init."""
        include = "--include=ca-certificates,systemd-sysv,dbus"
        subprocess.run(["mmdebstrap", "--quiet", "--variant=minbase", include, self.suite, self.archive], check=True)

    def unpack(self, name: str) -> Path:
        folder = self.work / f"{self.suite}-{name}"
        folder.mkdir()
        subprocess.run(["tar", "-C", folder, "-xf", self.archive, "--exclude=./dev/*"], check=True)
        return folder

    def bundle(self) -> None:
        """By script/bundle, in a machine with a network and with the certificates of this one."""
        folder = self.unpack("bundling")
        subprocess.run(["cp", "-a", "/etc/ssl/certs/.", folder / "etc/ssl/certs"], check=True)
        binds = [f"--bind-ro={ROOT}:/source", f"--bind={self.media}:/out"]
        certificates = "--setenv=PIP_CERT=/etc/ssl/certs/ca-certificates.crt"
        command = [*NSPAWN, "--resolv-conf=copy-host", "-D", folder, *binds, certificates, "sh", "-euc", BUNDLING]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        shutil.rmtree(folder)

    def start(self, name: str) -> Machine:
        machine = Machine(self.unpack(name), self.media)
        self.machines.append(machine)
        return machine


@contextmanager
def maker(suite: str) -> Iterator[Maker]:
    with tempfile.TemporaryDirectory(prefix="danvan-machine-", dir="/var/tmp", ignore_cleanup_errors=True) as work:
        Path(work).chmod(0o755)
        made = Maker(suite, Path(work))
        try:
            yield made
        finally:
            for machine in made.machines:
                machine.end()
