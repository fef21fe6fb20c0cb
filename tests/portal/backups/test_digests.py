"""Values that both databases store differently have one digest; values that differ have two."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from portal.backups.digests import TableDigest, differences, digest_rows, normalised
from portal.backups.retention import superfluous

VIETNAM = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("sqlite", "postgresql"),
    [
        (1, True),
        (0, False),
        ("2026-11-27 01:30:00", datetime(2026, 11, 27, 8, 30, tzinfo=VIETNAM)),
        ("2026-11-27 01:30:00.000120", datetime(2026, 11, 27, 1, 30, 0, 120, tzinfo=UTC)),
        ("2026-11-27", date(2026, 11, 27)),
        ("07:30:00", time(7, 30)),
        (12, Decimal("12.0000")),
        (12.5, Decimal("12.5000")),
        (1200, Decimal("1200.0000")),
        (0, Decimal("0.0000")),
        ('{"b": [1, 2.50], "a": "\\u0110\\u1ea3ng"}', {"a": "Đảng", "b": [1, 2.5]}),
        ("[]", []),
        (None, None),
        ("Đảng", "Đảng"),
        ("[chưa rõ", "[chưa rõ"),
    ],
)
def test_what_one_database_stores_is_what_the_other_stores(sqlite, postgresql):
    assert normalised(sqlite) == normalised(postgresql)


@pytest.mark.parametrize(("one", "other"), [("1", 1), ("", None), ("a", "a "), ([1, 2], [2, 1]), ("null", None)])
def test_what_differs_stays_different(one, other):
    assert normalised(one) != normalised(other)


def test_a_table_is_the_same_whatever_the_order_of_its_rows():
    assert digest_rows("ab", [(1, 2), (3, 4)]) == digest_rows("ab", [(3, 4), (1, 2)])


@pytest.mark.parametrize(
    ("columns", "rows"),
    [("ab", [(1, 2)]), ("ab", [(1, 2), (3, 5)]), ("ab", [(1, 4), (3, 2)]), ("ac", [(1, 2), (3, 4)])],
)
def test_a_row_less_a_value_another_or_a_column_renamed_is_seen(columns, rows):
    assert digest_rows(columns, rows) != digest_rows("ab", [(1, 2), (3, 4)])


def test_tables_that_only_one_database_has_differ():
    one, other = TableDigest(1, "1"), TableDigest(1, "2")
    assert differences({"a": one, "b": one, "c": one}, {"a": one, "b": other, "d": one}) == ["b", "c", "d"]


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_a_backup_a_day_and_one_a_month_stay():
    there = [
        "2026-08-01",
        "2026-08-31",
        "2026-09-30",
        "2026-11-25",
        "2026-11-26T01:00",
        "2026-11-26T23:00",
        "2026-11-27",
    ]
    removed = superfluous(map(at, there), days=2, months=2)
    assert removed == set(map(at, ["2026-08-01", "2026-08-31", "2026-11-25", "2026-11-26T01:00"]))


def test_a_clock_put_forward_for_a_night_removes_no_more_than_a_night_does():
    there = [at("2026-11-01") + timedelta(days=n) for n in range(14)]
    assert superfluous([*there, at("2036-11-15")], days=14, months=1) == {there[0]}


def test_the_newest_stays_in_any_case():
    assert superfluous([at("2026-11-26"), at("2026-11-27")], days=0, months=0) == {at("2026-11-26")}
