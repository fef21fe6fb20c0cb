"""Whether the code of an earlier release can work on the database as it is now."""

from django.db import connections
from django.db.migrations import Migration
from django.db.migrations import operations as known_operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

from ground.upgrades.checks import Names, applied

# Earlier code neither reads nor writes what these add.
HARMLESS = (
    known_operations.CreateModel,
    known_operations.AddIndex,
    known_operations.RemoveIndex,
    known_operations.RenameIndex,
    known_operations.AlterModelOptions,
    known_operations.AlterModelManagers,
)


def in_the_way(known_before: Names, alias: str = "default") -> Names:
    """Return the applied migrations after which code that knows only `known_before` wouldn't work."""
    loader = MigrationLoader(connections[alias])
    later = applied(alias) - known_before
    return {name for name in later if name not in loader.disk_migrations or not is_compatible(name, loader)}


def is_compatible(name: tuple[str, str], loader: MigrationLoader) -> bool:
    """Tell whether earlier code works after it: its author says so with `is_compatible = True`, or it only adds what
    may be empty and alters what the database doesn't notice.
    """
    migration = loader.disk_migrations[name]
    if getattr(migration, "is_compatible", False):
        return True
    return all_are_harmless(migration, loader.project_state(name, at_end=False))


def all_are_harmless(migration: Migration, before: ProjectState) -> bool:
    return all(is_harmless(each, migration.app_label, before) for each in migration.operations)


def is_harmless(operation: Operation, app: str, before: ProjectState) -> bool:
    if isinstance(operation, known_operations.AddField):
        field = operation.field
        return field.many_to_many or field.null or field.has_db_default()
    if isinstance(operation, known_operations.AlterField):
        model = before.models.get((app, operation.model_name_lower))
        old = model and model.fields.get(operation.name)
        return old is not None and in_the_database(old) == in_the_database(operation.field)
    return isinstance(operation, HARMLESS)


def in_the_database(field: Field) -> tuple:
    """Return what of a field the database knows: neither its words nor its choices."""
    _name, path, arguments, options = field.deconstruct()
    return path, arguments, {name: option for name, option in options.items() if name not in field.non_db_attrs}
