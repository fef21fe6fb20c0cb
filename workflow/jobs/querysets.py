"""The scope of background work: the user's own."""

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        return self.filter(actor=user.pk)


class BatchItemQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        return self.filter(batch__actor=user.pk)
