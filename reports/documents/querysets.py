"""Scope of outgoing documents: drafts inside; published ones for the inspected side and viewers."""

from functools import reduce
from operator import or_
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from accounts.people.models import User
from inspections.campaigns.querysets import has_acting_body, is_running
from inspections.campaigns.states import CAMPAIGN_OVER
from inspections.delegations.querysets import now_member
from inspections.inspections.querysets import has_role
from inspections.models import Campaign, Inspection
from inspections.scope import built_once, prepared
from reports.documents.states import DocumentState
from workflow.models import Event
from workflow.records.querysets import StatefulQuerySet

# The states in which somebody's act is next, in the order of `waiting_for`.
WAITING = [DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.ISSUED, DocumentState.SIGNED]


def _document_rows():
    from reports.documents.models import Document  # which names its queryset here

    return Document._default_manager


class DocumentQuerySet(StatefulQuerySet):
    @built_once
    def inside(self, user: User) -> Self:
        return self.filter(self._inside(user))

    def _inside(self, user) -> Q:
        """Return the condition for papers of inspections on whose inside the user is, of campaigns of own bodies, and
        about a delegation that the user is a member of today.
        """
        of_campaign = Q(campaign__in=Campaign.objects.inside(user)) | now_member(user, "delegation")
        return Q(inspection__in=Inspection.objects.inside(user)) | Q(inspection__isnull=True) & of_campaign

    @built_once
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

    def public(self) -> Self:
        """Return the papers that anybody may look up by their code: published ones, and those that were published
        before another replaced them; internal ones never are.
        """
        publishing = Event.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk"), act="publish"
        )
        was_published = Q(state=DocumentState.PUBLISHED) | Q(state=DocumentState.REPLACED) & Exists(publishing)
        return self.filter(was_published, is_internal=False)

    def waiting_for(self, user: User) -> Self:
        """Return the papers that wait for the user, with what for as `waiting`: "submit" (a draft that has its number
        already), "issue", "sign" (issued: the signed file, or publishing), "publish".
        """
        staff, leader, head = (_has_role(user, role) for role in ("staff", "leader", "head"))
        issuer = Q(issuer_role="leader") & leader | Q(issuer_role="head") & head
        whose = {
            "submit": Q(state=DocumentState.DRAFT, taken_number__isnull=False) & staff,
            "issue": Q(state=DocumentState.SUBMITTED) & issuer,
            "sign": Q(state=DocumentState.ISSUED, is_internal=False) & (staff | issuer),
            "publish": Q(state=DocumentState.SIGNED, is_internal=False) & (staff | issuer),
        }
        states = zip(WAITING, whose, strict=True)
        waiting = Case(*(When(state=state, then=Value(name)) for state, name in states), output_field=CharField())
        return self.filter(reduce(or_, whose.values())).annotate(waiting=waiting)


def _has_role(user: User, role: str) -> Q:
    """Return the condition for papers in whose inspection or campaign the user has the role, while these go on."""
    of_inspection = Q(inspection__in=prepared(user, ("going on", Inspection, role), lambda: _running_as(user, role)))
    if role == "head":
        return of_inspection
    own = prepared(user, ("going on", Campaign, role), lambda: _campaigns_as(user, role))
    return of_inspection | Q(inspection__isnull=True, campaign__in=own)


def _running_as(user, role):
    return Inspection.objects.filter(has_role(user, role), is_running("campaign__")).values("pk")


def _campaigns_as(user, role):
    own = Campaign.objects.filter(has_acting_body(), inspecting_organization__in=getattr(user.reach, role))
    return own.exclude(state__in=CAMPAIGN_OVER).values("pk")


class OfDocumentQuerySet(models.QuerySet):
    """Texts in a document's slots: visible inside."""

    @built_once
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
