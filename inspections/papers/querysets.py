"""Scopes of papers and files: those the user's Board registered, and those that upper rooms make visible."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.people.models import User
from inspections.scope import Ways, built_once, sees_few
from workflow.records.models import Record
from workflow.records.querysets import SearchableQuerySet


def _official_paper_rows():
    from inspections.papers.models import OfficialPaper  # which names its queryset here

    return OfficialPaper._default_manager


class OfficialPaperQuerySet(SearchableQuerySet):
    upper_ways = Ways()
    inspection_ways = Ways()  # of an inspection

    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the papers that the user's inspecting bodies registered, or that are linked to rows the user may
        see.
        """
        linked = reduce(or_, self.upper_ways.of(user))
        return self.filter(linked if sees_few(user) else Q(kept_by__in=user.reach.board) | linked)

    def linked_to(self, inspection: Record) -> Self:
        """Return the papers of the inspection and of its campaign, from which its values can be taken."""
        return self.filter(reduce(or_, self.inspection_ways.of(inspection)))


class StoredFileQuerySet(models.QuerySet):
    upper_ways = Ways()

    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the files of papers and attachments that the user may see; a file has no scope of its own."""
        ways = [Q(papers__in=_official_paper_rows().visible_to(user)), *self.upper_ways.of(user)]
        return self.filter(reduce(or_, ways)).distinct()
