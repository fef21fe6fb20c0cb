"""What earlier inspections left: a re-inspection examines it, and a weakness that returns is known again."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organization, OrganizationSuccession
from inspections.models import (
    Answer,
    Assignment,
    Campaign,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    Recommendation,
)
from localities.models import ChangeLink
from tests.composed_papers import composed, lines_of
from tests.made_work import make_assignment, make_body, make_campaign, make_inspection, make_user
from tests.standing import standing
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(case):
    """A Board; "cu", inspected in 2025, which "moi" wholly succeeded, and which it re-inspects in 2026."""
    return World(case.campaign.criteria_set)


class World:
    def __init__(self, criteria_set):
        self.board = make_body("ban-moi", "party_board", "party")
        self.old, self.new = make_body("cu"), make_body("moi")
        OrganizationSuccession.objects.create(old=self.old, new=self.new, effective_on=date(2025, 12, 1))
        self.before = make_campaign(self.board, "D2025", criteria_set)
        Campaign.objects.filter(pk=self.before.pk).update(year=2025)
        self.earlier = make_inspection(self.before, self.old, "D2025-cu")
        self.campaign = make_campaign(self.board, "D2026", criteria_set)
        self.inspection = make_inspection(self.campaign, self.new, "D2026-moi", "in_session")
        self.criteria = [each.criterion for each in criteria_set.criteria.all()[:2]]

    def assign(self, inspection, state, text):
        made = make_assignment(inspection, state)
        made.recommendation.text = text
        made.recommendation.save()
        return made

    def delegate(self, user):
        """Make the user the secretary of the re-inspection's delegation."""
        delegation = Delegation.objects.create(campaign=self.campaign, number=1)
        DelegationMember.objects.create(
            delegation=delegation, person=user.person, role="secretary", organization=self.board
        )
        Inspection.objects.filter(pk=self.inspection.pk).update(delegation=delegation)


# --- Re-inspection ---------------------------------------------------------------------------------------------------
def test_a_reinspection_examines_what_is_open_of_the_body_and_of_the_one_it_succeeded(world, signed_in):
    for state in ("open", "accepted", "answered", "returned", "verified", "carried_over"):
        world.assign(world.earlier, state, state)
    strange = make_campaign(make_body("ban-la", "party_board", "party"), "LA", world.before.criteria_set)
    world.assign(make_inspection(strange, world.old, "LA-cu"), "open", "của Ban khác")
    world.assign(make_inspection(world.before, make_body("xa-la"), "D2025-la"), "open", "của xã khác")
    world.assign(make_inspection(world.before, world.new, "D2025-moi", "drafting"), "open", "chưa công bố")
    Assignment.objects.filter(state="verified").update(changed_at="2025-12-31T00:00Z")
    page = signed_in(make_user("can-bo", world.board, "staff"))
    address = world.inspection.get_absolute_url()
    assert examined(page, address) == []
    Inspection.objects.filter(pk=world.inspection.pk).update(kind="reinspection")
    assert sorted(examined(page, address)) == ["accepted", "answered", "open", "returned"]
    answered = Assignment.objects.get(recommendation__text="answered")
    take(answered, "verify", make_user("can-bo-2", world.board, "staff"))
    assert "answered" in examined(page, address)


def examined(browser, address):
    return [row.assignment.recommendation.text for row in browser.get(address).context["examined"]]


def test_it_examines_what_the_body_owes_from_others_and_from_an_earlier_board_and_not_what_has_form_upward(
    world, signed_in
):
    before = make_body("ban-cu", "party_board", "party")
    OrganizationSuccession.objects.create(old=before, new=world.board, effective_on=date(2025, 12, 1))
    of_others = world.assign(make_inspection(world.before, make_body("xa-khac"), "D2025-khac"), "open", "giao thêm")
    Assignment.objects.filter(pk=of_others.pk).update(owner_organization=world.new)
    earlier = make_campaign(before, "D2024", world.before.criteria_set)
    world.assign(make_inspection(earlier, world.old, "D2024-cu"), "open", "của Ban cũ")
    world.assign(standing(world.inspection, "concluded"), "open", "của chính cuộc này")
    for direction in ("petition", "propose"):
        upward = world.assign(world.earlier, "open", direction).recommendation
        Recommendation.objects.filter(pk=upward.pk).update(direction=direction)
    origin = world.assign(world.earlier, "carried_over", "chuyển tiếp").recommendation
    columns = {"campaign": world.before, "author_organization": world.board, "origin": origin, "text": origin.text}
    Assignment.objects.create(
        recommendation=Recommendation.objects.create(**columns),
        owner_organization=make_body("huyen"),
        owner_as_printed="Huyện",
    )
    Inspection.objects.filter(pk=world.inspection.pk).update(kind="reinspection", reporting_organization=before)
    page = signed_in(make_user("can-bo", world.board, "staff"))
    assert sorted(examined(page, world.inspection.get_absolute_url())) == ["chuyển tiếp", "của Ban cũ", "giao thêm"]


def test_who_only_sees_the_reinspection_sees_nothing_of_what_it_examines(world, signed_in):
    reporting = make_body("bao-cao")
    world.assign(world.earlier, "open", "Niêm yết đủ.")
    Inspection.objects.filter(pk=world.inspection.pk).update(kind="reinspection", reporting_organization=reporting)
    page = signed_in(make_user("bao-cao", reporting, "officer"))
    assert examined(page, world.inspection.get_absolute_url()) == []


def test_its_delegation_sees_all_of_it_and_opens_what_it_may_and_the_body_sees_its_own(world, signed_in):
    mine = world.assign(world.earlier, "answered", "Niêm yết đủ.")
    other = world.assign(world.earlier, "open", "Của huyện.")
    Assignment.objects.filter(pk=other.pk).update(owner_organization=make_body("huyen"))
    officer = make_user("xa", world.new, "officer")
    Answer.objects.create(assignment=mine, kind="result", text="Đã niêm yết.", actor=officer)
    Inspection.objects.filter(pk=world.inspection.pk).update(kind="reinspection")
    secretary = make_user("thu-ky", make_body("so-noi-vu", "department"))
    world.delegate(secretary)
    pages = [signed_in(user).get(world.inspection.get_absolute_url()) for user in (secretary, officer)]
    rows = [[(row.assignment, row.answer, bool(row.url)) for row in page.context["examined"]] for page in pages]
    assert rows[0] == [(mine, "Đã niêm yết.", False), (other, "", False)]
    assert rows[1] == [(mine, "Đã niêm yết.", True), (other, "", True)]  # of its own earlier inspection


# --- A weakness that returns -----------------------------------------------------------------------------------------
@pytest.fixture
def weakness(world):
    """Of "cu" in 2025, with what was asked and promised."""
    inspection = world.earlier
    columns = {"campaign": inspection.campaign, "inspection": inspection, "kind": "shortcoming"}
    found = Finding.objects.create(**columns, criterion=world.criteria[0], text="Chưa đối thoại định kỳ.")
    assignment = world.assign(inspection, "accepted", "Đối thoại mỗi quý.")
    assignment.recommendation.finding = found
    assignment.recommendation.save()
    columns = {"owner_organization": world.board, "owner_as_printed": "đã chuyển"}
    standing(Assignment.objects.create(recommendation=assignment.recommendation, **columns), "carried_over")
    actor = make_user("xa-cu", world.old, "officer")
    Answer.objects.create(assignment=assignment, kind="plan", text="Sẽ đối thoại trước 30/6.", actor=actor)
    return found


@pytest.fixture
def written(world, weakness):
    """Shortcomings of "moi" in 2026: of the same criterion, of another, of none."""
    columns = {"campaign": world.campaign, "inspection": world.inspection, "kind": "shortcoming"}
    columns["severity"] = "limitation"
    criteria = [world.criteria[0], world.criteria[1], None]
    return [
        Finding.objects.create(**columns, criterion=criterion, position=n, text=f"Hạn chế {n}.")
        for n, criterion in enumerate(criteria, 1)
    ]


def shortcomings(browser, inspection):
    return browser.get(inspection.get_absolute_url()).context["findings"].shortcomings


def test_it_is_suggested_by_the_same_criterion_and_linked_with_what_was_asked_and_promised(
    world, weakness, written, signed_in
):
    page = signed_in(make_user("can-bo", world.board, "staff"))
    Finding.objects.filter(pk=weakness.pk).update(text="Chưa đối thoại định kỳ, {99.9}.")
    rows = shortcomings(page, world.inspection)
    assert [row.may_repeat and row.may_repeat.finding for row in rows] == [weakness, None, None]
    edit = reverse("finding_edit", args=[written[0].pk])
    assert f'{edit}?repeats={weakness.pk}"' in page.get(world.inspection.get_absolute_url()).content.decode()
    form = page.get(f"{edit}?repeats={weakness.pk}").context["form"]
    first = list(form.fields["repeats"].choices)[1]
    assert (form["repeats"].value(), first[1]) == (
        weakness.pk,
        f"2025 · {world.criteria[0].name}: Chưa đối thoại định kỳ, [chưa có số: 99.9].",
    )
    typed = {field.name: field.value() or "" for field in form if field.name != "is_internal"}
    assert page.post(edit, typed).status_code == 302
    row = shortcomings(page, world.inspection)[0]
    (promise,) = row.repeats.promises
    assert (row.may_repeat, row.repeats.finding, promise.text, promise.promised, promise.owner) == (
        None,
        weakness,
        "Đối thoại mỗi quý.",
        "Sẽ đối thoại trước 30/6.",
        "UBND xã",
    )


def test_of_several_the_newest_shortcoming_is_suggested(world, weakness, written, signed_in):
    oldest = make_campaign(world.board, "D2024", world.before.criteria_set)
    Campaign.objects.filter(pk=oldest.pk).update(year=2024)
    of_2024 = make_inspection(oldest, world.old, "D2024-cu")
    columns = {"criterion": world.criteria[0], "text": "Khác."}
    Finding.objects.create(campaign=oldest, inspection=of_2024, kind="shortcoming", **columns)
    Finding.objects.create(campaign=world.before, inspection=world.earlier, kind="strength", **columns)
    rows = shortcomings(signed_in(make_user("can-bo", world.board, "staff")), world.inspection)
    assert rows[0].may_repeat.finding == weakness


def test_the_body_sees_of_what_returned_what_is_not_internal(world, weakness, written, signed_in):
    Finding.objects.filter(pk=written[0].pk).update(repeats=weakness)
    standing(world.inspection, "recorded")
    officer = signed_in(make_user("xa", world.new, "officer"))
    staff = signed_in(make_user("can-bo", world.board, "staff"))

    def repeated():
        found = [shortcomings(browser, world.inspection)[0].repeats for browser in (officer, staff)]
        return [each and [promise.text for promise in each.promises] for each in found]

    assert repeated() == [["Đối thoại mỗi quý."]] * 2
    Finding.objects.filter(pk=weakness.pk).update(is_internal=True)
    assert repeated() == [None, ["Đối thoại mỗi quý."]]


def test_what_returned_stands_on_the_bodys_page_for_those_who_see_it(world, weakness, written, signed_in):
    Finding.objects.filter(pk=written[0].pk).update(repeats=weakness)
    pages = {
        "staff": signed_in(make_user("can-bo", world.board, "staff")),
        "officer": signed_in(make_user("xa", world.new, "officer")),
    }
    address = world.new.get_absolute_url()
    shown = {name: 'id="returning"' in page.get(address).content.decode() for name, page in pages.items()}
    assert shown == {"staff": True, "officer": False}  # the minutes aren't agreed
    standing(world.inspection, "concluded")
    text = pages["officer"].get(address).content.decode()
    expected = ('id="returning"', "Chưa đối thoại định kỳ.", "Sẽ đối thoại trước 30/6.")
    assert [words in text for words in expected] == [True] * 3


# What the reader of a paper must not learn from it → (which model, what is changed); what the papers say then.
NOWHERE, YEAR_ONLY = "", "Hạn chế (2) đã được nêu tại kết luận năm 2025."
PROMISED = "Hạn chế (2) đã được nêu tại kết luận năm 2025; Cơ quan moi đã nêu kế hoạch khắc phục: “Sẽ đối thoại”."
HIDDEN = {
    "nothing hidden": (None, {}, PROMISED),
    "an internal finding": ("finding", {"is_internal": True}, NOWHERE),
    "a conclusion that isn't out": ("inspection", {"state": "for_decision"}, NOWHERE),
    "a conclusion that is withheld": ("inspection", {"is_withheld": True}, NOWHERE),
    "another Board's": ("campaign", {"inspecting_organization": "la"}, NOWHERE),
    "another body's": ("inspection", {"subject_organization": "la"}, NOWHERE),
    "a promise of another owner": ("assignment", {"owner_organization": "la"}, YEAR_ONLY),
    "what the unit asked upward": ("recommendation", {"direction": "petition"}, YEAR_ONLY),
    "the Board's own words": ("answer", {"kind": "return"}, YEAR_ONLY),
    "a promise carried over since": ("assignment", {"state": "carried_over"}, PROMISED),
}


def test_report_and_notice_name_the_year_and_the_promise_and_nothing_that_their_reader_was_not_shown(
    world, weakness, written
):
    Finding.objects.filter(pk=written[1].pk).update(repeats=weakness)
    strange, answer = make_body("la"), Answer.objects.get(assignment__recommendation__finding=weakness)
    Answer.objects.filter(pk=answer.pk).update(text="Sẽ\nđối thoại. ")
    assignment = answer.assignment
    records = {
        "finding": weakness, "inspection": world.earlier, "campaign": world.before, "answer": answer,
        "assignment": assignment, "recommendation": assignment.recommendation,
    }  # fmt: skip
    found = {}
    for name, (which, columns, _said) in HIDDEN.items():
        rows = type(records[which])._base_manager.filter(pk=records[which].pk) if which else None
        before = rows.values(*columns)[0] if which else {}
        if which:
            rows.update(**{key: strange if value == "la" else value for key, value in columns.items()})
        found[name] = _said_in_papers(world.inspection)
        if which:
            rows.update(**before)
    assert found == {name: [said, said] for name, (_which, _columns, said) in HIDDEN.items()}


def _said_in_papers(inspection):
    """Return what the notice and the delegation's report say of shortcomings that return."""
    keys = {"conclusion-notice": "shortcomings", "result-report": "remarks/shortcomings"}
    papers = {slug: composed(slug, inspection, date(2026, 6, 1)) for slug in keys}
    lines = [lines_of(papers[slug], key) for slug, key in keys.items()]
    return ["".join(line for line in each if "đã được nêu" in line) for each in lines]


def test_a_promise_stands_beside_what_returned_after_it_was_carried_over(world, weakness, written, signed_in):
    Finding.objects.filter(pk=written[0].pk).update(repeats=weakness)
    made = Assignment.objects.get(recommendation__finding=weakness, owner_organization=world.old)
    later = Recommendation.objects.create(
        campaign=world.campaign, author_organization=world.board, text="Đối thoại.", finding=weakness,
        origin=made.recommendation,
    )  # fmt: skip
    Assignment.objects.create(
        recommendation=later, owner_organization=world.new, owner_as_printed="UBND", carried_from=made
    )
    standing(made, "carried_over")
    (promise,) = shortcomings(signed_in(make_user("can-bo", world.board, "staff")), world.inspection)[
        0
    ].repeats.promises
    assert (promise.owner, promise.promised) == ("UBND", "Sẽ đối thoại trước 30/6.")


def test_a_committee_goes_on_with_those_of_the_places_that_wholly_became_its_place(db):
    link = ChangeLink.objects.recorded().filter(extent="whole", source__isnull=False).exclude(change__kind="unchanged")
    link = link.filter(target__organizations__isnull=True, source__organizations__isnull=True).order_by("pk").first()
    part = ChangeLink.objects.recorded().filter(extent="part", target=link.target, source__isnull=False).first()
    day = link.change.effective_on
    new, old = make_body("p-moi", locality=link.target), make_body("p-cu", locality=link.source)
    make_body("p-phong", "department", locality=link.source)
    make_body("p-dang", "party_committee", "party", locality=link.source)
    if part:
        make_body("p-phan", locality=part.source)
    before = date(day.year - 1, 1, 1)
    assert [Organization.objects.forerunners_of(new, each) for each in (day, before)] == [{old.pk}, set()]
    assert (
        Organization.objects.forerunners_of(make_body("p-phong-moi", "department", locality=link.target), day) == set()
    )
