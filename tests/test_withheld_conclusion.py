"""While a conclusion is issued and not published, those outside get at every address what they got before it.

The addresses are those of the walk (test_every_url.py) and the ways in which lists narrow, sort and go out.
"""

import io
import re
import zipfile

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from inspections.models import Inspection, OfficialPaper, PaperLink
from tests.standing import standing
from tests.test_every_url import lines_of_table, write_worlds
from tests.walk import browser_of, walking
from workflow.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]
OUTSIDE = ["lan", "tuyet", "yen"]  # its officer, a viewer of the Board, another Board with which it is shared
IN_ADMIN = ["yen", "minh"]
SHOWING = [
    "/inspections/OPEN-1/",
    "/inspections/?state=for_decision",
    "/campaigns/OPEN/?group=state",
    "/campaigns/OPEN/?state=for_decision",
    "/search/?q=OPEN-1",
    "/admin/inspections/inspection/?shown_state=for_decision",
]
# What a page has of its own each time it is drawn.
EACH_TIME = re.compile(
    rb'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|nonce="[^"]+"|name="(?:token|receipt)" value="[^"]+"'
)
AFTER = "followed_up"


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker):
    """(address, reader, when) → status and body: "before" the conclusion, while it is "withheld", once "published"."""
    with django_db_blocker.unblock(), transaction.atomic(), walking():
        worlds = write_worlds()
        inspection = standing(worlds["OPEN"].inspection, "for_decision")
        paths, showing = addresses(worlds), [*SHOWING, f"/history/inspection/{inspection.pk}/"]
        outside = {user: browser_of(user) for user in OUTSIDE}
        inside = {"minh": browser_of("minh")}
        found = dict([*answers_in("before", paths, outside), *answers_in("before", showing, inside)])
        conclude(standing(inspection, AFTER), worlds["OPEN"])
        found |= dict([*answers_in("withheld", paths, outside), *answers_in("withheld", showing, inside)])
        Inspection.objects.filter(pk=inspection.pk).update(is_withheld=False)
        found |= dict(answers_in("published", showing, outside))
        transaction.set_rollback(True)
    return found


def addresses(worlds):
    """What those outside open of the inspection, and the lists in all the ways in which they show its state."""
    lines = [line for line in lines_of_table(worlds) if line.method == "GET"]
    names = ("campaign_", "inspection_", "finding_", "recommendation_", "organization_show", "history_show", "value_")
    names += ("dossier_", "round_show")
    of_world = [line for line in lines if line.name.startswith(names) and line.record.startswith("OPEN")]
    paths = [line.path for line in of_world if {line.expected["lan"], line.expected["tuyet"]} & {200}]
    inspection, campaign = worlds["OPEN"].inspection, worlds["OPEN"].campaign
    lists, admin = reverse("inspection_list"), reverse("admin:inspections_inspection_changelist")
    matrix, unit = campaign.get_absolute_url(), inspection.subject_organization
    ways = ["?state=for_decision", f"?state={AFTER}", "?sort=state", "?sort=-state&export=csv&campaign=OPEN"]
    paths += ["/", *(lists + way for way in ways), reverse("recommendation_list"), reverse("paper_list")]
    ways = ["state=for_decision", f"state={AFTER}", "group=state", "step=conclusion", "step=follow_up", "due=late"]
    paths += [f"{matrix}?{way}" for way in ways]
    paths += [f"{admin}?shown_state={state}" for state in ("for_decision", AFTER)]
    paths += [f"{admin}?o=5", f"{admin}{inspection.pk}/change/", reverse("admin:workflow_event_changelist")]
    paths += [reverse("admin:inspections_campaign_change", args=[campaign.pk])]
    paths += [f"{reverse('search_show')}?q=OPEN-1", unit.get_absolute_url()]
    paths += [reverse("localities:show", args=[unit.locality_id])]
    paths += [reverse("history_show", args=["inspection", inspection.pk])]
    paths += [reverse("inspection_step", args=[inspection.reference, step]) for step in ("close", "hand_in")]
    paths += [reverse("report_hand_in", args=[inspection.reference])]
    paths += [reverse("assignment_step", args=[worlds["OPEN"].assignment.pk, step]) for step in ("accept", "answer")]
    return list(dict.fromkeys(paths))


def answers_in(state, paths, browsers):
    for path in paths:
        for user, browser in browsers.items():
            if user in IN_ADMIN or not path.startswith("/admin/"):
                response = browser.get(path)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                body = held_in(body) if path.endswith(".zip") and response.status_code == 200 else body
                yield (path, user, state), (response.status_code, EACH_TIME.sub(b"", body))


def held_in(content):
    """What a zip holds, without the instants at which it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return repr({name: opened.read(name) for name in opened.namelist()}).encode()


def conclude(inspection, world):
    """Write what the issue of the notice writes beside the state."""
    ngoc = User.objects.get(username="ngoc")
    Inspection.objects.filter(pk=inspection.pk).update(is_withheld=True)
    steps = [("conclude", "for_decision", "concluded"), ("follow", "concluded", AFTER), ("reminded", AFTER, AFTER)]
    for act, was, becomes in steps:
        Event.objects.create(actor=ngoc, act=act, from_state=was, to_state=becomes, subject=inspection)
    paper = OfficialPaper.objects.create(
        kept_by=world.campaign.inspecting_organization, paper_type="TB", number="09-TB/BTGDVTU", title="về kết luận"
    )
    PaperLink.objects.create(paper=paper, role="result", inspection=inspection)


def differing(answers, when):
    changed = {}
    for path, user, then in answers:
        if then == when and answers[path, user, then] != answers[path, user, "before"]:
            changed.setdefault(user, set()).add(path)
    return changed


def test_those_outside_get_everywhere_what_they_got_before(answers):
    assert set(differing(answers, "withheld")) == {"minh"}


def test_those_inside_read_at_once_that_it_is_concluded_and_those_outside_once_it_is_published(answers):
    """So the pages above would differ if they showed it."""
    history = next(path for path, _user, _when in answers if path.startswith("/history/inspection/"))
    assert differing(answers, "withheld")["minh"] == {*SHOWING, history}
    elsewhere = {path for path in SHOWING if not path.startswith("/admin/")}
    assert differing(answers, "published") == {
        "lan": {*elsewhere, history},
        "tuyet": {*elsewhere, history},
        "yen": {*SHOWING, history},
    }
