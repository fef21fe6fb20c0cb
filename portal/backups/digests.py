"""Compares databases row for row, also a SQLite database with one of PostgreSQL.

It needs no models, so that a copy made by an older version can be compared too. Values are normalised to what SQLite
stores: instants in UTC, numbers without trailing zeros, JSON with sorted keys.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

RANGE = 1 << 256
MAY_BE_JSON = ("{", "[", '"')
QUOTED = json.JSONEncoder(ensure_ascii=False).encode  # one encoder: each row has dozens of texts


@dataclass(frozen=True)
class TableDigest:
    """How many rows a table has, and a hash of its columns and of all rows, whatever their order."""

    rows: int
    digest: str


def digest_rows(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> TableDigest:
    """Return the digest of rows with these columns. The hashes of the rows are summed up: databases sort texts in
    different orders, and a table need not have a key.
    """
    total, n = _hash(",".join(columns)), 0
    for row in rows:
        total = (total + _hash(",".join(map(normalised, row)))) % RANGE
        n += 1
    return TableDigest(n, f"{total:064x}")


def differences(expected: dict[str, TableDigest], found: dict[str, TableDigest]) -> list[str]:
    """Return the names of tables that aren't the same in both, sorted; [] where all are."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def normalised(value: object) -> str:
    """Return the value as both databases can mean it: texts in quotation marks, numbers without."""
    if type(value) is str:  # most are
        return QUOTED(_json_or_text(value))
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return _number(value)
    return QUOTED(_text(value))


def _number(value: float | Decimal) -> str:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    return format(number.normalize(), "f") if number else "0"


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(value, date | time):
        return str(value)
    if isinstance(value, dict | list):
        return _sorted_json(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return _json_or_text(str(value))


def _json_or_text(text: str) -> str:
    """Return JSON with sorted keys; a text that only begins like JSON stays as it is, in both databases."""
    if not text.startswith(MAY_BE_JSON):
        return text
    try:
        return _sorted_json(json.loads(text))
    except ValueError:
        return text


def _sorted_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
