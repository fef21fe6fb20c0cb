"""Places, bodies and people are found by words, as at a date, by script and without."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Person
from accounts.organizations.pickers import OrganizationPick
from accounts.people.pickers import PersonPick
from localities.models import LocalitySpell
from localities.places.pickers import PlacePick
from tests.made_work import make_body
from workflow.records.pickers import Option, Typed

pytestmark = pytest.mark.django_db
IN_2019, IN_2026 = date(2019, 10, 30), date(2026, 5, 4)


def pick(kind, user, day=IN_2019, **columns):
    field = kind(day=day, **columns)
    field.queryset = field.queryset.model._default_manager.visible_to(user)
    return field


def offered(client, name, words, day=IN_2019):
    return client.get(reverse(name), {"q": words, "on": day.isoformat()}).content.decode()


def labels(field, words):
    return [option.label for option in field.options(words, 20)]


def refusal(field, words, **picked):
    with pytest.raises(Exception) as refused:  # noqa: PT011  Django's ValidationError, its words are what is asserted
        field.clean(Typed(words, **picked))
    return refused.value.messages


def test_a_place_is_found_without_accents_as_it_was_on_the_day(minh):
    assert labels(pick(PlacePick, minh), "huyen can duoc") == ["Huyện Cần Đước, Tỉnh Long An"]
    assert labels(pick(PlacePick, minh, IN_2026), "huyen can duoc") == []


def test_words_after_a_comma_say_where_the_place_lies(minh):
    assert labels(pick(PlacePick, minh), "tan lap, moc chau") == ["Xã Tân Lập, Huyện Mộc Châu, Tỉnh Sơn La"]


def test_a_body_called_exactly_so_stands_before_those_whose_name_goes_on(minh):
    for code in ("xyz", "xyz-long", "abc-xyz"):
        make_body(code)
    assert labels(pick(OrganizationPick, minh), "co quan xyz") == ["Cơ quan xyz", "Cơ quan xyz-long", "Cơ quan abc-xyz"]


def test_a_body_that_has_ended_is_not_offered_and_the_error_says_since_when(minh):
    make_body("xyz", closed_on=date(2025, 7, 1))
    assert labels(pick(OrganizationPick, minh), "co quan xyz") == ["Cơ quan xyz"]
    assert refusal(pick(OrganizationPick, minh, IN_2026), "cơ quan xyz") == [
        "Cơ quan xyz đã kết thúc hoạt động từ ngày 01/07/2025. Chọn cơ quan kế thừa."
    ]


def test_lan_is_offered_her_own_body_and_herself_alone(lan, signed_in):
    make_body("xyz")
    browser = signed_in(lan)
    assert offered(browser, "organization_pick", "xyz").count("data-pk") == 0
    assert offered(browser, "organization_pick", "ubnd", IN_2026).count("data-pk") == 1
    assert offered(browser, "person_pick", lan.person.full_name).count("data-pk") == 1
    assert refusal(pick(OrganizationPick, lan), "x", pk=str(make_body("abc").pk), pk_words="x") == [
        "Không có trong danh mục bạn được xem."
    ]


def test_words_that_mean_one_record_are_taken_and_several_are_offered(minh):
    one = Person.objects.create(full_name="Đỗ Thị Ý Nhi", position="Chuyên viên")
    field = pick(PersonPick, minh)
    assert field.clean(Typed("do thi y nhi")) == one
    two = Person.objects.create(full_name="Đỗ Thị Ý Nhi", position="Trưởng phòng")
    assert refusal(field, "do thi y nhi") == ["“do thi y nhi” khớp nhiều mục của danh mục. Chọn một, hoặc gõ rõ hơn."]
    assert field.widget.offered == [Option(p.pk, p.full_name, p.position) for p in (one, two)]
    assert field.clean(Typed("do thi y nhi", pk=str(two.pk), pk_words="do thi y nhi")) == two


def test_words_typed_over_a_picked_record_win(minh):
    make_body("xyz")
    old = make_body("abc")
    picked = Typed("cơ quan xyz", pk=str(old.pk), pk_words="Cơ quan abc")
    assert pick(OrganizationPick, minh).clean(picked).short_code == "xyz"
    assert refusal(pick(OrganizationPick, minh), "") == ["Gõ tên rồi chọn."]


def test_a_filled_field_shows_the_name_of_the_day_and_offers_radios_without_script(minh):
    district = LocalitySpell.objects.as_at(IN_2019).get(name="Huyện Cần Đước").locality
    field = pick(PlacePick, minh)
    assert field.prepare_value(district.pk) == Typed(
        "Huyện Cần Đước, Tỉnh Long An", str(district.pk), "Huyện Cần Đước, Tỉnh Long An"
    )
    refusal(field, "xa tan lap")
    html = field.widget.render("place", Typed("xa tan lap"), {"id": "id_place"})
    assert html.count('type="radio"') == 20


@pytest.mark.parametrize("name", ["organization_pick", "person_pick", "localities:pick"])
def test_suggestions_cost_few_queries_however_many_there_are(name, minh, signed_in, django_assert_max_num_queries):
    browser = signed_in(minh)
    with django_assert_max_num_queries(15):
        assert offered(browser, name, "an").count("data-pk") <= 20
    assert offered(browser, name, "  ").count("<li") == 0
    assert browser.get(reverse(name), {"q": "a", "on": "2026-02-31"}).status_code == 200
