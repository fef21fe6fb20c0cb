"""Scope of outgoing documents: drafts inside; published ones for the inspected side and viewers."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.people.models import User
from inspections.models import Campaign, Inspection
from reports.documents.states import DocumentState


class DocumentQuerySet(models.QuerySet):
    def inside(self, user: User) -> Self:
        return self.filter(self._inside(user))

    def _inside(self, user) -> Q:
        whole_campaign = Q(inspection__isnull=True, campaign__in=Campaign.objects.inside(user))
        return Q(inspection__in=Inspection.objects.inside(user)) | whole_campaign

    def visible_to(self, user: User) -> Self:
        outside = Q(inspection__in=Inspection.objects.outside(user), state=DocumentState.PUBLISHED, is_internal=False)
        return self.filter(self._inside(user) | outside)


class OfDocumentQuerySet(models.QuerySet):
    """Texts in a document's slots: visible inside."""

    def visible_to(self, user: User) -> Self:
        return self.filter(document__inspection__in=Inspection.objects.inside(user))


class OfOfficeQuerySet(models.QuerySet):
    """Templates and number registers: of the user's own inspecting bodies."""

    path = "organization"

    def visible_to(self, user: User) -> Self:
        if user.is_administrator:
            return self.all()
        return self.filter(**{f"{self.path}__in": user.reach.board})
