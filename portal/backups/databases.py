"""What a backup needs of a database, whichever it is: a consistent copy, one built beside, and the switch between."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from portal.backups.digests import TableDigest

Migration = tuple[str, str]  # app, name


@dataclass(frozen=True)
class Contents:
    """What a database holds: its tables, the migrations that made them, the keys of files that its rows name; `server`:
    the version of the database itself.
    """

    tables: dict[str, TableDigest]
    migrations: set[Migration]
    file_keys: set[str] = field(default_factory=set)
    server: str = ""


class Database(Protocol):
    """A database of the portal: `vendor` as Django names it, `file` the name of its copy in a backup."""

    vendor: str
    file: str

    def dump(self, path: Path) -> Contents:
        """Write a copy of one instant, and return what it holds."""
        ...

    def contents(self) -> Contents: ...

    def migrations(self) -> set[Migration]:
        """Return what it has been through, nothing where it is empty; the code may know less after deploy/go_back."""
        ...

    def has_portal(self) -> bool:
        """Tell whether somebody's portal is in it: accounts or bodies."""
        ...

    def refuse_if_used(self) -> None:
        """Raise Refused while other processes have it open."""
        ...

    def fill_beside(self, path: Path) -> "Database":
        """Build a database beside this one from a copy, and return it. Raises Refused; this one isn't touched."""
        ...

    def drop(self) -> None: ...

    def replace_by(self, beside: "Any", stamp: str) -> "Database":
        """Give the name of this database to the one beside at once; return this one under its new name."""
        ...


def database_in_use() -> Database:
    return database_of(settings.DATABASES["default"])


def database_of(configuration: dict[str, Any]) -> Database:
    """Return the database that Django's configuration names."""
    from portal.backups.postgresql import Postgresql
    from portal.backups.sqlite import Sqlite

    if configuration["ENGINE"] == "django.db.backends.sqlite3":
        return Sqlite(Path(configuration["NAME"]))
    return Postgresql.from_configuration(configuration)


def migrations_of_code() -> set[Migration]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
