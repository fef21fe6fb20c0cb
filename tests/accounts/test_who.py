"""Names of bodies as at a date, what a succession makes visible, people sorted by their given names."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership, Organization, OrganizationSuccession, Person, User

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def body(code):
    return Organization.objects.get(short_code=code)


def codes(organizations):
    return sorted(Organization.objects.filter(pk__in=organizations).values_list("short_code", flat=True))


def again(user):
    """The user as the next request meets him: what he reaches is kept only for one."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def chain(db):
    """`chain(("a", "b", day, "whole"), …)` makes the bodies of these successions; gives them by code."""

    def make(*successions):
        made = {}
        for old, new, day, extent in successions:
            for code in (old, new):
                made[code] = made.get(code) or Organization.objects.create(
                    short_code=code, system="party", kind="party_board"
                )
            OrganizationSuccession.objects.create(old=made[old], new=made[new], effective_on=day, extent=extent)
        return made

    return make


@pytest.fixture
def reaches(chain, minh):
    """`reaches(successions)` is what Minh reaches as staff of "new"."""

    def reach(*successions):
        made = chain(*successions)
        minh.memberships.all().delete()
        Membership.objects.create(user=minh, organization=made["new"], role="staff", starts_on=TODAY)
        return codes(again(minh).reach.board)

    return reach


# --- Names by date -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 10, 30), "Ban Dân vận Tỉnh ủy Long An"),
        (date(2025, 1, 31), "Ban Dân vận Tỉnh ủy Long An"),
        (date(2025, 2, 1), "Ban Tuyên giáo và Dân vận Tỉnh ủy Long An"),
    ],
)
def test_a_body_is_called_as_on_the_day_told(db, day, name):
    assert body("bdv-tu-long-an").full_name_at(day) == name


def test_before_its_first_name_a_body_is_called_by_the_nearest(db):
    board = body("btgdv-tu-tay-ninh")
    assert board.name_at(date(2025, 6, 30)) is None
    assert board.full_name_at(date(2025, 6, 30)) == "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh"


def test_a_body_without_a_name_is_called_by_its_code(chain):
    assert chain(("a", "b", TODAY, "whole"))["a"].full_name_at(TODAY) == "a"


def test_a_body_is_found_by_every_name_it_ever_had(db):
    assert [
        codes(Organization.objects.search(words)) for words in ("ban dan van tinh uy long an", "btgdvtu LONG AN")
    ] == [
        ["bdv-tu-long-an"],
        ["bdv-tu-long-an"],
    ]


def test_two_names_cannot_begin_on_one_day(db):
    name = body("bdv-tu-long-an").names.first()
    name.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        name.save()


# --- Succession ----------------------------------------------------------------------------------------------------
def test_what_a_user_reaches_is_one_query_however_long_the_chain(chain, minh, django_assert_num_queries):
    """A ring, which nobody should record, ends too."""
    made = chain(*[(f"b{n}", f"b{n + 1}", TODAY, "whole") for n in range(12)], ("b12", "b0", TODAY, "whole"))
    Membership.objects.create(user=minh, organization=made["b12"], role="leader", starts_on=TODAY)
    user = again(minh)
    with django_assert_num_queries(1):
        assert len(user.reach.leader) == 13


def test_a_merged_body_reaches_all_that_went_into_it(reaches):
    assert reaches(("a", "new", TODAY, "whole"), ("b", "new", YESTERDAY, "whole")) == ["a", "b", "new"]


def test_succession_reaches_back_over_generations(reaches):
    assert reaches(("a", "b", YESTERDAY, "whole"), ("b", "new", TODAY, "whole")) == ["a", "b", "new"]


def test_succession_of_tomorrow_passes_nothing_yet(reaches):
    assert reaches(("a", "new", TOMORROW, "whole")) == ["new"]


def test_succession_in_part_passes_nothing(reaches):
    assert reaches(("a", "new", YESTERDAY, "part")) == ["new"]


def test_a_part_in_the_middle_breaks_the_chain(reaches):
    assert reaches(("a", "b", YESTERDAY, "part"), ("b", "new", TODAY, "whole")) == ["b", "new"]


def test_what_was_handed_over_is_not_seen_from_the_successors_side_backwards(chain, minh):
    made = chain(("a", "new", YESTERDAY, "whole"))
    minh.memberships.all().delete()
    Membership.objects.create(user=minh, organization=made["a"], role="staff", starts_on=TODAY)
    assert codes(again(minh).reach.board) == ["a"]


def test_a_circle_of_successions_comes_to_an_end(reaches):
    assert reaches(("a", "new", YESTERDAY, "whole"), ("new", "a", YESTERDAY, "whole")) == ["a", "new"]


def test_nobody_succeeds_himself(db):
    board = body("btgdv-tu-tay-ninh")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationSuccession.objects.create(old=board, new=board, effective_on=TODAY)


def test_the_merged_board_reaches_both_old_ones_and_their_successor_alone(minh, ngoc):
    for user in (minh, ngoc):
        assert codes(user.reach.board) == ["bdv-tu-long-an", "bdv-tu-tay-ninh-cu", "btgdv-tu-tay-ninh"]


# --- Hats ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_worn"),
    [
        (TODAY, TOMORROW, True),
        (YESTERDAY, TODAY, False),  # the day of the end is the first without
        (TOMORROW, date(9999, 12, 31), False),
    ],
)
def test_a_role_is_worn_from_its_first_day_to_the_day_before_its_end(minh, starts_on, ends_on, is_worn):
    minh.memberships.update(starts_on=starts_on, ends_on=ends_on)
    assert (bool(again(minh).reach.board), again(minh).is_staff) == (is_worn, is_worn)


def test_an_account_that_is_switched_off_reaches_nothing(minh, thu):
    for user in (minh, thu):
        user.is_active = False
        user.save()
        assert (again(user).reach.everything, again(user).is_administrator) == (frozenset(), False)


def test_each_role_opens_its_own_side(minh):
    for role in ("officer", "viewer", "administrator"):
        Membership.objects.create(user=minh, organization=body(f"ubnd-{28114}"), role=role, starts_on=TODAY)
    reach = again(minh).reach
    assert codes(reach.unit) == ["ubnd-28114"]
    assert codes(reach.viewer) == ["ubnd-28114"]
    assert codes(reach.board) == ["bdv-tu-long-an", "bdv-tu-tay-ninh-cu", "btgdv-tu-tay-ninh"]
    assert again(minh).is_administrator


def test_a_viewer_looks_at_the_bodies_below_too_an_officer_does_not(tuyet):
    below = codes(tuyet.reach.viewer)
    assert [code in below for code in ("tu-tay-ninh", "btgdv-tu-tay-ninh", "bdv-tu-long-an", "ubnd-28108")] == [
        *[True, True, True, False]
    ]
    tuyet.memberships.update(role="officer")
    assert codes(again(tuyet).reach.unit) == ["tu-long-an", "tu-tay-ninh", "tu-tay-ninh-cu"]


def test_a_membership_ends_after_it_starts(minh):
    with pytest.raises(IntegrityError), transaction.atomic():
        minh.memberships.update(starts_on=TODAY, ends_on=TODAY)


# --- People --------------------------------------------------------------------------------------------------------
def test_people_are_ordered_by_given_name_then_middle_then_family(db):
    names = ["Trần Văn Ân", "Lê Thị Ấn", "Đỗ An", "Nguyễn Văn Bình", "Dương An", "Lê Văn An", "Phạm Đạt", "Phạm Dũng"]
    for name in names:
        Person.objects.create(full_name=name, position="thử thứ tự")
    ordered = Person.objects.filter(position="thử thứ tự").values_list("full_name", flat=True)
    assert list(ordered) == [
        *["Dương An", "Đỗ An", "Lê Văn An", "Trần Văn Ân", "Lê Thị Ấn", "Nguyễn Văn Bình", "Phạm Dũng", "Phạm Đạt"]
    ]


def test_a_new_name_is_a_new_place_in_the_order(minh):
    before = minh.person.sort_key
    minh.person.full_name = "Trần Quang Ánh"
    minh.person.save(update_fields=["full_name"])
    assert Person.objects.get(pk=minh.person_id).sort_key < before
    assert list(Person.objects.search("quang anh")) == [minh.person]
