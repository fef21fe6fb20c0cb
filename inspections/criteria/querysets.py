"""The trade's common words, for those who work with them."""

from django.db import models

from workflow.records.querysets import SearchableQuerySet


def may_see_catalogues(user) -> bool:
    return user.is_administrator or bool(user.reach.board)


class CatalogueQuerySet(models.QuerySet):
    """Criteria, sets, models of mobilisation: the trade's common words, for those who work with them."""

    def visible_to(self, user):
        return self.all() if may_see_catalogues(user) else self.none()


class SearchableCatalogueQuerySet(CatalogueQuerySet, SearchableQuerySet):
    pass
