"""Who sees an inspection and what is in it: through merged bodies, shares, delegations, roles and states.

What the pages show is walked through in tests/test_every_url.py; here the rules are changed one at a time.
"""

from copy import deepcopy
from datetime import timedelta
from itertools import compress

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Membership, Organization, OrganizationSuccession, User
from inspections.models import (
    Assignment,
    Campaign,
    CampaignShare,
    Cause,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    Recommendation,
    Session,
    StoredFile,
)
from inspections.papers.acts import store_file
from reports.documents.models import Document, DocumentText
from reports.submissions.models import Dossier, DraftValue, ReturnItem, Round, SectionText, SubmissionAttachment
from reports.submissions.states import DossierState
from tests.standing import standing
from tests.strangers import write_strangers, write_user, write_world, written

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
CONTENTS = [Campaign, Inspection, Session, MeasuredValue, Finding, Cause, Recommendation, Assignment, OfficialPaper]
STATES = [
    *["planned", "notified", "in_session", "recorded", "drafting", "for_decision"],
    *["concluded", "followed_up", "closed", "postponed", "cancelled"],
]


def body(code):
    return Organization.objects.get(short_code=code)


def seen_by(user, records):
    """For each record whether the user sees it, asked anew, as the next request would: what a user reaches is kept only
    for one.
    """
    reader, keys = User.objects.get(pk=user.pk), {}
    for record in records:
        keys.setdefault(type(record), []).append(record.pk)
    seen = {
        model: set(model.objects.visible_to(reader).filter(pk__in=of_model).values_list("pk", flat=True))
        for model, of_model in keys.items()
    }
    return [record.pk in seen[type(record)] for record in records]


def sees(user, record):
    return seen_by(user, [record]) == [True]


def readers_of(records, *users):
    """For each record those of the users who see it."""
    seen = [seen_by(user, records) for user in users]
    return [[user.username for user in compress(users, of_one)] for of_one in zip(*seen, strict=True)]


def those_who_see(record, *users):
    return readers_of([record], *users)[0]


def give_role(user, role, organization, starts_on=YESTERDAY, **columns):
    return Membership.objects.create(user=user, role=role, organization=organization, starts_on=starts_on, **columns)


@pytest.fixture(scope="module")
def written_world(rows_for_all):
    minh, binh = (User.objects.get(username=name) for name in ("minh", "binh"))
    return write_world("own", body("btgdv-tu-tay-ninh"), body("ubnd-28108"), actor=minh, member=binh.person)


@pytest.fixture
def world(written_world, db):
    """An inspection of Lan's commune by our Board, Bình at the delegation's head; nothing of it is shared."""
    return deepcopy(written_world)


@pytest.fixture
def in_state(world):
    """`in_state("planned")` is the world with its inspection in that state."""

    def put(state, campaign="open"):
        standing(world.inspection, state)
        standing(world.campaign, campaign)
        return world

    return put


@pytest.fixture
def front_staff():
    """Somebody of another inspecting body of the province: the Front's committee."""
    front = Organization.objects.create(short_code="mttq-tay-ninh", system="front", kind="front")
    return write_user("front", "phuc", front, "staff")


# --- Merged bodies -------------------------------------------------------------------------------------------------
def test_the_merged_board_sees_the_case_of_the_board_of_long_an(case, minh, ngoc):
    board = body("bdv-tu-long-an")
    assert case.campaign.inspecting_organization == board
    assert those_who_see(case, minh, ngoc) == ["minh", "ngoc"]


def test_the_merged_board_sees_the_work_of_the_board_of_old_tay_ninh(minh, ngoc):
    old = write_world("old", body("bdv-tu-tay-ninh-cu"), body("ubnd-28108"), actor=minh, member=minh.person)
    DelegationMember.objects.all().delete()
    assert those_who_see(old.inspection, minh, ngoc) == ["minh", "ngoc"]


@pytest.mark.parametrize(
    ("changed", "is_seen"),
    [({"effective_on": TODAY}, True), ({"effective_on": TOMORROW}, False), ({"extent": "part"}, False)],
)
def test_work_passes_with_whole_succession_and_not_before_its_day(case, minh, changed, is_seen):
    passing = OrganizationSuccession.objects.filter(old=body("bdv-tu-long-an"), new=body("btgdv-tu-tay-ninh"))
    passing.update(**changed)
    assert seen_by(minh, (case, case.campaign, case.findings.first())) == [is_seen] * 3


def test_a_board_that_still_exists_is_not_seen_from_another(minh, ngoc):
    strange = write_strangers()
    assert sees(strange.xuan, strange.inspection)
    assert those_who_see(strange.inspection, minh, ngoc) == []


# --- Shares --------------------------------------------------------------------------------------------------------
def test_another_body_sees_a_campaign_from_the_day_it_is_shared_and_without_what_is_internal(world, front_staff):
    outside = [world.campaign, world.inspection, world.session, world.verified, world.finding, world.open_paper]
    kept = [world.remark, world.hidden_cause, world.general, world.internal_paper, world.document, world.document_text]
    assert seen_by(front_staff, [*outside, *kept]) == [False] * 12
    share = CampaignShare.objects.create(campaign=world.campaign, organization=front_staff.person.organization)
    assert seen_by(front_staff, [*outside, *kept]) == [True] * 6 + [False] * 6
    assert not sees(front_staff, share)


@pytest.mark.parametrize(
    ("state", "campaign", "seen"),
    [
        ("planned", "open", [True, False, False, False]),
        ("notified", "open", [True, True, True, False]),
        ("recorded", "open", [True, True, True, True]),
        ("recorded", "draft", [False, False, False, False]),
    ],
)
def test_what_a_share_opens_follows_the_state(in_state, front_staff, state, campaign, seen):
    world = in_state(state, campaign)
    CampaignShare.objects.create(campaign=world.campaign, organization=front_staff.person.organization)
    records = [world.campaign, world.inspection, world.reported, world.verified]
    assert seen_by(front_staff, records) == seen


def test_a_share_with_one_campaign_opens_no_other(world, front_staff, case):
    CampaignShare.objects.create(campaign=world.campaign, organization=front_staff.person.organization)
    assert list(Inspection.objects.visible_to(front_staff)) == [world.inspection]


# --- Delegations ---------------------------------------------------------------------------------------------------
def test_members_see_their_delegations_inspections_not_the_other_delegations(binh, son, van, minh):
    first, second = (Inspection.objects.filter(campaign__code="DVCQ2026", delegation__number=n) for n in (1, 2))
    for user in (binh, son, van):
        inside = Inspection.objects.inside(user).exclude(campaign__code="OWN")  # this file's own, which Bình heads
        assert set(inside) == set(first)
        assert not inside.filter(pk__in=second).exists()
    assert set(Inspection.objects.inside(minh)) >= {*first, *second}


def test_a_second_role_in_another_delegation_opens_that_one_too(binh):
    second = Inspection.objects.filter(campaign__code="DVCQ2026", delegation__number=2)
    written("x", DelegationMember, delegation=second.first().delegation, person=binh.person, role="member")
    assert set(Inspection.objects.inside(binh)) >= set(second)


@pytest.mark.parametrize(
    ("spell", "is_inside"),
    [
        ({"starts_on": None}, True),
        ({"starts_on": TODAY}, True),
        ({"starts_on": TOMORROW}, False),
        ({"starts_on": YESTERDAY, "ends_on": TOMORROW}, True),
        ({"starts_on": YESTERDAY, "ends_on": TODAY}, False),
    ],
)
def test_a_member_stands_inside_from_his_first_day_to_the_day_before_his_end(in_state, binh, spell, is_inside):
    world = in_state("in_session")
    DelegationMember.objects.filter(pk=world.member.pk).update(**spell)
    assert seen_by(binh, (world.inspection, world.remark, world.document)) == [is_inside] * 3


def test_an_account_that_is_switched_off_is_signed_out_of_its_delegation(world, binh, signed_in):
    client = signed_in(binh)
    assert client.get("/inspections/OWN-1/").status_code == 200
    User.objects.filter(pk=binh.pk).update(is_active=False)
    assert client.get("/inspections/OWN-1/").headers["Location"] == "/sign-in/?next=/inspections/OWN-1/"


# --- The inspected side --------------------------------------------------------------------------------------------
def test_lan_and_khoa_see_theirs_from_the_notice_on_and_hoa_never(in_state, lan, khoa, hoa):
    seen = {state: those_who_see(in_state(state).inspection, lan, khoa, hoa) for state in STATES}
    assert seen == {"planned": [], **{state: ["lan", "khoa"] for state in STATES[1:]}}


@pytest.mark.parametrize("role", ["subject_organization", "reporting_organization", "presenting_organization"])
def test_each_body_that_has_a_part_in_it_sees_it(world, hoa, role):
    assert not sees(hoa, world.inspection)
    Inspection.objects.filter(pk=world.inspection.pk).update(**{role: body("ubnd-28114")})
    assert sees(hoa, world.inspection)


def test_until_the_minutes_are_agreed_the_unit_reads_only_what_it_reported(in_state, lan, khoa):
    agreed = ["recorded", "drafting", "for_decision", "concluded", "followed_up", "closed"]
    for state in STATES[1:]:
        world = in_state(state)
        found = [world.verified, world.finding, world.cause, world.recommendation]
        for user in (lan, khoa):
            assert seen_by(user, [world.reported, *found]) == [True, *[state in agreed] * 4], (state, user)


@pytest.mark.parametrize("state", STATES)
def test_what_is_internal_stays_inside_in_every_state(in_state, minh, binh, lan, khoa, tuyet, state):
    world = in_state(state)
    inner = [world.remark, world.hidden_cause, world.general]
    inner += [world.internal_paper, world.document, world.document_text]
    assert readers_of(inner, minh, binh, lan, khoa, tuyet) == [["minh", "binh"]] * 6


def test_hoa_sees_nothing_of_lans(world, hoa, lan):
    own = {"inspection": Inspection.objects.filter(subject_organization=body("ubnd-28114"))}
    assert {row.pk for row in Inspection.objects.visible_to(hoa)} == {row.pk for row in own["inspection"]}
    lans = [record for record in vars(world).values() if hasattr(type(record), "objects")]
    scoped = [record for record in lans if hasattr(type(record).objects, "visible_to")]
    assert list(compress(scoped, seen_by(hoa, scoped))) == []
    assert sum(seen_by(lan, scoped)) > 10


def test_an_owner_reads_his_assignment_once_concluded_in_an_inspection_that_is_not_his(in_state, hoa):
    world = in_state("for_decision")
    Assignment.objects.filter(pk=world.assignment.pk).update(owner_organization=body("ubnd-28114"))
    assert seen_by(hoa, (world.assignment, world.inspection)) == [False, False]
    in_state("concluded")
    records = (world.assignment, world.answer, world.inspection, world.recommendation, world.finding)
    assert seen_by(hoa, records) == [True, True, False, False, False]


def test_a_report_stands_before_the_unit_and_those_who_inspect_and_its_words_before_the_unit(
    in_state, lan, khoa, minh, ngoc, binh, hoa, tuyet, thu, front_staff
):
    """Whatever its state; and nothing of it is shared with another Board."""
    everybody = (lan, khoa, minh, ngoc, binh, hoa, tuyet, thu, front_staff)
    world = in_state("notified")
    CampaignShare.objects.create(campaign=world.campaign, organization=front_staff.person.organization)
    draft = written("own", DraftValue, dossier=world.dossier, set_criterion=world.set_criterion, changed_by=lan)
    for state in DossierState:
        standing(world.dossier, state)
        assert those_who_see(world.dossier, *everybody) == ["lan", "khoa", "minh", "ngoc", "binh"]
        for record in (world.section_text, draft):
            assert those_who_see(record, *everybody) == ["lan", "khoa"]
    in_state("planned")
    assert [those_who_see(record, lan, khoa) for record in (world.dossier, world.section_text, draft)] == [[]] * 3


def test_those_who_inspect_see_a_round_from_when_they_open_it(world, lan, khoa, minh, ngoc, binh, hoa, tuyet, thu):
    everybody, now = (lan, khoa, minh, ngoc, binh, hoa, tuyet, thu), timezone.now()
    columns = {"sha256": "0" * 64, "submitted_at": now, "submitted_by": lan, "due_on": TODAY}
    sent = Round.objects.create(dossier=world.dossier, n=2, **columns)
    withdrawn = Round.objects.create(dossier=world.dossier, n=3, **columns)
    item = written("own", ReturnItem, round=sent, section="survey", reason_code="missing")
    file = store_file(b"%PDF-1.7", "own.pdf", "application/pdf")
    attached = SubmissionAttachment.objects.create(dossier=world.dossier, file=file, added_by=lan)
    attached.rounds.add(sent, withdrawn)
    Round.objects.filter(pk=withdrawn.pk).update(withdrawn_at=now)
    for record in (sent, withdrawn, item, attached):
        assert those_who_see(record, *everybody) == ["lan", "khoa"]
    assert those_who_see(file, lan, minh, hoa) == ["lan"]
    Round.objects.filter(pk=sent.pk).update(opened_at=now, opened_by=minh)
    for record in (sent, item, attached, file):
        assert those_who_see(record, *everybody) == ["lan", "khoa", "minh", "ngoc", "binh"], record
    assert those_who_see(withdrawn, *everybody) == ["lan", "khoa"]


def test_a_report_of_a_body_for_another_is_seen_by_both(world, lan, khoa, hoa):
    """One writes it, the other is inspected."""
    Inspection.objects.filter(pk=world.inspection.pk).update(reporting_organization=body("ubnd-28114"))
    Dossier.objects.filter(pk=world.dossier.pk).update(reporting_organization=body("ubnd-28114"))
    for record in (world.dossier, world.round, world.section_text, world.submitted):
        assert those_who_see(record, lan, khoa, hoa) == ["lan", "khoa", "hoa"]


@pytest.mark.parametrize(
    ("state", "is_internal", "readers"),
    [
        ("draft", False, ["minh", "binh"]),
        ("submitted", False, ["minh", "binh"]),
        ("issued", False, ["minh", "binh"]),
        ("published", False, ["minh", "binh", "lan", "tuyet"]),
        ("published", True, ["minh", "binh"]),
    ],
)
def test_a_document_leaves_the_house_when_it_is_published(
    world, minh, binh, lan, hoa, tuyet, state, is_internal, readers
):
    Document.objects.filter(pk=world.document.pk).update(is_internal=is_internal)
    standing(world.document, state)
    assert those_who_see(world.document, minh, binh, lan, hoa, tuyet) == readers


# --- Viewers and administrators ------------------------------------------------------------------------------------
def test_tuyet_reads_what_is_concluded_and_nothing_before(in_state, tuyet):
    assert [state for state in STATES if sees(tuyet, in_state(state).inspection)] == [
        *["concluded", "followed_up", "closed"]
    ]


def test_thu_keeps_accounts_and_reads_no_contents(world, case, thu):
    reports = [Dossier, Round, SectionText, DraftValue, ReturnItem, SubmissionAttachment]
    papers = [*reports, Document, DocumentText, StoredFile]
    assert [model for model in [*CONTENTS, *papers] if model.objects.visible_to(thu).exists()] == []
    assert set(User.objects.visible_to(thu)) == set(User.objects.all())


def test_of_two_roles_the_inner_one_wins(in_state, lan, minh):
    world = in_state("planned")
    records = (world.inspection, world.remark, world.document)
    assert seen_by(lan, records) == [False] * 3
    give_role(lan, "staff", body("btgdv-tu-tay-ninh"))
    assert seen_by(lan, records) == [True] * 3
    give_role(minh, "officer", body("ubnd-28108"))
    give_role(minh, "viewer", body("btgdv-tu-tay-ninh"))
    assert seen_by(minh, records) == [True] * 3


def test_a_role_taken_off_yesterday_opens_nothing_today(case, minh, lan):
    assert those_who_see(case, minh, lan) == ["minh", "lan"]
    Membership.objects.filter(user__in=[minh, lan]).update(starts_on=YESTERDAY - timedelta(days=1), ends_on=TODAY)
    assert those_who_see(case, minh, lan) == []


def test_a_campaign_in_preparation_is_for_the_board_and_its_delegation(in_state, minh, binh, lan, tuyet, front_staff):
    world = in_state("followed_up", campaign="draft")
    CampaignShare.objects.create(campaign=world.campaign, organization=front_staff.person.organization)
    users = (minh, binh, lan, tuyet, front_staff)
    records = [world.campaign, world.inspection, world.session, world.reported, world.finding, world.open_paper]
    assert readers_of(records, *users) == [["minh", "binh"]] * 6


# --- Every table ---------------------------------------------------------------------------------------------------
def test_every_table_of_the_portal_has_its_scope():
    rooms = {"workflow", "localities", "accounts", "inspections", "reports"}
    tables = [model for model in apps.get_models() if model._meta.app_label in rooms]
    assert [model for model in tables if not hasattr(model._default_manager, "visible_to")] == []


def test_nobody_reaches_a_row_of_another_province_in_any_table(minh, binh, lan, khoa, hoa, tuyet, thu):
    """But what is catalogue: bodies and people, criteria and models, which Boards and administrators share."""
    strange = write_strangers()
    rows = [row for row in vars(strange).values() if hasattr(type(row), "_default_manager")]
    seen = {
        user.username: sorted({type(row).__name__ for row in compress(rows, seen_by(user, rows))})
        for user in (minh, binh, lan, khoa, hoa, tuyet, thu)
    }
    who = ["Organization", "OrganizationSuccession"]
    assert seen == {
        "minh": ["CriteriaSet", "Criterion", "MobilizationModel", *who, "SetCriterion", "Signatory"],
        **{name: [] for name in ("binh", "lan", "khoa", "hoa", "tuyet")},
        "thu": [
            *["AccessLog", "CriteriaSet", "Criterion", "DocumentTemplate", "FactorReset", "Mail"],
            *["MobilizationModel", "NumberRegister", *who, "PaperSettings", "SetCriterion", "Signatory"],
            *["Term", "User"],
        ],
    }


def test_a_loaded_inspection_knows_who_stands_inside_of_it(minh, binh, van, lan, tuyet, thu):
    """As the queryset does, without a query."""
    inspections = list(Inspection.objects.select_related("campaign", "delegation"))
    for user in (minh, binh, van, lan, tuyet, thu):
        inside = set(Inspection.objects.inside(user).values_list("pk", flat=True))
        assert {each.pk for each in inspections if each.is_inside(user, timezone.localdate())} == inside
