"""The default set of criteria: eight groups, a hundred points."""

from collections import Counter

import pytest

from accounts.models import Organization
from inspections.criteria.catalogue import load_default_set, rows_of_file
from inspections.models import CriteriaSet, Criterion, SetCriterion


@pytest.fixture
def owner(db):
    return Organization.objects.create(short_code="bdv-moi", system="party", kind="party_board")


def test_56_criteria_in_eight_groups_give_a_hundred_points(owner):
    criteria = load_default_set(owner, 2027).criteria.all()
    assert criteria.count() == 56
    assert sum(criterion.max_quarter_points for criterion in criteria) == 4 * 100
    assert Counter(criterion.group[0] for criterion in criteria) == Counter(
        criterion.number.split(".")[0] for criterion in criteria
    )
    assert sorted({criterion.group[0] for criterion in criteria}) == list("12345678")
    assert len({criterion.group for criterion in criteria}) == 8


def test_the_file_is_read_in_its_order_and_numbers_run_on_in_each_group():
    numbers = [tuple(map(int, row["number"].split("."))) for row in rows_of_file()]
    assert numbers == sorted(numbers)
    assert numbers == [(group, n) for group in range(1, 9) for n in range(1, Counter(g for g, _ in numbers)[group] + 1)]


def test_every_word_of_the_file_is_one_the_model_knows():
    known = {
        name: set(SetCriterion._meta.get_field(name).flatchoices) for name in ("value_type", "direction", "frequency")
    }
    for row in rows_of_file():
        assert {name: row[name] in dict(choices) for name, choices in known.items()} == dict.fromkeys(known, True), row
        assert row["denominator_rule"] in SetCriterion.DenominatorRule.values


def test_an_owners_set_of_a_year_is_made_once(owner):
    first = load_default_set(owner, 2027)
    again = load_default_set(owner, 2027)
    assert (again, CriteriaSet.objects.filter(owner=owner).count()) == (first, 1)
    assert load_default_set(owner, 2028) != first


def test_sets_share_the_stable_criteria_that_trends_hang_on(owner):
    codes = {row["code"] for row in rows_of_file()}
    first, second = load_default_set(owner, 2027), load_default_set(owner, 2028)
    assert Criterion.objects.filter(code__in=codes).count() == 56
    used = [set(made.criteria.values_list("criterion", flat=True)) for made in (first, second)]
    assert used[0] == used[1]
