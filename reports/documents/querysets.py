"""Scope of outgoing documents: drafts inside; published ones for the inspected side and viewers."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.people.models import User
from inspections.delegations.querysets import now_member
from inspections.models import Campaign, Inspection
from reports.documents.states import DocumentState
from workflow.records.querysets import StatefulQuerySet


def _document_rows():
    from reports.documents.models import Document  # which names its queryset here

    return Document._default_manager


class DocumentQuerySet(StatefulQuerySet):
    def inside(self, user: User) -> Self:
        return self.filter(self._inside(user))

    def _inside(self, user) -> Q:
        """Return the condition for papers of inspections on whose inside the user is, of campaigns of own bodies, and
        about a delegation that the user is a member of today.
        """
        of_campaign = Q(campaign__in=Campaign.objects.inside(user)) | now_member(user, "delegation")
        return Q(inspection__in=Inspection.objects.inside(user)) | Q(inspection__isnull=True) & of_campaign

    def visible_to(self, user: User) -> Self:
        """Return all papers inside; outside those that are published and not internal, of what the user sees: of
        decisions on delegations, those on the delegations of these inspections.
        """
        inspections = Inspection.objects.outside(user)
        its_own = Q(delegation__isnull=True) | Q(delegation__in=inspections.order_by().values("delegation"))
        of_campaign = Q(inspection__isnull=True, campaign__in=Campaign.objects.visible_to(user)) & its_own
        seen = Q(inspection__in=inspections) | of_campaign
        published = Q(state=DocumentState.PUBLISHED, is_internal=False)
        return self.filter(self._inside(user) | seen & published)


class OfDocumentQuerySet(models.QuerySet):
    """Texts in a document's slots: visible inside."""

    def visible_to(self, user: User) -> Self:
        return self.filter(document__in=_document_rows().inside(user))


class OfOfficeQuerySet(models.QuerySet):
    """Templates and number registers: of the user's own inspecting bodies."""

    path = "organization"

    def visible_to(self, user: User) -> Self:
        if user.is_administrator:
            return self.all()
        return self.filter(**{f"{self.path}__in": user.reach.board})


def files_of_documents(user: User) -> list[Q]:
    """Return the conditions for the issued and the signed files of documents that the user may see: registered in
    ReportsConfig.ready.
    """
    seen = _document_rows().visible_to(user).order_by()
    return [Q(pk__in=seen.values("pdf")), Q(pk__in=seen.values("signed_file"))]
