"""Scope of the catalogues."""

from typing import Self

from django.db import models

from accounts.people.models import User
from workflow.records.querysets import SearchableQuerySet


def may_see_catalogues(user: User) -> bool:
    return user.is_administrator or bool(user.reach.board)


class CatalogueQuerySet(models.QuerySet):
    """Criteria, sets, models of mobilisation: visible to inspecting bodies and administrators."""

    def visible_to(self, user: User) -> Self:
        return self.all() if may_see_catalogues(user) else self.none()


class SearchableCatalogueQuerySet(CatalogueQuerySet, SearchableQuerySet):
    pass
