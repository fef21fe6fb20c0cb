"""Scope of the lines in books of incoming papers: of the user's own inspecting bodies."""

from typing import Self

from accounts.people.models import User
from workflow.records.querysets import SearchableQuerySet, holding


class ArrivalQuerySet(SearchableQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(organization__in=user.reach.board)

    def search(self, words: str) -> Self:
        """Return the lines that contain every word of `words` themselves, or whose paper does."""
        return self.filter(holding(words) | holding(words, "paper__search_text"))
