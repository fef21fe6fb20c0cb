"""The admin's list of events shows what the histories show: Yến sees no internal acts of a campaign shared with her
Board.
"""

from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership, OrganizationName, User
from inspections.models import Finding, PaperLink
from tests.standing import standing
from tests.strangers import write_neighbours, write_world
from workflow.history.acts import change, create, take_out
from workflow.history.kinds import history_of
from workflow.models import Event

pytestmark = pytest.mark.django_db
LIST = "/admin/workflow/event/"


@pytest.fixture(scope="module")
def written(rows_for_all):
    minh, binh, lan = (User.objects.get(username=name) for name in ("minh", "binh", "lan"))
    board, unit = (user.memberships.first().organization for user in (minh, lan))
    further = write_neighbours()
    further_ones = {"shared_with": [further.shared], "with_them": [further.quy.person]}
    world = write_world("own", board, unit, actor=minh, member=binh.person, state="in_session", **further_ones)
    return world, further


@pytest.fixture
def both(written, db):
    return deepcopy(written)


@pytest.fixture
def world(both):
    """Minh's campaign, shared with Yến's Board; Quý of a third Board goes with its delegation."""
    return both[0]


@pytest.fixture
def further(both):
    return both[1]


@pytest.fixture
def agreed(world):
    """The minutes are agreed: from now on users outside see what is written."""
    standing(world.inspection, "recorded")
    return Event.objects.create(act="record", subject=world.inspection)


def acts_shown(user, record):
    """The acts about one record as the admin's list, the scope and the restore button know them."""
    return list(Event.objects.visible_to(user).about(record).order_by("pk").values_list("act", flat=True))


def on_the_list(browser, **query):
    return {event.pk for event in browser.get(LIST, query).context["cl"].result_list}


def test_yen_is_told_of_no_deletion_and_minh_of_all(world, further, minh, signed_in):
    removals = {world.removal_of_inspection.pk, world.removal_of_campaign.pk}
    assert on_the_list(signed_in(minh), act__exact="removed") >= removals
    assert on_the_list(signed_in(further.yen), act__exact="removed") == set()
    assert "~own.deleted.finding.text~" not in signed_in(further.yen).get(LIST).content.decode()


def test_the_page_of_a_deletion_is_missing_for_yen_like_one_that_never_was(world, further, minh, signed_in):
    path = reverse("admin:workflow_event_change", args=[world.removal_of_inspection.pk])
    missing = signed_in(further.yen).get(reverse("admin:workflow_event_change", args=[999_999_999]))
    found = signed_in(further.yen).get(path)
    assert (found.status_code, found.content) == (404, missing.content)
    assert "~own.deleted.finding.text~" in signed_in(minh).get(path).content.decode()


def test_yen_cannot_undo_a_deletion_nor_learn_that_there_was_one(world, further, signed_in):
    answers = [signed_in(further.yen).post(f"/history/{pk}/restore/") for pk in (world.removal_of_campaign.pk, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_what_was_written_before_the_minutes_were_agreed_is_told_inside_alone(world, further, minh, binh):
    assert [acts_shown(user, world.verified) for user in (minh, binh, further.quy)] == [["created"]] * 3
    standing(world.inspection, "recorded")
    Event.objects.create(act="record", subject=world.inspection)
    assert acts_shown(further.yen, world.verified) == []
    world.verified.printed = "12 hộ"
    change(world.verified, minh, world.verified.revision)
    assert acts_shown(further.yen, world.verified) == ["changed"]


def test_of_a_remark_that_was_internal_once_nothing_earlier_is_told(agreed, world, further, minh):
    remark = Finding.objects.get(pk=world.remark.pk)
    remark.is_internal = False
    change(remark, minh, remark.revision)
    assert (acts_shown(further.yen, remark), acts_shown(minh, remark)) == ([], ["created", "changed"])
    remark.text = "Chậm trả lời dân."
    change(remark, minh, remark.revision)
    assert acts_shown(further.yen, remark) == ["changed"]


def test_outside_no_inner_link_is_told_in_the_list_nor_in_the_history(agreed, world, further, minh, lan, signed_in):
    """Where a value was taken from may be a paper that only the inspecting body sees."""
    value = world.verified
    value.pk, value.part = None, "thêm"
    create(value, minh)
    event = Event.objects.about(value).get()
    assert event.changes["source_paper"][1].endswith("~own.internal.officialpaper.title~")
    page = signed_in(further.yen).get(reverse("admin:workflow_event_change", args=[event.pk]))
    assert (page.status_code, "internal.officialpaper" in page.content.decode()) == (200, False)
    for reader in (lan, further.yen):
        lines = [line for line in history_of(world.inspection, reader).lines if line.what == "Thêm"]
        assert ["Theo văn bản" in {each.label for each in line.changes} for line in lines] == [True]
        assert "internal.officialpaper" not in str(lines)
    assert "internal.officialpaper" in str(history_of(world.inspection, minh).lines)


def test_quy_is_told_all_of_the_inspection_and_of_the_campaign_only_its_steps(world, further):
    assert Event.objects.visible_to(further.quy).filter(pk=world.removal_of_inspection.pk).exists()
    assert not Event.objects.visible_to(further.quy).filter(pk=world.removal_of_campaign.pk).exists()
    assert acts_shown(further.quy, world.general) == []


def test_acts_about_a_paper_are_its_keepers(agreed, world, further, minh):
    paper = world.open_paper
    paper.title = "Báo cáo khác"
    change(paper, minh, paper.revision)
    assert PaperLink.objects.visible_to(further.yen).filter(paper=paper).exists()
    assert (acts_shown(minh, paper), acts_shown(further.yen, paper)) == (["changed"], [])


def test_the_list_and_the_history_tell_yen_the_same(agreed, world, further, minh):
    """The list, the histories and the restore button apply one rule, for an inspection and for all its dependants."""
    for row in (world.verified, world.finding, world.remark, world.recommendation, world.session, world.open_link):
        change(_rewritten(row), minh, row.revision)
        if row in (world.session, world.open_link):
            take_out(row, world.inspection, minh)
    lines = history_of(world.inspection, further.yen).lines
    events = Event.objects.visible_to(further.yen).filter(at__gte=agreed.at)
    since = [line.at for line in lines if line.at >= agreed.at]
    assert since == list(events.values_list("at", flat=True))
    assert len(since) == 4  # the minutes; a value, a finding and a recommendation written anew


def _rewritten(row):
    for name in ("printed", "text", "place", "role"):
        if hasattr(row, name):
            setattr(row, name, "result" if name == "role" else "Viết lại")
            break
    return row


def test_a_role_that_was_taken_away_is_the_administrators_to_know(minh, thu, lan):
    """Bodies are seen by every Board, accounts are not: the deletion stands in the history of the body."""
    membership = lan.memberships.first()
    body = membership.organization
    removal = take_out(membership, body, thu)
    removals = [{event.pk for event in Event.objects.visible_to(user).filter(act="removed")} for user in (thu, minh)]
    assert [removal.pk in seen for seen in removals] == [True, False]
    assert [len(history_of(body, user).lines) for user in (thu, minh)] == [1, 0]
    assert Membership.objects.filter(pk=membership.pk).count() == 0


def test_what_is_done_to_a_bodys_names_is_told_to_every_board_as_before(minh, thu, lan):
    body = lan.memberships.first().organization
    made = OrganizationName(organization=body, name="Tên cũ", full_name="Tên cũ", starts_on=date(1990, 1, 1))
    made.ends_on = date(1991, 1, 1)
    take_out(create(made, thu), body, thu)
    assert (minh.is_administrator, [line.what for line in history_of(body, minh).lines]) == (False, ["Xóa"])
