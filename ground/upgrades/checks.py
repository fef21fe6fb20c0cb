"""Whether this code may migrate a database, judged by the migrations that the database has recorded."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

Names = set[tuple[str, str]]  # (app, name) of migrations


@register(Tags.database)
def upgrade_check(app_configs: Sequence[AppConfig] | None, databases: list[str] | None = None, **kwargs) -> list:
    """Stop `migrate`, which runs this check first, where the database is too old for this code or isn't ours."""
    return [error for alias in databases or [] for error in refusals(alias)]


def refusals(alias: str) -> list[CheckMessage]:
    """Return an error where the database has tables but not all of `settings.OLDEST_UPGRADE`."""
    connection = connections[alias]
    missing = set(settings.OLDEST_UPGRADE) - set(MigrationRecorder(connection).applied_migrations())
    if not missing or not connection.introspection.table_names():
        return []
    words = _("Cơ sở dữ liệu quá cũ đối với bản này, hoặc không phải của cổng; còn thiếu: %s.")
    hint = _("Cập nhật lên một bản trung gian trước: xem “For servers” trong CHANGELOG.md. Chưa thay đổi gì.")
    return [Error(words % ", ".join(written(missing)), hint=hint, id="danvan.E002")]


def known(alias: str = "default") -> Names:
    """Return all migrations of this code."""
    return set(MigrationLoader(connections[alias], ignore_no_migrations=True).disk_migrations)


def applied(alias: str = "default") -> Names:
    return set(MigrationRecorder(connections[alias]).applied_migrations())


def written(names: Names) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in names)


def read(text: str) -> Names:
    """Return the names in such lines, one a line."""
    return {(app, name) for app, _dot, name in (line.strip().partition(".") for line in text.split())}
