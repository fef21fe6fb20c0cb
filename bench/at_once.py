"""Does one act of a self-report from many processes at the same moment: of each act there must be one.

Sent by two officers, opened against withdrawn, accepted against returned, one file sent again and again, and reports
opened beside papers that are typed into the book of arrivals. Each process answers one request, signed in, as a web
process does.
"""

import os
import time
from collections import Counter
from http import HTTPStatus

from bench.issues import ended, forked
from bench.officers import Desk, broken_files, files_on_disk, made_pdf, make_desks

STATUSES = {status & 255: int(status) for status in HTTPStatus if status >= HTTPStatus.OK}
FILES = 6  # each is read in a process of its own
CONTESTS = 2  # who is first differs
OPENED, TYPED = 4, 6  # into the book at the same moment: reports, each opened twice, and papers that are typed
PATIENCE = 120  # seconds in which a busy portal is asked again
TICKED = {"is_not_secret": "on"}


def run(processes: int) -> dict:
    """Let so many processes do each act; return what they were answered and what came of it."""
    from bench.load import session_of

    minh = session_of("minh")
    desks = make_desks(2 * CONTESTS + 1 + OPENED, "cung-luc")
    for desk in desks:
        press(desk.session, desk.path, desk.typed())
    started = time.monotonic()
    result = sent_at_once(desks[0], processes) | uploaded_at_once(desks[0], FILES)
    result |= opened_or_withdrawn(desks[1 : CONTESTS + 1], minh, processes)
    result |= accepted_or_returned(desks[CONTESTS + 1 : -OPENED], minh, processes)
    result |= entered_at_once(desks[-OPENED:], minh)
    return {"processes": processes, **result, "seconds": round(time.monotonic() - started, 1)}


# --- Processes -------------------------------------------------------------------------------------------------------
def press(session: str, path: str, form: dict) -> int:
    """Send the form; return the status of the answer. Sent again while the portal is busy, as people do."""
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    client, until = Client(raise_request_exception=False), time.monotonic() + PATIENCE
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    while True:
        files = {name: SimpleUploadedFile("a.pdf", value) for name, value in form.items() if isinstance(value, bytes)}
        status = client.post(path, form | files).status_code
        if status != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > until:
            return status
        time.sleep(0.2)


def pressed_at_once(requests: list[tuple[str, str, dict]]) -> list[int]:
    """Send each (session, path, form) from a process of its own, at the same moment; return the statuses."""
    start = time.time() + 0.5
    children = [forked(press_at, start, *request) for request in requests]
    return [STATUSES.get(ended(child), 0) for child in children]


def press_at(start: float, session: str, path: str, form: dict) -> None:
    from django.db import connections

    time.sleep(max(0.0, start - time.time()))
    status = press(session, path, form)
    connections.close_all()
    os._exit(status & 255)


# --- Acts ------------------------------------------------------------------------------------------------------------
def sent_at_once(desk: Desk, processes: int) -> dict:
    """The officer's button pressed again and again, and a colleague's beside it: one round."""
    from reports.models import Round

    sessions = [desk.session, colleague_of(desk)]
    statuses = pressed_at_once([(sessions[n % 2], f"{desk.path}send/", TICKED) for n in range(processes)])
    each = {tuple(sorted(Counter(statuses[n::2]).items())) for n in (0, 1)}
    half = (processes + 1) // 2, processes // 2
    return {
        "sent": Counter(statuses),
        "is_led_on": each <= {((302, count),) for count in half} | {((409, count),) for count in half},
        "rounds": Round.objects.filter(dossier=desk.dossier).count(),
        "sends": events("send", desk),
    }


def colleague_of(desk: Desk) -> str:
    from accounts.models import Membership, User
    from bench.load import session_of
    from reports.models import Dossier

    first = Membership.objects.get(organization=Dossier.objects.get(pk=desk.dossier).reporting_organization)
    other = User.objects.create(
        username=f"{first.user.username}-2", person=first.user.person, must_change_password=False
    )
    Membership.objects.create(user=other, organization=first.organization, role=first.role, starts_on=first.starts_on)
    return session_of(other.username)


def uploaded_at_once(desk: Desk, processes: int) -> dict:
    from inspections.models import StoredFile
    from reports.models import SubmissionAttachment

    lay, form = files_on_disk() - StoredFile.objects.count(), {"files": made_pdf("cùng lúc"), "owner": "", **TICKED}
    statuses = pressed_at_once([(desk.session, f"{desk.path}files/", form)] * processes)
    return {
        "uploaded": Counter(statuses),
        "files": SubmissionAttachment.objects.filter(dossier=desk.dossier).count(),
        "files_without_row": files_on_disk() - StoredFile.objects.count() - lay,
        "broken_files": broken_files(),
    }


def opened_or_withdrawn(desks: list[Desk], minh: str, processes: int) -> dict:
    """Let the Board open each report while its officer withdraws it; count those of which both or none was done."""
    from reports.models import Round

    statuses, torn = Counter(), 0
    for desk in desks:
        press(desk.session, f"{desk.path}send/", TICKED)
        pair = [(minh, f"{desk.path}check/", {"open": "1"}), (desk.session, f"{desk.path}steps/withdraw/", {})]
        statuses += Counter(pressed_at_once(pair * (processes // 4)))
        only = Round.objects.select_related("dossier").get(dossier=desk.dossier)
        done = [bool(only.opened_at), bool(only.withdrawn_at)]
        counted = [events("read", desk), events("withdraw", desk)]
        state = "sent" if only.opened_at else "writing"
        torn += sum(done) != 1 or counted != done or only.dossier.state != state
    return {"opened_or_withdrawn": statuses, "torn_openings": torn}


def accepted_or_returned(desks: list[Desk], minh: str, processes: int) -> dict:
    from reports.models import ReturnItem

    statuses, torn = Counter(), 0
    returned = {
        "round": "1",
        "verdict-text-survey": "return",
        "code-text-survey": "wrong",
        "due_on": "31/12/2099",
        "return": "",
    }
    for desk in desks:
        press(desk.session, f"{desk.path}send/", TICKED)
        press(minh, f"{desk.path}check/", {"open": "1"})
        pair = [(minh, f"{desk.path}check/", form) for form in ({"round": "1", "accept": ""}, returned)]
        statuses += Counter(pressed_at_once(pair * (processes // 4)))
        counted = [events("accept", desk), events("return", desk)]
        items, state = ReturnItem.objects.filter(round__dossier=desk.dossier).count(), _state_of(desk)
        torn += (counted, items, state) not in (([1, 0], 0, "accepted"), ([0, 1], 1, "returned"))
    return {"accepted_or_returned": statuses, "torn_checks": torn}


def entered_at_once(desks: list[Desk], minh: str) -> dict:
    """Let the Board open each report twice while it types other papers into the book; return what came of the numbers,
    those of the acts before among them.
    """
    from inspections.models import Arrival
    from reports.models import Round

    for desk in desks:
        press(desk.session, f"{desk.path}send/", TICKED)
    opening = [(minh, f"{desk.path}check/", {"open": "1"}) for desk in desks] * 2
    statuses = Counter(pressed_at_once(opening + [(minh, "/arrivals/new/", typed_paper(n)) for n in range(TYPED)]))
    opened = Round.objects.exclude(opened_at=None).filter(dossier__inspection__reference__startswith="O-cung-luc")
    numbers = sorted(Arrival.objects.values_list("n", flat=True))
    return {
        "entered": statuses,
        "arrivals": len(numbers),
        "are_consecutive": numbers == list(range(1, len(numbers) + 1)),
        "strange_lines": len(numbers) - TYPED - opened.exclude(paper=None).count(),
        "opened_without": opened.filter(paper__arrivals=None).count(),
    }


def typed_paper(n: int) -> dict:
    from django.utils import timezone

    from inspections.models import Campaign

    day = timezone.localdate().strftime("%d/%m/%Y")
    body = Campaign.objects.get(code="DVCQ2026").inspecting_organization_id
    paper = {"paper_type": "BC", "number": f"{n}-BC/ĐU", "dated_on": day, "title": "báo cáo quý", "issuer": "Đảng ủy"}
    return {"organization": body, "arrived_on": day, **paper}


def _state_of(desk: Desk) -> str:
    from reports.models import Dossier

    return Dossier.objects.get(pk=desk.dossier).state


def events(act: str, desk: Desk) -> int:
    from reports.models import Dossier
    from workflow.models import Event

    return Event.objects.about(Dossier.objects.get(pk=desk.dossier)).filter(act=act).count()


def is_well(result: dict) -> bool:
    """One round, one file, nothing half done; who comes second is led on (302) or refused (409)."""
    once = [result[name] for name in ("rounds", "sends", "files")] == [1, 1, 1] and result["is_led_on"]
    faults = ("files_without_row", "broken_files", "torn_openings", "torn_checks", "strange_lines", "opened_without")
    whole = result["are_consecutive"] and not any(result[name] for name in faults)
    answers = [result[name] for name in ("sent", "uploaded", "opened_or_withdrawn", "accepted_or_returned", "entered")]
    return once and whole and all(set(answer) <= {302, 409} for answer in answers)
