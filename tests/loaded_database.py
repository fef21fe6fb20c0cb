"""The country and the demo, built once for each state of the code that fills them, and copied for whoever needs them.

What was built lies in `var/tests/`, in folders named after the state of the code. On PostgreSQL the databases are
templates in the running cluster and only the files of the demo lie there, beside the whole cluster, which `script/test`
saves.

    python -m tests.loaded_database cluster     prints where that cluster lies, once it is saved
    python -m tests.loaded_database build       builds in the database of DATABASE_URL
"""

import fcntl
import functools
import hashlib
import io
import os
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "var" / "tests"
APPS = ["accounts", "danvan", "ground", "inspections", "localities", "portal", "reports", "workflow"]
FILLING = {".py", ".csv", ".json"}
# What only shows or takes what is typed fills nothing.
SCREENS = {"admin", "exchange", "forms", "help", "listing", "listings", "panels", "resources", "urls", "views"}
SCREENS |= {"backups", "backup", "restore", "rehearse", "move_database", "server", "check_server"}
A_DAY = 24 * 60 * 60
TABLES, COUNTRY, DEMO = "tables", "country", "demo"  # each stands on the one before it


@functools.cache
def key() -> str:
    """Hash the libraries and the code that fill a database: migrations, data, demo and all that they may call."""
    digest = hashlib.sha256()
    for path in [ROOT / "requirements.txt", ROOT / "tests" / "quick_hashes.py", Path(__file__), *_filling_code()]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _filling_code():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            words = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
            if path.suffix in FILLING and not words & SCREENS:
                yield path


# --- Building ------------------------------------------------------------------------------------------------------
def build() -> Path:
    """Return the folder of the built database; make it first where it is missing. Needs the tests' settings."""
    BUILT.mkdir(parents=True, exist_ok=True)
    folder = BUILT / f"{_database_server()}-{key()}"
    with _locked(BUILT / f"{_database_server()}.lock"):
        if not ((folder / "whole").exists() and _is_there()):
            _forget_older()
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            _fill(folder)
            (folder / "whole").touch()
    return folder


def _is_there():
    """Whether the templates are in the cluster; a copy of an older one may have been where they were built."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return True
    return bool(_in_cluster(f"SELECT count(*) FROM pg_database WHERE datname = '{_template(DEMO)}'"))


def _database_server():
    """Name what a built database belongs to: a cluster of PostgreSQL and its copies have the same number."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return "sqlite"
    return f"postgresql-{_in_cluster('SELECT system_identifier FROM pg_control_system()')}"


@contextmanager
def _locked(path):
    """Only one of several processes builds; the others wait and find it built."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_older():
    """Remove what was built a day ago and longer, so that var/ doesn't grow; a run beside this one may use the rest."""
    for older in BUILT.glob("*-*"):
        if older.is_dir() and older.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(older, ignore_errors=True)


def _fill(folder):
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import override_settings

    used = connection.settings_dict["NAME"]
    _open_new(folder, TABLES)
    call_command("migrate", verbosity=0)
    _open_new(folder, COUNTRY, source=TABLES)
    call_command("import_localities", stdout=io.StringIO())
    _open_new(folder, DEMO, source=COUNTRY)
    with override_settings(DEBUG=True):  # Django's test runner has switched it off, the demo asks for it
        call_command("load_demo", stdout=io.StringIO())
    connection.close()
    connection.settings_dict["NAME"] = used
    shutil.copytree(settings.FILES_DIR, folder / "files", dirs_exist_ok=True)
    shutil.rmtree(settings.FILES_DIR)


def _open_new(folder, stage, source=None):
    """Make the database of that stage, empty or from another stage's, and connect to it."""
    from django.db import connection

    connection.close()
    if connection.vendor == "sqlite":
        if source:
            shutil.copyfile(folder / f"{source}.sqlite3", folder / f"{stage}.sqlite3")
        connection.settings_dict["NAME"] = str(folder / f"{stage}.sqlite3")
    else:
        _in_cluster(f'DROP DATABASE IF EXISTS "{_template(stage)}" WITH (FORCE)')
        _in_cluster(f'CREATE DATABASE "{_template(stage)}" TEMPLATE "{_template(source) if source else "template1"}"')
        connection.settings_dict["NAME"] = _template(stage)


# --- Copies --------------------------------------------------------------------------------------------------------
def copy(folder: Path, name: str, stage: str | None = DEMO) -> str:
    """Make a database of one's own in that data folder and return its address; `stage` None: an empty one.

    `name` must be free in PostgreSQL's cluster.
    """
    from django.db import connection

    built = build() if stage else None
    if stage == DEMO:
        shutil.copytree(built / "files", folder / "files", dirs_exist_ok=True)
    if connection.vendor == "sqlite":
        own = folder / "danvan.sqlite3"
        if stage:
            shutil.copyfile(built / f"{stage}.sqlite3", own)
        return f"sqlite:///{own}"
    _in_cluster(f'CREATE DATABASE "{name}" TEMPLATE "{_template(stage) if stage else "template1"}"')
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def drop(name: str) -> None:
    """Remove a copy from PostgreSQL's cluster; SQLite's goes with its folder."""
    _in_cluster(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _template(stage):
    return f"{stage}_{key()}"


def _in_cluster(statement):
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


if __name__ == "__main__":
    if sys.argv[1] == "cluster":
        print(BUILT / f"cluster-{key()}")
    else:
        from tests import conftest  # noqa: F401  chooses the settings

        build()
