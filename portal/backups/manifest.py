"""What lies in the folder of a backup: manifest.json, SHA256SUMS, the database's copy and files/.

SHA256SUMS has the format of sha256sum(1), so that `sha256sum -c SHA256SUMS` checks a backup without the portal.
"""

import json
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.backups.databases import Contents, Migration
from portal.backups.digests import TableDigest
from portal.backups.refusals import Refused

FORMAT = 1
MANIFEST, SUMS, FILES = "manifest.json", "SHA256SUMS", "files"


@dataclass(frozen=True)
class Manifest:
    """`server`: the version of the database itself; `missing_files`: those that rows name and that were lost already
    when the backup was made.
    """

    made_at: datetime
    version: str
    vendor: str
    server: str
    migrations: set[Migration]
    tables: dict[str, TableDigest]
    files: int
    files_bytes: int
    missing_files: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, contents: Contents, vendor: str, made_at: datetime, files: int, size: int, missing: list[str]
    ) -> "Manifest":
        known = {"version": version_of_code(), "vendor": vendor, "server": contents.server}
        rows = {"migrations": contents.migrations, "tables": contents.tables}
        return cls(made_at=made_at, **known, **rows, files=files, files_bytes=size, missing_files=missing)

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **vars(self)}, default=_plain, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(f"{text}\n")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises Refused where there is none that this version of the portal can read."""
        try:
            found = json.loads((folder / MANIFEST).read_text())
        except (OSError, ValueError) as fault:
            raise Refused(_("Không phải bản sao lưu của cổng: %s") % folder) from fault
        if found.pop("format", None) != FORMAT:
            raise Refused(_("Bản sao lưu này có dạng mà phiên bản đang cài không đọc được; cài bản mới hơn của cổng."))
        found["made_at"] = datetime.fromisoformat(found["made_at"])
        found["migrations"] = {(app, name) for app, name in found["migrations"]}
        found["tables"] = {name: TableDigest(**digest) for name, digest in found["tables"].items()}
        return cls(**found)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return sorted(value) if isinstance(value, set) else vars(value)


def version_of_code() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def write_sums(folder: Path, sums: dict[str, str]) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    (folder / SUMS).write_text("".join(lines))


def read_sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a backup by its path in it. Raises Refused where the list is missing."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except OSError as fault:
        raise Refused(_("Không phải bản sao lưu của cổng: %s") % folder) from fault
    return {name: digest for digest, _blank, name in (line.partition("  ") for line in lines)}
