"""For migrations: writes `search_text` anew after a change of the folding."""

from collections.abc import Callable
from functools import partial

from django.db import migrations, models

from ground.text import fold_for_search

BATCH = 1000


def refold(app: str, *names: str, words: Callable[[models.Model], str] | None = None) -> migrations.RunPython:
    """Return an operation that folds the stored words of these models anew; `words` returns a row's words where the
    stored ones don't suffice.
    """
    return migrations.RunPython(partial(_refold, app, names, words), migrations.RunPython.noop, elidable=False)


def _refold(app, names, words, apps, schema_editor) -> None:
    for name in names:
        rows = apps.get_model(app, name)._base_manager.using(schema_editor.connection.alias)
        batch = []
        for row in rows.iterator(BATCH):
            folded = fold_for_search(words(row) if words else row.search_text)
            if folded != row.search_text:
                row.search_text = folded
                batch.append(row)
            if len(batch) == BATCH:
                rows.bulk_update(batch, ["search_text"])
                batch = []
        rows.bulk_update(batch, ["search_text"])
