"""What the walk over all addresses need not find out anew at each of its 20,000 visits.

Who a reader is: an account is looked up again as soon as a table of accounts/ has been written to, until then each
request gets a copy of its own. What the PDF engine makes of a page: equal pages have equal PDFs.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, Q, QuerySet

from accounts.models import User
from accounts.sign_in.backends import NameBackend
from reports.documents.press import process

READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Accounts:
    """Accounts with what they reach, as `look_up` finds them; what may yet be rolled back isn't remembered."""

    def __init__(self, look_up: Callable):
        self._look_up, self._found, self._unsettled = look_up, {}, None
        self._tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("accounts.")]

    def get_user(self, backend: NameBackend, key: int) -> User | None:
        if key not in self._found:
            user = self._look_up(backend, key)
            if user is None or self._unsettled in connection.savepoint_ids:
                return user
            self._found[key] = pickle.dumps(user)
        return pickle.loads(self._found[key])

    def watch(self, execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        """Forget all accounts when one of their tables is written to."""
        if not sql.lstrip().startswith(READS) and any(table in sql for table in self._tables):
            self._found.clear()
            self._unsettled = next(iter(connection.savepoint_ids), self)
        return execute(sql, params, many, context)


def get_narrow_first(get: Callable) -> Callable:
    """Return QuerySet.get as it is, but that a row with joined tables is first looked for without its hundred columns:
    most visits are of strangers, who find none.
    """

    def get_one(rows: QuerySet, *conditions: Q, **values: object) -> Model:
        if not rows.query.select_related:
            return get(rows, *conditions, **values)
        found = rows.filter(*conditions, **values)
        if not found.exists():
            raise rows.model.DoesNotExist
        return get(found)

    return get_one


@contextmanager
def remembering() -> Iterator[None]:
    accounts = Accounts(NameBackend.get_user)
    with pytest.MonkeyPatch.context() as patched, connection.execute_wrapper(accounts.watch):
        patched.setattr(NameBackend, "get_user", lambda backend, key: accounts.get_user(backend, key))
        patched.setattr(QuerySet, "get", get_narrow_first(QuerySet.get))
        patched.setattr(process, "_made_apart", cache(process._made_apart))
        yield
