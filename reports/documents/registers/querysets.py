"""Scope of the numbers in registers: of the user's own inspecting bodies."""

from typing import Self

from django.db.models import F

from accounts.people.models import User
from workflow.records.querysets import SearchableQuerySet


class OfRegisterQuerySet(SearchableQuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the numbers of the user's inspecting bodies: what papers are about is nothing for administrators."""
        return self.filter(register__organization__in=user.reach.board)

    def with_facts_of_the_book(self) -> Self:
        """Return the numbers with what the office's book says of their papers: `own_about`, `signers`, `recipients`,
        `archive`, each as the facts of the document hold it, None without one. The rest of the facts, which can be
        long, isn't read.
        """
        rows = self.select_related("register", "document").defer("document__facts", "document__html", "search_text")
        facts = {name: F(f"document__facts__{name}") for name in ("signers", "recipients", "archive")}
        return rows.annotate(own_about=F("document__facts__about"), **facts)
