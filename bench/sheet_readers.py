"""Staff who postpone an inspection of their own, or take it up again, then look at its page and take the sheet of all:
both must have what was just written, and the sheet every inspection once.
"""

import csv
import http.client
import io
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field

from bench.load import Browser, session_of

SHEET = "/inspections/?export=csv"
REFERENCE, STATE = "Mã cuộc kiểm tra", "Trạng thái"
PATIENCE = 90  # seconds for which what isn't answered is pressed again


@dataclass
class Seen:
    """What the readers met. `counts`: "again", how often something had to be pressed again, and "stale_pages";
    `wrong_sheets`: what was wrong with each of them; `seconds`: of each sheet.
    """

    counts: Counter = field(default_factory=Counter)
    wrong_sheets: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Reader(Browser):
    def read(self, path: str) -> tuple[int, str]:
        """Return the status, 0 for none, and the text."""
        try:
            request = urllib.request.Request(self.address + path, headers={"Cookie": self.cookie})
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8-sig")
        except urllib.error.HTTPError as answer:
            return answer.code, ""
        except (OSError, http.client.HTTPException):
            return 0, ""


def make_inspections(count: int) -> list[str]:
    """Make planned inspections in the demo's open campaign; return their references."""
    from accounts.models import Organization
    from inspections.models import Campaign, Delegation, Inspection

    campaign, made = Campaign.objects.get(code="DVCQ2026"), []
    delegation = Delegation.objects.get(campaign=campaign, number=1)
    for n in range(count):
        body = Organization.objects.create(short_code=f"doc-{n}", system="state", kind="peoples_committee")
        of = {"campaign": campaign, "delegation": delegation, "reference": f"R-{n}"}
        made.append(Inspection.objects.create(**of, subject_organization=body, reporting_organization=body).reference)
    return made


def start(references: list[str], address: str, until: float, seen: Seen) -> list[threading.Thread]:
    """Let one of the staff work on each of these inspections until `until`."""
    session, every = session_of("minh"), _every_reference()
    threads = [
        threading.Thread(target=_work, args=(reference, Reader(address, session), every, until, seen))
        for reference in references
    ]
    for thread in threads:
        thread.start()
    return threads


def _every_reference() -> Counter:
    from inspections.models import Inspection

    return Counter(Inspection.objects.values_list("reference", flat=True))


def _work(reference: str, reader: Reader, every: Counter, until: float, seen: Seen) -> None:
    round_ = 0
    while time.monotonic() < until:
        round_ += 1
        state = _written(reference, reader, round_, seen)
        _status, page = _pressed(lambda: reader.read(f"/inspections/{reference}/"), seen)
        seen.counts["stale_pages"] += state not in page
        began = time.monotonic()
        _status, sheet = _pressed(lambda: reader.read(SHEET), seen)
        seen.seconds.append(time.monotonic() - began)
        seen.wrong_sheets += faults_of(sheet, every, reference, state)


def _written(reference: str, reader: Reader, round_: int, seen: Seen) -> str:
    """Take the next step; return the word of the state that the database has then."""
    from django.db import close_old_connections

    from inspections.models import Inspection

    step = "resume" if Inspection.objects.get(reference=reference).state == "postponed" else "postpone"
    status = reader.ask(f"/inspections/{reference}/steps/{step}/", {"reason": f"Lần {round_}"})
    if status != 302:
        seen.counts["again"] += 1
        time.sleep(3)  # a database server may still do what it was told last
    state = Inspection.objects.get(reference=reference).get_state_display()
    close_old_connections()
    return state


def _pressed(act, seen: Seen) -> tuple[int, str]:
    until, answer = time.monotonic() + PATIENCE, act()
    while answer[0] != 200 and time.monotonic() < until:
        seen.counts["again"] += 1
        time.sleep(0.2)
        answer = act()
    return answer


def faults_of(sheet: str, every: Counter, reference: str, state: str) -> list[str]:
    """Return what is wrong: not every inspection stands in it once, or this one not in this state."""
    rows = list(csv.DictReader(io.StringIO(sheet, newline=""), delimiter=";"))
    if Counter(row[REFERENCE] for row in rows) != every:
        return [f"{len(rows)} rows of {every.total()}"]
    found = [row[STATE] for row in rows if row[REFERENCE] == reference]
    return [] if found == [state] else [f"{reference}: {found}, not {state}"]


def sheets_agree() -> bool:
    """Tell whether the sheet that is read on the standby has the same bytes as that of the database."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from ground.shared import replica

    client = Client()
    client.force_login(User.objects.get(username="minh"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    replica._rests_until = 0.0
    on_standby = replica.has_caught_up() and client.get(SHEET).getvalue()
    replica._rests_until = float("inf")
    return on_standby == client.get(SHEET).getvalue()
