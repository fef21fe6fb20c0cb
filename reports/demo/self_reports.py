"""The self-reports of the demo: written from the figures that its file has of the unit, sent, opened, accepted."""

from datetime import timedelta

from accounts.models import User
from inspections.models import Inspection, MeasuredValue
from inspections.values.periods import period_as_typed
from inspections.values.types import type_of
from reports.demo.dates import at
from reports.submissions.contents.reading import TypedRefused, value_of
from reports.submissions.models import Dossier, DraftValue, SectionText
from workflow.steps.acts import take

DAYS_BEFORE = {"send": 6, "read": 5, "accept": 4}  # the first session


def send_report(inspection: Inspection, actors: dict[str, User]) -> None:
    """Send and accept the report of an inspection of which the file names one; without the unit's own account as the
    portal.
    """
    link = inspection.paper_links.reports().select_related("paper").first()
    dossier = Dossier.objects.filter(inspection=inspection).first()
    first = inspection.sessions.exclude(held_on=None).order_by("held_on").first()
    if link is None or dossier is None or first is None:
        return
    officer = next((each for each in actors.values() if "officer" in dossier.roles_of(each, first.held_on)), None)
    staff = actors.get("minh")
    write(dossier, f"Kết quả thực hiện theo {link.paper}.", officer or staff)
    steps = [("open", None), ("send", officer), ("read", staff), ("accept", staff)]
    for name, actor in steps:
        take(dossier, name, actor, now=at(first.held_on - timedelta(days=DAYS_BEFORE.get(name, 7))))


def write(dossier: Dossier, text: str, writer: User) -> None:
    """Write one text, and the figures that the unit reported."""
    SectionText.objects.create(dossier=dossier, section="results", text=text, changed_by=writer)
    rows = MeasuredValue.objects.current().filter(inspection=dossier.inspection, side=MeasuredValue.Side.REPORTED)
    for row in rows.select_related("set_criterion").order_by("-period_end", "pk"):
        typed = typed_of(row)
        if (
            not typed
            or DraftValue.objects.filter(dossier=dossier, set_criterion=row.set_criterion, part=row.part).exists()
        ):
            continue
        DraftValue.objects.create(
            dossier=dossier,
            set_criterion=row.set_criterion,
            part=row.part,
            typed=typed,
            reason="Số liệu theo báo cáo của đơn vị.",
            changed_by=writer,
        )


def typed_of(row: MeasuredValue) -> dict[str, str]:
    """Return what a unit types for a value that is recorded already; {} where that would be read as another one."""
    fields = {**type_of(row.set_criterion).typed(row), "time": period_as_typed(row)}
    typed = {name: str(each) for name, each in fields.items() if each not in (None, "")}
    try:
        read = value_of(row.inspection, row.set_criterion, row.part, typed)
    except TypedRefused:
        return {}
    return typed if (read.key, read.printed) == (row.key, row.printed) else {}
