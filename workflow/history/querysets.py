"""The scope of events, of the access log and of notices.

`user` is accounts' User; workflow knows of it only `pk` and `is_administrator`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models

from ground.limits import SEARCH_WORDS
from ground.text import fold
from workflow.history import scopes
from workflow.history.states import REMOVED
from workflow.records.models import Record

if TYPE_CHECKING:
    from workflow.history.models import Event


class EventQuerySet(models.QuerySet):
    def about(self, record: Record) -> Self:
        """Return the events of one record, which the caller has found through its own scope."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def last_by_people(self, record: Record) -> Event | None:
        """Return the last event with an actor, None without one; the portal's own events may follow a person's."""
        return self.about(record).exclude(actor=None).first()

    def about_all(self, records: list) -> Self:
        """Return the events of several records of one table; none for an empty list."""
        if not records:
            return self.none()
        kind = ContentType.objects.get_for_model(records[0])
        return self.filter(content_type=kind, object_id__in=[record.pk for record in records])

    def removals_after(self, event: Event) -> Self:
        """Return later deletions of the row that `event` deleted: it was restored and deleted again since."""
        row = event.changes["row"]
        rows = self.filter(content_type=event.content_type_id, object_id=event.object_id, act=REMOVED, pk__gt=event.pk)
        return rows.filter(changes__row__model=row["model"], changes__row__pk=row["pk"])

    def visible_to(self, user: AbstractBaseUser) -> Self:
        """Return the events the user may see: all for rows on whose inside the user is, those shown outside for other
        visible rows.

        Costs one EXISTS for each kind of subject that occurs.
        """
        scoped = models.Q(pk__in=[])
        for kind in self._kinds():
            seen = models.Q(object_id__in=kind.model_class()._default_manager.visible_to(user).order_by().values("pk"))
            readable = scopes.inside_of(kind.model_class(), user) | seen & scopes.visible_outside(kind.model_class())
            scoped |= models.Q(content_type=kind) & readable
        return self.filter(scoped)

    def inside(self, user: AbstractBaseUser) -> Self:
        """Return the events about rows on whose inside the user is, of which every change may be shown."""
        scoped = models.Q(pk__in=[])
        for kind in self._kinds():
            scoped |= models.Q(content_type=kind) & scopes.inside_of(kind.model_class(), user)
        return self.filter(scoped)

    def _kinds(self) -> list[ContentType]:
        """Return the content types of subjects that occur and have a scope."""
        kinds = ContentType.objects.filter(pk__in=self.order_by().values("content_type"))
        return [kind for kind in kinds if hasattr(kind.model_class()._default_manager, "visible_to")]


class LogQuerySet(models.QuerySet):
    def search(self, words: str) -> Self:
        """Search by account and person without accents, by the beginning of the network address, and by the typed
        name as it is.
        """
        rows = self
        for word in words.split()[:SEARCH_WORDS]:
            typed = models.Q(typed_name__contains=word.casefold()) | models.Q(address__startswith=word)
            rows = rows.filter(models.Q(actor__search_text__contains=fold(word)) | typed)
        return rows

    def visible_to(self, user: AbstractBaseUser) -> Self:
        """Return all rows for administrators, who watch over the portal's security without reading contents; none
        for others.
        """
        return self.all() if user.is_administrator else self.none()


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        return self.filter(recipient=user.pk)


class MailQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        """Return all rows for administrators, who see to it that mails go out; none for others. What a mail says isn't
        among its columns.
        """
        return self.all() if user.is_administrator else self.none()

    def not_getting_out(self, today: date) -> Self:
        """Return those of the last week that the server has refused, or that it was not reached for."""
        states, since = self.model.State, today - timedelta(days=7)
        stuck = models.Q(state=states.FAILED) | models.Q(state=states.WAITING, tries__gt=0)
        return self.filter(stuck, day__gte=since)

    def search(self, words: str) -> Self:
        rows = self
        for word in words.split()[:SEARCH_WORDS]:
            rows = rows.filter(recipient__search_text__contains=fold(word))
        return rows
