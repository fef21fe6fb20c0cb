"""Queryset parts that every room uses, and the scope of the ground floor's own tables.

`user` is accounts' User; the ground floor knows of it only `pk` and `is_administrator`.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from danvan.limits import SEARCH_WORDS
from danvan.text import fold
from workflow import event_scopes
from workflow.states import REMOVED


def holding(words: str, column: str = "search_text") -> models.Q:
    """Rows in whose folded `column` every word stands; a column of another row is reached as in a filter.

    Pages refuse a long line, or say what of it is looked for (danvan.limits); SQLite compares 1,000 words at the most.
    """
    return models.Q(*((f"{column}__contains", word) for word in fold(words).split()[:SEARCH_WORDS]))


class SearchableQuerySet(models.QuerySet):
    """For models with a stored, folded `search_text`: one search for both databases, accents or none."""

    def search(self, words: str):
        """Rows that hold every word of `words`; empty words narrow nothing."""
        return self.filter(holding(words))


class StatefulQuerySet(models.QuerySet):
    """For stateful models: no bulk way past the steps either."""

    def bulk_create(self, records, *args, **options):
        """New rows begin in the first state; those that come with a past: `workflow.steps.bring_in`."""
        first, records = self.model._meta.get_field("state").default, list(records)  # a generator is read once
        if any(record.state != first for record in records):
            raise TypeError("a state is written by workflow.steps alone")
        return super().bulk_create(records, *args, **options)

    def create_with_past(self, records):
        """For `workflow.steps.bring_in` alone: rows in whatever state their past has led them to."""
        return super().bulk_create(records)

    def update(self, **columns):
        if "state" in columns:
            raise TypeError("a state is written by workflow.steps.take alone")
        return super().update(**columns)

    def bulk_update(self, records, fields, batch_size=None):
        if "state" in fields:
            raise TypeError("a state is written by workflow.steps.take alone")
        return super().bulk_update(records, fields, batch_size)


class EventQuerySet(models.QuerySet):
    def about(self, record):
        """The history of one record; the caller has found the record through its own scope."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def about_all(self, records: list):
        """The history of several records of one table."""
        if not records:
            return self.none()
        kind = ContentType.objects.get_for_model(records[0])
        return self.filter(content_type=kind, object_id__in=[record.pk for record in records])

    def removals_after(self, event):
        """Of the very row that `event` removed: it was brought back since, and removed again."""
        row = event.changes["row"]
        rows = self.filter(content_type=event.content_type_id, object_id=event.object_id, act=REMOVED, pk__gt=event.pk)
        return rows.filter(changes__row__model=row["model"], changes__row__pk=row["pk"])

    def visible_to(self, user):
        """What the user is told: of rows inside all, of others that are seen what their table tells outside.

        One EXISTS for each kind of subject that occurs.
        """
        scoped = models.Q(pk__in=[])
        for kind in self._kinds():
            seen = models.Q(object_id__in=kind.model_class()._default_manager.visible_to(user).order_by().values("pk"))
            told = event_scopes.inside_of(kind.model_class(), user) | seen & event_scopes.told_outside([kind])
            scoped |= models.Q(content_type=kind) & told
        return self.filter(scoped)

    def inside(self, user):
        """Of these the user is told everything, the old and new values of inner links too."""
        scoped = models.Q(pk__in=[])
        for kind in self._kinds():
            scoped |= models.Q(content_type=kind) & event_scopes.inside_of(kind.model_class(), user)
        return self.filter(scoped)

    def _kinds(self) -> list[ContentType]:
        """Of the subjects that occur, those that have a scope."""
        kinds = ContentType.objects.filter(pk__in=self.order_by().values("content_type"))
        return [kind for kind in kinds if hasattr(kind.model_class()._default_manager, "visible_to")]


class LogQuerySet(models.QuerySet):
    def search(self, words: str):
        """By account and person, accent-free; what was typed may be nobody's name and so stands in no folded text."""
        rows = self
        for word in words.split()[:SEARCH_WORDS]:
            typed = models.Q(typed_name__contains=word.casefold()) | models.Q(address__startswith=word)
            rows = rows.filter(models.Q(actor__search_text__contains=fold(word)) | typed)
        return rows

    def visible_to(self, user):
        """Who read what is for administrators, who keep the portal safe but don't read contents."""
        return self.all() if user.is_administrator else self.none()


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(actor=user.pk)


class BatchItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(batch__actor=user.pk)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(recipient=user.pk)


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(owner=user.pk)


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(sender=user.pk)


class KeptFormQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody's but their owner's, whoever sits at that PC next."""
        return self.filter(owner=user.pk)
