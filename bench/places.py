"""The import of the country, per row, against a resource that django-import-export makes of the table by itself."""

from django.conf import settings
from django.db import transaction
from import_export.resources import modelresource_factory

from bench.clock import command, ms
from localities.models import LocalitySpell

ROWS = 27_232  # 13,205 + 3,366 spells and 10,661 links
STOCK_ROWS = 1500


def measures():
    settings.DEBUG = False
    ours = ms(command("import_localities")) / ROWS
    stock = stock_ms() / STOCK_ROWS
    yield {"name": "country import, a row", "ms": round(ours, 3), "ratio": round(ours / stock, 3), "at_most": 0.25}
    yield {"name": "stock resource, a row", "ms": round(stock, 3)}
    yield {"name": "country import again, all", "ms": round(ms(command("import_localities")))}


def stock_ms() -> float:
    """The same spells taken out and put in again by the stock resource; nothing of it stays."""
    resource = modelresource_factory(LocalitySpell)()
    keys = list(LocalitySpell.objects.filter(level=3).order_by("-pk").values_list("pk", flat=True)[:STOCK_ROWS])
    table = resource.export(LocalitySpell.objects.filter(pk__in=keys))
    with transaction.atomic():
        LocalitySpell.objects.filter(pk__in=keys).delete()
        spent = ms(lambda: resource.import_data(table, raise_errors=True, use_transactions=False))
        transaction.set_rollback(True)
    return spent
