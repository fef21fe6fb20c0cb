"""On which day each stage of inspections was done, from the events of their steps."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from inspections.models import Inspection
from workflow.models import Event

# The step that ends a stage. The plan has none; a session's day is the session's own.
ENDS = {"notice": "notify", "report": "hand_in", "session": "record", "conclusion": "conclude", "follow_up": "close"}


def stage_days(inspections: Iterable[Inspection]) -> dict[int, dict[str, date]]:
    """Map each inspection to the last day on which each of its stages was done, by the stage's key; one query."""
    stages = {act: stage for stage, act in ENDS.items()}
    kind = ContentType.objects.get_for_model(Inspection)
    events = Event.objects.filter(content_type=kind, object_id__in=[each.pk for each in inspections], act__in=stages)
    days: dict[int, dict[str, date]] = defaultdict(dict)
    for pk, act, happened_on, at in events.order_by("at", "pk").values_list("object_id", "act", "happened_on", "at"):
        days[pk][stages[act]] = happened_on or timezone.localdate(at)
    return days
