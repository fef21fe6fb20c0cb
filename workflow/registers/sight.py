"""Which of a register's rows the user may see: a record that a cell refers to has a scope of its own."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

CHUNK = 1000


class Sight:
    """The visible rows of one user; each row is looked up once."""

    def __init__(self, user: AbstractBaseUser) -> None:
        self.user = user
        self._seen: dict[tuple[type, int], bool] = {}

    def look(self, model: type, pks: Iterable[int]) -> None:
        """Look up which of these rows the user may see, all at once; none of a table without a scope."""
        unseen = sorted({pk for pk in pks if (model, pk) not in self._seen})
        rows = model._default_manager
        for start in range(0, len(unseen), CHUNK):
            chunk = unseen[start : start + CHUNK]
            seen = rows.visible_to(self.user).filter(pk__in=chunk) if hasattr(rows, "visible_to") else rows.none()
            found = set(seen.order_by().values_list("pk", flat=True))
            self._seen |= {(model, pk): pk in found for pk in chunk}

    def look_at(self, records: Iterable[Model]) -> None:
        by_model = {}
        for record in records:
            by_model.setdefault(type(record), set()).add(record.pk)
        for model, pks in by_model.items():
            self.look(model, pks)

    def sees(self, record: Model) -> bool:
        """Tell whether the user may see the record; one that isn't stored yet is the user's own."""
        return record.pk is None or self.sees_key(type(record), record.pk)

    def sees_key(self, model: type, pk: int) -> bool:
        self.look(model, [pk])
        return self._seen[model, pk]
