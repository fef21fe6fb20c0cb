"""Names of the highlands, of cities and of committees are found as Word, papers and people write them."""

from datetime import date

import pytest

from accounts.models import Organization
from accounts.organizations.pickers import OrganizationPick
from localities.models import LocalitySpell
from localities.places.pickers import PlacePick

pytestmark = pytest.mark.django_db
IN_2019, IN_2026 = date(2019, 10, 30), date(2026, 5, 4)


def first(kind, user, words, day):
    field = kind(day=day)
    field.limit_to(user)
    return next((option.label.partition(",")[0] for option in field.options(words, 20)), None)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ea H’Leo", "Huyện Ea H'leo"),
        ("ea hleo", "Huyện Ea H'leo"),
        ("Cư M’gar", "Huyện Cư M'gar"),
        ("M’Drắk", "Huyện M'Đrắk"),
        ("Ia H'Drai", "Huyện Ia H' Drai"),
        ("ia hdrai", "Huyện Ia H' Drai"),
        ("Bà Rịa – Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Bà Rịa-Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên - Huế", "Tỉnh Thừa Thiên Huế"),
        ("TP Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ],
)
def test_a_place_is_found_as_it_is_typed(minh, words, name):
    assert first(PlacePick, minh, words, IN_2019) == name


@pytest.mark.parametrize("words", ["Ủy ban nhân dân xã Rạch Kiến", "Uỷ ban nhân dân xã Rạch Kiến", "UBND xã Rạch Kiến"])
def test_a_committee_is_found_by_the_name_on_its_papers(minh, words):
    [found] = {first(OrganizationPick, minh, words, IN_2026)}
    assert found is not None
    assert "Rạch Kiến" in found
    assert Organization.objects.visible_to(minh).search(words).count() >= 1


def test_the_search_of_places_is_the_same_on_both_databases(minh):
    found = [LocalitySpell.objects.search(words).count() > 0 for words in ("D’Ran", "dran", "Cư M`gar")]
    assert found == [True] * 3
