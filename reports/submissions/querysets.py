"""Scope of self-reports: the reporting body sees its own, users inside see submitted ones."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.people.models import User
from inspections.models import Inspection

# States the inspecting side may open; drafts are visible to the reporting body only.
SENT = ["sent", "returned", "accepted"]


def _section_text_rows():
    from reports.submissions.models import SectionText  # which names its queryset here

    return SectionText._default_manager


def _round_rows():
    from reports.submissions.models import Round  # which names its queryset here

    return Round._default_manager


def _dossier_rows():
    from reports.submissions.models import Dossier  # which names its queryset here

    return Dossier._default_manager


class DossierQuerySet(models.QuerySet):
    def own(self, user: User) -> Self:
        """Return the reports of bodies in whose name the user writes, or which the report is about."""
        return self.filter(
            Q(reporting_organization__in=user.reach.unit) | Q(inspection__subject_organization__in=user.reach.unit)
        )

    def visible_to(self, user: User) -> Self:
        outside = self.own(user).filter(inspection__in=Inspection.objects.outside(user))
        return self.filter(Q(inspection__in=Inspection.objects.inside(user)) | Q(pk__in=outside.values("pk")))


class OfDossierQuerySet(models.QuerySet):
    """Texts and rounds: always visible to the dossier's own side, inside once submitted."""

    def visible_to(self, user: User) -> Self:
        seen = _dossier_rows().visible_to(user)
        return self.filter(Q(dossier__in=seen.own(user)) | Q(dossier__in=seen.filter(state__in=SENT)))


class OfRoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        rounds = _round_rows()
        return self.filter(round__in=rounds.visible_to(user))


class OfSubmissionFileQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        rounds = _round_rows()
        texts = _section_text_rows()
        return self.filter(Q(round__in=rounds.visible_to(user)) | Q(section_text__in=texts.visible_to(user)))
