"""Scope of questions: that of their report."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.people.models import User
from inspections.scope import built_once
from reports.submissions.models import Dossier


class QuestionQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(dossier__in=Dossier.objects.visible_to(user))

    def waiting(self) -> Self:
        """Return the questions after which nobody has answered."""
        later = self.model._default_manager.filter(dossier=OuterRef("dossier"), is_answer=True, pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), is_answer=False)
