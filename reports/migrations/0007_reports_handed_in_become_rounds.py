"""Notified inspections of running campaigns get their dossiers; papers handed in as self-reports become rounds.

A round of such a paper holds no answers, only its file, and the inspecting side could read it from the beginning.
"""

from datetime import timedelta
from hashlib import sha256
from json import dumps

from django.db import migrations
from django.utils import timezone

EXPECTED = ["notified", "in_session"]


def make_dossiers(apps, schema_editor):
    Inspection = apps.get_model("inspections", "Inspection")
    rows = Inspection.objects.select_related("campaign", "reporting_organization")
    submitted = set(_papers(apps).values_list("inspection", flat=True))
    today = timezone.localdate()
    expected = rows.filter(state__in=EXPECTED, campaign__state="open", reporting_organization__closed_on=None)
    for inspection in expected.exclude(pk__in=submitted).order_by("pk"):
        _dossier(apps, inspection, today, "requested")
    for inspection in rows.filter(pk__in=submitted).order_by("pk"):
        is_waiting = inspection.state in EXPECTED and inspection.campaign.state == "open"
        dossier = _dossier(apps, inspection, today, "sent" if is_waiting else "accepted")
        for n, link in enumerate(_papers(apps).filter(inspection=inspection).order_by("pk"), start=1):
            _round(apps, dossier, n, link)


def _papers(apps):
    PaperLink = apps.get_model("inspections", "PaperLink")
    links = PaperLink.objects.filter(role="submitted", paper__paper_type="BC", inspection__isnull=False)
    return links.select_related("paper__file")


def _dossier(apps, inspection, today, state):
    days = [session.held_on for session in inspection.sessions.exclude(held_on=None)]
    due_on = min(days) - timedelta(days=inspection.campaign.report_days) if days else today
    return apps.get_model("reports", "Dossier").objects.create(
        inspection=inspection, reporting_organization=inspection.reporting_organization, due_on=due_on, state=state
    )


def _round(apps, dossier, n, link):
    actor, at = _sender(apps, link)
    facts = {"body": "", "subject": "", "sections": [], "values": [], "files": [], "paper": _words_of(link.paper)}
    written = dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    made = apps.get_model("reports", "Round").objects.create(
        dossier=dossier, n=n, facts=facts, sha256=sha256(written.encode()).hexdigest(), submitted_at=at,
        submitted_by_id=actor, due_on=dossier.due_on, opened_at=at,
    )  # fmt: skip
    if link.paper.file is not None and actor is not None:
        file = apps.get_model("reports", "SubmissionAttachment").objects.create(
            dossier=dossier, file=link.paper.file, added_by_id=actor
        )
        file.rounds.add(made)


def _words_of(paper):
    day = paper.dated_on.isoformat() if paper.dated_on else ""
    return {"number": paper.number, "dated_on": day, "title": paper.title, "issuer": paper.issuer}


def _sender(apps, link):
    """Return who handed the paper in, and when: known from the event, None and the paper's entry without one."""
    Event = apps.get_model("workflow", "Event")
    events = Event.objects.filter(content_type__model="inspection", object_id=link.inspection_id, act="hand_in")
    for event in events.order_by("pk"):
        if (event.changes.get("paper") or [None, None])[-1] == link.paper_id:
            return event.actor_id, event.at
    return None, link.created_at


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_sent_rounds_are_frozen"),
        ("inspections", "0027_requests_of_self_reports"),
        ("workflow", "0012_event_happened_on"),
    ]
    operations = [migrations.RunPython(make_dossiers, migrations.RunPython.noop, elidable=True)]
