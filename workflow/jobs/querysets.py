"""A reader sees the background work that he or she started."""

from django.db import models


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(actor=user.pk)


class BatchItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(batch__actor=user.pk)
