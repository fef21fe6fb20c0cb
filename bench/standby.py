"""The standby of bench.nodes: a copy of the cluster that follows it by streaming, on a machine of its own, and what
befalls that machine while sheets are read from it.
"""

import subprocess
import time
from pathlib import Path

PORT = 5432
HARMS = ["killed", "cut off", "paused"]
SECONDS = 20  # for which it is cut off or paused
SLOT = "standby"  # so that the cluster holds what the standby lacks while it is away
PROGRAMS = Path("/usr/lib/postgresql")
READING = """
SELECT count(*) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%FROM "%'
"""
READ = "SELECT sum(seq_scan + idx_scan) FROM pg_stat_user_tables WHERE relname = 'inspections_inspection'"


class Standby:
    """`machine`: a bench.nodes.Machine that runs nothing yet. `befell`: what happened to it, in order; `scans`: how
    often the table of inspections was read on it.
    """

    def __init__(self, machine) -> None:
        self.machine, self.befell, self.scans = machine, [], 0
        self.url = f"postgres://postgres@{machine.address}:{PORT}/danvan"

    def start(self) -> None:
        from django.db import connection

        folder, host = self.machine.data, connection.get_connection_params()["host"]
        folder.parent.chmod(0o711)  # the user postgres goes through it
        subprocess.run(["/bin/chown", "postgres:", folder], check=True)
        copy = ["-h", host, "-U", "postgres", "-D", folder / "db", "-R", "-C", "-S", SLOT, "-c", "fast", "--no-sync"]
        subprocess.run([*as_postgres("pg_basebackup"), *copy], cwd="/", check=True)
        with (folder / "db/pg_hba.conf").open("a") as rules:
            rules.write("host all all samenet trust\n")
        served = [f"listen_addresses={self.machine.address}", f"unix_socket_directories={folder}", "fsync=off"]
        self.machine.start([*as_postgres("postgres"), "-D", folder / "db", *(f"-c{each}" for each in served)])

    def befall(self, harm: str) -> None:
        """Let it happen amid a sheet that is read; after a fault all web processes do without it for a while."""
        self._await_reader()
        self.count_scans()
        {"killed": self.machine.kill, "cut off": self._cut_off, "paused": self._pause}[harm]()
        self.befell.append(harm)

    def is_back(self) -> bool:
        return self._ask("SELECT 1") == 1

    def _await_reader(self) -> None:
        from ground.shared.replica import REST_SECONDS

        until = time.monotonic() + REST_SECONDS + 15
        while not self._ask(READING) and time.monotonic() < until:
            time.sleep(0.005)

    def count_scans(self) -> None:
        """Add what was read since it came back: its statistics end with it."""
        self.scans += self._ask(READ)

    def _cut_off(self) -> None:
        """Nothing says goodbye: packets go nowhere, as when the current fails."""
        end = f"dv-{self.machine.name}"
        subprocess.run(["/sbin/ip", "link", "set", end, "down"], check=True)
        time.sleep(SECONDS)
        subprocess.run(["/sbin/ip", "link", "set", end, "up"], check=True)

    def _pause(self) -> None:
        self._ask("SELECT 1 FROM pg_wal_replay_pause()")
        time.sleep(SECONDS)
        self._ask("SELECT 1 FROM pg_wal_replay_resume()")

    def _ask(self, query: str) -> int:
        """Return the number that is found; 0 where nobody answers. By its socket, which needs no network."""
        import psycopg

        try:
            with psycopg.connect(host=str(self.machine.data), user="postgres", dbname="danvan") as connection:
                return int(connection.execute(query).fetchone()[0] or 0)
        except psycopg.OperationalError:
            return 0


def as_postgres(program: str) -> list:
    path = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda found: int(found.parts[4]))[-1]
    return ["runuser", "-u", "postgres", "--", path]
