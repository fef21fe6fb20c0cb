"""Issues papers from many processes at once, and from one that is killed with -9 again and again.

Of so many issues at once each must take the next number. After each kill a document is issued with its bytes, or it is
none; whoever goes on uses its reserved number, so that none is lost. Most kills come between the reservation of a
number and the end of the issue: how many is counted from what they leave.
"""

import hashlib
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from datetime import date, datetime

DAY = date(2026, 5, 20)
TERM, SERIES = date(2026, 5, 15), "Thử"  # in which no number is taken yet
CHAIN = [("planned", "notify", "notified"), ("notified", "start", "in_session"), ("in_session", "record", "recorded")]
CHAIN += [("recorded", "draft", "drafting"), ("drafting", "submit", "for_decision")]
PATIENCE = 120  # seconds for all processes at once
MANY = 20  # kills of which at least half must hit in the midst


def run(at_once: int, killed: int, kills: int, seed: int) -> dict:
    """Issue `at_once` papers in as many processes, then `killed` ones in a process that is killed `kills` times; what
    came of both.
    """
    keys = submitted(at_once + killed)
    load_once(keys[0])
    started = time.monotonic()
    failures = all_at_once(keys[:at_once])
    seconds = round(time.monotonic() - started, 1)
    hits = one_after_another_killed(keys[at_once:], kills, random.Random(seed))  # noqa: S311  the same moments again
    return {
        "at_once": at_once,
        "seconds_at_once": seconds,
        "failures": failures,
        "killed": killed,
        "kills": kills,
        "seed": seed,
    } | {**hits, **outcome(keys)}


# --- What is issued --------------------------------------------------------------------------------------------------
def submitted(count: int) -> list[int]:
    """Make so many submitted notices of inspections of bodies of their own, in the demo's open campaign."""
    from accounts.models import User
    from reports.documents.issue.drafts import start_draft
    from reports.documents.issue.steps import submit
    from reports.models import Document, Term
    from workflow.models import Event
    from workflow.steps.acts import bring_in

    inspections = inspections_for_decision(count)
    body = inspections[0].campaign.inspecting_organization
    Term.objects.get_or_create(organization=body, starts_on=TERM, defaults={"name": SERIES})
    minh, columns = User.objects.get(username="minh"), {"effective_on": DAY, "issuing_organization": body}
    first = start_draft("conclusion-notice", inspections[0], minh, DAY, today=DAY)
    submit(first, minh, now=moment())
    columns |= {"kind": first.kind, "rule_set": first.rule_set, "facts": first.facts, "state": "submitted"}
    others = [
        Document(inspection=inspection, delegation=inspection.delegation, **columns) for inspection in inspections[1:]
    ]
    bring_in(others, [[Event(act="submit", from_state="draft", to_state="submitted")] for _other in others])
    return list(Document.objects.filter(inspection__in=inspections).order_by("pk").values_list("pk", flat=True))


def inspections_for_decision(count: int) -> list:
    from accounts.models import Organization, OrganizationName
    from inspections.models import Campaign, Delegation, Inspection
    from workflow.models import Event
    from workflow.steps.acts import bring_in

    campaign = Campaign.objects.get(code="DVCQ2026")
    codes = [f"ban-hanh-{n}" for n in range(count)]
    Organization.objects.bulk_create(
        Organization(short_code=code, system="state", kind="peoples_committee") for code in codes
    )
    bodies = list(Organization.objects.filter(short_code__in=codes).order_by("pk"))
    named = {"starts_on": date(1, 1, 1), "name": "Ủy ban nhân dân", "full_name": "Ủy ban nhân dân xã"}
    OrganizationName.objects.bulk_create(OrganizationName(organization=body, **named) for body in bodies)
    of = {"campaign": campaign, "delegation": Delegation.objects.get(campaign=campaign, number=1)}
    rows = [
        Inspection(
            **of,
            subject_organization=body,
            reporting_organization=body,
            reference=f"B-{body.short_code}",
            state="for_decision",
        )
        for body in bodies
    ]
    past = [[Event(act=act, from_state=old, to_state=new) for old, act, new in CHAIN] for _row in rows]
    bring_in(rows, past)
    return list(Inspection.objects.filter(reference__startswith="B-ban-hanh-").order_by("pk"))


def moment() -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(DAY, datetime.min.time().replace(hour=9)))


def load_once(key: int) -> None:
    """Load what every process needs before it is forked, as a server's processes have it: code, templates, engine."""
    import weasyprint  # noqa: F401  its fonts start a thread, which a fork doesn't inherit: not the portal's engine

    from reports.documents.issue import issuing  # noqa: F401
    from reports.documents.layout import lay_out
    from reports.documents.press.render import html_of
    from reports.models import Document

    html_of(lay_out(Document.objects.get(pk=key).facts))


# --- Processes -------------------------------------------------------------------------------------------------------
def all_at_once(keys: list[int]) -> int:
    """Issue each document in a process of its own, at the same moment; return how many processes failed.

    What they print is a line: fifty engines at once would measure the machine.
    """
    start = time.time() + 0.5
    children = [forked(issue_at, start, key) for key in keys]
    return sum(ended(child) != 0 for child in children)


def issue_at(start: float, key: int) -> None:
    """Whoever finds the database busy for longer than its timeout presses the button again, as people do."""
    from django.db import OperationalError

    time.sleep(max(0.0, start - time.time()))
    while True:
        try:
            return issue_one(key, lambda sheet: b"%PDF-1.7 " + sheet["number_line"].encode())
        except OperationalError:
            if time.time() > start + PATIENCE:
                raise


def issue_one(key: int, press) -> None:
    """Issue the document, or go on with its issue; nothing where it is issued already."""
    from accounts.models import User
    from reports.documents.issue.issuing import issue, resume
    from reports.models import Document

    document, ngoc = Document.objects.get(pk=key), User.objects.get(username="ngoc")
    if document.is_being_issued:
        resume(document, ngoc, now=moment(), press=press)
    elif not document.is_frozen:
        issue(document, ngoc, DAY, now=moment(), press=press)


def one_after_another_killed(keys: list[int], kills: int, chance: random.Random) -> dict:
    """Issue the documents in one process that is killed so many times while it is at work, and begun again.

    Count what the kills left: `killed_reserved`, a number and final facts without a PDF; `killed_between`, only papers
    that are whole, issued or not; `halves`, a document half issued.
    """
    found = {"killed_reserved": 0, "killed_between": 0, "halves": 0}
    seconds = seconds_of_one(keys[0]) if keys and kills else 0.0
    for _kill in range(kills):
        child = forked(issue_all, keys)
        time.sleep(chance.uniform(0, seconds))
        os.kill(child, signal.SIGKILL)
        ended(child)
        found["killed_reserved" if is_one_reserved(keys) else "killed_between"] += 1
        found["halves"] += len([key for key in keys if is_half_issued(key)])
    if keys and ended(forked(issue_all, keys)):
        found["halves"] += 1
    return found


def seconds_of_one(key: int) -> float:
    """Return how long a process takes to issue the first document, undisturbed."""
    started = time.monotonic()
    ended(forked(issue_all, [key]))
    return time.monotonic() - started


def issue_all(keys: list[int]) -> None:
    from reports.documents.press import render

    for key in keys:
        issue_one(key, render.pdf_of)


def forked(act, *arguments) -> int:
    """Run `act` in a process of its own, with connections of its own; return its id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        act(*arguments)
        code = 0
    except Exception:  # noqa: BLE001  the parent counts it
        traceback.print_exc(file=sys.stderr)
    finally:
        connections.close_all()
        os._exit(code)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# --- What came of it -------------------------------------------------------------------------------------------------
def is_one_reserved(keys: list[int]) -> bool:
    """Tell whether the issue of one of the documents has begun and isn't done."""
    from reports.models import Document

    return any(document.is_being_issued for document in Document.objects.filter(pk__in=keys))


def is_half_issued(key: int) -> bool:
    """Tell whether a document is neither issued with its bytes nor without any."""
    from reports.models import Document

    document = Document.objects.select_related("pdf").get(pk=key)
    if not document.is_frozen:
        return document.pdf is not None or bool(document.sha256)
    return not has_its_bytes(document)


def has_its_bytes(document) -> bool:
    from django.core.files.storage import default_storage

    with default_storage.open(document.pdf.key) as opened:
        return hashlib.sha256(opened.read()).hexdigest() == document.sha256


def outcome(keys: list[int]) -> dict:
    from inspections.models import Inspection, OfficialPaper
    from reports.models import Document, NumberRegister, TakenNumber
    from workflow.models import Event

    documents = Document.objects.filter(pk__in=keys).select_related("pdf")
    numbers = sorted(TakenNumber.objects.filter(document__in=keys, use="used").values_list("n", flat=True))
    issues = Counter(Event.objects.filter(act="issue", object_id__in=keys).values_list("object_id", flat=True))
    return {
        "issued": sum(document.state == "issued" and has_its_bytes(document) for document in documents),
        "are_consecutive": numbers == list(range(1, len(keys) + 1)),
        "last": NumberRegister.objects.get(kind="tb", series=SERIES).last,
        "taken": TakenNumber.objects.filter(register__series=SERIES).count(),
        "issues_each": sorted({issues[key] for key in keys}),
        "papers": OfficialPaper.objects.filter(file__documents__in=keys).count(),
        "concluded": Inspection.objects.filter(documents__in=keys, state="concluded").count(),
    }


def is_well(result: dict) -> bool:
    """Every document is issued once, with its bytes, paper and conclusion, and no number is lost or taken twice."""
    count = result["at_once"] + result["killed"]
    whole = all(result[name] == count for name in ("issued", "last", "taken", "papers", "concluded"))
    is_aimed = result["kills"] < MANY or result["killed_reserved"] * 2 >= result["kills"]
    return (
        whole
        and is_aimed
        and result["are_consecutive"]
        and result["issues_each"] == [1]
        and not (result["failures"] or result["halves"])
    )
