"""Scope of what comes in: the reporting body sees its own paper, the inside sees what was sent."""

from django.db import models
from django.db.models import Q

from inspections.models import Inspection

# What the inspecting side may open: a draft belongs to its writer until it is sent.
SENT = ["sent", "returned", "accepted"]


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user):
        own = Q(reporting_organization__in=user.reach.unit) | Q(inspection__subject_organization__in=user.reach.unit)
        told = Q(inspection__in=Inspection.objects.outside(user))
        return self.filter(Q(inspection__in=Inspection.objects.inside(user)) | (own & told))


class OfDossierQuerySet(models.QuerySet):
    """Texts and rounds: the dossier's own side always, the inside once it was sent."""

    path = "dossier"

    def visible_to(self, user):
        from reports.submissions.models import Dossier

        seen = Dossier.objects.visible_to(user)
        own = seen.filter(
            Q(reporting_organization__in=user.reach.unit) | Q(inspection__subject_organization__in=user.reach.unit)
        )
        return self.filter(Q(**{f"{self.path}__in": own}) | Q(**{f"{self.path}__in": seen.filter(state__in=SENT)}))


class OfRoundQuerySet(OfDossierQuerySet):
    path = "round__dossier"


class OfSubmissionFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        from reports.submissions.models import Round, SectionText

        return self.filter(
            Q(round__in=Round.objects.visible_to(user)) | Q(section_text__in=SectionText.objects.visible_to(user))
        )
