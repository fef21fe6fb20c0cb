"""Scope of the numbers in registers: of the user's own inspecting bodies."""

from typing import Self

from django.db import models

from accounts.people.models import User


class OfRegisterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Return the numbers of the user's inspecting bodies: what papers are about is nothing for administrators."""
        return self.filter(register__organization__in=user.reach.board)
