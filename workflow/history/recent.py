"""What happened since yesterday, from the events."""

from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from workflow.history.models import Event
from workflow.records.models import Record


def since(today: date) -> datetime:
    """Return the instant from which "since yesterday" counts: the beginning of yesterday in the portal's time zone."""
    return timezone.make_aware(datetime.combine(today - timedelta(days=1), time.min))


def happened_lately(today: date) -> Q:
    """Return the condition for events of acts that were done since yesterday, whenever they were recorded."""
    begin = since(today)
    return Q(at__gte=begin) & (Q(happened_on__isnull=True) | Q(happened_on__gte=begin.date()))


def happened_to(model: type[Record], act: str, today: date) -> Q:
    """Return the condition for rows with the act since yesterday."""
    kind = ContentType.objects.get_for_model(model)
    events = Event.objects.filter(content_type=kind, object_id=OuterRef("pk"), act=act)
    return Q(Exists(events.filter(happened_lately(today)).order_by()))
