"""A record's history as people read it."""

from django.utils.translation import gettext as _


def history_lines(record, events, is_inside: bool) -> list[dict]:
    """Newest first: at, who, what, from_words, to_words, reason. `events` come with their actor's person loaded.

    Steps of the inner drafting are for readers inside.
    """
    states = dict(record._meta.get_field("state").flatchoices)
    lines = []
    for event in events:
        step = record.STEPS.get(event.act)
        if step is None or (step.is_internal and not is_inside):
            continue
        lines.append(
            {
                "at": event.at,
                "who": event.actor.get_full_name() if event.actor else _("Cổng"),
                "what": step.label,
                "from_words": states.get(event.from_state, event.from_state),
                "to_words": states.get(event.to_state, event.to_state),
                "reason": event.reason,
            }
        )
    return lines
