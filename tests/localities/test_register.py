"""What the register says: the official totals, which spells are one place, subtrees as at a day."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from localities.models import ChangeLink, Commune, District, Locality, LocalitySpell, Province
from localities.places import acts
from localities.places.register import register_counts
from localities.places.states import FOREVER

DISTRICT_DAY = date(2019, 10, 30)


@pytest.mark.parametrize(
    ("day", "totals"),
    [
        (date(2019, 1, 1), {1: 63, 2: 713, 3: 11_162}),
        (date(2020, 1, 1), {1: 63, 2: 711, 3: 10_767}),
        (date(2021, 12, 1), {1: 63, 2: 705, 3: 10_599}),
        (date(2024, 11, 30), {1: 63, 2: 704, 3: 10_472}),
        (date(2025, 6, 30), {1: 63, 2: 696, 3: 10_035}),
        (date(2025, 7, 1), {1: 34, 3: 3_321}),
        (date(2026, 5, 1), {1: 34, 3: 3_321}),
    ],
    ids=str,
)
def test_the_official_totals_come_out(db, day, totals):
    assert LocalitySpell.objects.as_at(day).count_by_level() == totals


def test_can_duoc_district_had_sixteen_communes_and_one_town(place):
    assert register_counts(place("806", DISTRICT_DAY), DISTRICT_DAY) == {"xã": 16, "thị trấn": 1}


def test_a_province_counts_all_below_it(place):
    long_an = place("80", DISTRICT_DAY)
    counts = {"huyện": 13, "thành phố": 1, "thị xã": 1, "xã": 166, "thị trấn": 14, "phường": 12}
    assert register_counts(long_an, DISTRICT_DAY) == counts


@pytest.mark.parametrize(
    ("day", "communes"), [(date(2019, 12, 31), 192), (date(2020, 1, 1), 188), (date(2024, 12, 1), 186)], ids=str
)
def test_long_an_lost_communes_twice(place, day, communes):
    assert LocalitySpell.objects.under(place("80", day), day).filter(level=3).count() == communes


def test_province_80_is_long_an_before_the_mergers_and_tay_ninh_after(place):
    long_an, tay_ninh = place("80", date(2025, 6, 30)), place("80", date(2025, 7, 1))
    assert [str(long_an), str(tay_ninh), long_an == tay_ninh] == ["Tỉnh Long An", "Tỉnh Tây Ninh", False]
    assert register_counts(tay_ninh, date(2025, 7, 1)) == {"xã": 82, "phường": 14}


def test_a_place_that_is_not_there_has_nothing_under_it(place):
    assert register_counts(place("806", DISTRICT_DAY), date(2025, 7, 1)) == {}


def test_a_commune_merged_under_another_name_is_another_place(place):
    """28072: Tân Lập until 31/12/2019; Tân Long, with Long Thành, from 01/01/2020."""
    tan_lap, tan_long = place("28072", date(2019, 12, 31)), place("28072", date(2020, 1, 1))
    assert [str(tan_lap), str(tan_long), tan_lap == tan_long] == ["Xã Tân Lập", "Xã Tân Long", False]
    sources = ChangeLink.objects.filter(target=tan_long).select_related("source")
    assert {str(link.source) for link in sources} == {"Xã Tân Lập", "Xã Long Thành"}
    assert {link.extent for link in sources} == {"whole"}


def test_a_commune_that_takes_in_another_and_keeps_its_name_stays_the_same_place(place):
    """27694 Phường 1 of Tân An took in 27688 Phường 2 on 01/12/2024."""
    assert place("27694", date(2024, 11, 30)) == place("27694", date(2024, 12, 1))


def test_a_commune_that_became_a_town_stays_the_same_place(place):
    spells = place("27814", date(2020, 1, 1)).spells.order_by("valid_from")
    assert [spell.name for spell in spells] == ["Xã Bình Phong Thạnh", "Thị trấn Bình Phong Thạnh"]


@pytest.mark.parametrize(
    ("code", "stays"),
    [("01", True), ("80", False), ("04603", True), ("14845", True), ("28108", False)],
    ids=["unchanged", "province merged", "renamed", "converted", "commune merged"],
)
def test_only_the_unchanged_renamed_and_converted_stay_the_same_place_on_01_07_2025(place, code, stays):
    assert (place(code, date(2025, 6, 30)) == place(code, date(2025, 7, 1))) is stays


def test_a_district_that_became_a_special_zone_is_another_place(place):
    """Another level is another place: huyện Bạch Long Vĩ, đặc khu Bạch Long Vĩ."""
    district, zone = place("318", date(2025, 6, 30)), place("11948", date(2025, 7, 1))
    [link] = ChangeLink.objects.filter(target=zone).select_related("change")
    assert [link.source, link.change.kind, district == zone] == [district, "converted", False]


def test_land_that_belonged_to_no_unit_is_a_link_without_source(db):
    [link] = ChangeLink.objects.filter(source=None).select_related("change")
    assert [link.change.kind, link.target.spell_at(date(2025, 7, 1)).official_code] == ["territory", "14698"]


def test_the_proxies_hold_the_places_of_their_level(db):
    counts = [model.objects.count() for model in (Province, District, Commune)]
    assert [sum(counts), Locality.objects.count()] == [Locality.objects.count()] * 2
    assert {row.level for row in District.objects.all()} == {2}


def test_every_path_holds_for_the_whole_of_its_spell(db):
    """Whatever day of a spell is asked for, its path is its parent's of that day and itself."""
    spells_of = defaultdict(list)
    for spell in LocalitySpell.objects.order_by("valid_from"):
        spells_of[spell.locality_id].append(spell)
    wrong = []
    for spell in (spell for group in spells_of.values() for spell in group if spell.parent_id):
        above = [s for s in spells_of[spell.parent_id] if s.valid_from < spell.ends_on and s.ends_on > spell.valid_from]
        covers = above[0].valid_from <= spell.valid_from and above[-1].ends_on >= spell.ends_on
        joined = all(early.ends_on == late.valid_from for early, late in pairwise(above))
        if not (covers and joined and {f"{s.path}{spell.locality_id}/" for s in above} == {spell.path}):
            wrong.append(str(spell))
    assert wrong == []


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(2020, 2, 1), date(2025, 6, 30), date(2026, 5, 1)], ids=str)
def test_the_subtrees_of_the_provinces_are_the_whole_country(db, day):
    units = LocalitySpell.objects.as_at(day)
    provinces = Province.objects.filter(pk__in=units.values("locality"))
    assert sum(sum(register_counts(province, day).values()) + 1 for province in provinces) == units.count()


def test_a_commune_is_cut_where_its_district_moves_to_another_province(lists, place):
    lists.load()
    commune, north, south = place("99101", DISTRICT_DAY), place("97", DISTRICT_DAY), place("98", DISTRICT_DAY)
    district, new_south = place("991", DISTRICT_DAY), place("98", date(2025, 7, 1))
    assert list(commune.spells.order_by("valid_from").values_list("valid_from", "ends_on", "path")) == [
        (date.min, date(2021, 1, 1), f"/{north.pk}/{district.pk}/{commune.pk}/"),
        (date(2021, 1, 1), date(2025, 7, 1), f"/{south.pk}/{district.pk}/{commune.pk}/"),
        (date(2025, 7, 1), FOREVER, f"/{new_south.pk}/{commune.pk}/"),
    ]
    assert register_counts(north, date(2020, 12, 31)) == {"huyện": 1, "xã": 2}
    assert register_counts(north, date(2021, 1, 1)) == {}
    assert register_counts(south, date(2021, 1, 1)) == {"huyện": 1, "xã": 2}


def test_a_new_parent_closes_and_reopens_the_spells_of_all_below(lists, place):
    lists.load()
    north, commune = place("97", DISTRICT_DAY), place("99101", DISTRICT_DAY)
    district = place("991", DISTRICT_DAY)
    moved = district.spells.get(valid_from=date(2021, 1, 1))
    moved.ends_on = date(2023, 1, 1)
    moved.save()
    moved.pk, moved._state.adding = None, True
    moved.valid_from, moved.ends_on, moved.parent = date(2023, 1, 1), date(2025, 7, 1), north
    moved.save()
    acts.rehang(district)
    spells = commune.spells.filter(tier_system="three").order_by("valid_from")
    assert [(spell.valid_from, spell.ends_on, spell.ancestor_ids[0]) for spell in spells] == [
        (date.min, date(2021, 1, 1), north.pk),
        (date(2021, 1, 1), date(2023, 1, 1), place("98", DISTRICT_DAY).pk),
        (date(2023, 1, 1), date(2025, 7, 1), north.pk),
    ]


def at_once(write):
    """What a database may put off until the end of the transaction, it checks now."""
    with transaction.atomic():
        write()
        connection.check_constraints()


def test_the_database_refuses_overlapping_spells_of_one_place(lists, place):
    lists.load()
    spell = place("99107", date(2025, 7, 1)).spells.get(tier_system="two")
    spell.pk, spell._state.adding, spell.valid_from, spell.official_code = None, True, date(2026, 1, 1), "99108"
    with pytest.raises(IntegrityError):
        at_once(spell.save)


def test_the_database_refuses_to_stretch_a_spell_into_the_next(lists, place):
    lists.load()
    spells = LocalitySpell.objects.filter(locality=place("991", DISTRICT_DAY), valid_from=date.min)
    with pytest.raises(IntegrityError):
        at_once(lambda: spells.update(ends_on=date(2021, 1, 2)))


def test_the_register_is_a_public_catalogue_for_who_has_signed_in(minh, tuyet):
    every = Locality.objects.count()
    assert [Locality.objects.visible_to(user).count() for user in (minh, tuyet)] == [every, every]
    assert list(Locality.objects.visible_to(AnonymousUser())) == []


def test_names_of_many_places_as_at_a_day_cost_two_queries(db, django_assert_num_queries):
    with django_assert_num_queries(2):
        places = list(District.objects.with_spell_at(DISTRICT_DAY))
        names = {place.spell_then.name for place in places if place.spell_then}
    assert len(names) == 696


@pytest.mark.parametrize(
    ("first", "second"),
    [("Phường 2", "Phường 10"), ("Huyện Cần Đước", "Huyện Cần Giuộc"), ("Xã Tân An", "Phường Tân An Hội")],
)
def test_the_order_is_vietnamese_and_by_the_name_without_its_type(first, second):
    keys = [LocalitySpell.order_of(name, name.split()[0].lower()) for name in (first, second)]
    assert sorted(keys) == keys


def test_the_name_is_told_bare_and_in_a_sentence(place):
    spell = place("806", DISTRICT_DAY).spell_at(DISTRICT_DAY)
    assert [spell.bare_name, spell.name_in_sentence] == ["Cần Đước", "huyện Cần Đước"]
    hue = place("46", date(2025, 7, 1)).spell_at(date(2025, 7, 1))
    assert [hue.bare_name, hue.unit_type] == ["Huế", "thành phố trực thuộc trung ương"]
