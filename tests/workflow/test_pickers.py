"""Places, bodies and people are found by words, as at a date, by script and without."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Person
from accounts.organizations.pickers import OrganizationPick
from accounts.people.pickers import PersonPick
from inspections.criteria.pickers import CriterionPick
from inspections.models import Campaign, Criterion, OfficialPaper
from inspections.papers.pickers import PaperPick
from localities.models import LocalitySpell
from localities.places.pickers import PlacePick
from tests.made_work import make_body, make_campaign, make_inspection
from tests.standing import standing
from workflow.records.pickers import Option, Typed

pytestmark = pytest.mark.django_db
IN_2019, IN_2026 = date(2019, 10, 30), date(2026, 5, 4)


def pick(kind, user, day=IN_2019, **columns):
    field = kind(day=day, **columns)
    field.limit_to(user)
    return field


def place(name, under=""):
    spells = LocalitySpell.objects.as_at(IN_2019).filter(name=name)
    above = LocalitySpell.objects.filter(name=under).values("locality")
    return (spells.filter(parent__in=above) if under else spells).get().locality


def named_body(code, full_name, locality):
    body = make_body(code, locality=locality)
    body.names.update(full_name=full_name, name=full_name)
    body.save()
    return body


@pytest.fixture
def in_moc_chau(case):
    """An inspection in Mộc Châu, far from the Board's province."""
    campaign = make_campaign(case.campaign.inspecting_organization, "XA", case.campaign.criteria_set)
    return make_inspection(campaign, named_body("mc", "Huyện ủy Mộc Châu", place("Huyện Mộc Châu")), "XA-1")


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


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("xã tấn mỹ", "Xã Tấn Mỹ, Huyện Chợ Mới, Tỉnh An Giang"),
        ("TẤN MỸ", "Xã Tấn Mỹ, Huyện Chợ Mới, Tỉnh An Giang"),
        ("tân ân", "Xã Tân Ân, Huyện Cần Đước, Tỉnh Long An"),
        ("Hoà Bình", "Tỉnh Hoà Bình"),
        ("hòa bình", "Tỉnh Hoà Bình"),
        ("ea h’leo", "Huyện Ea H'leo, Tỉnh Đắk Lắk"),
    ],
)
def test_the_place_of_just_that_name_is_first_and_survives_the_cut(minh, words, name):
    assert [option.label for option in pick(PlacePick, minh).options(words, 1)] == [name]


def test_of_like_names_the_own_province_stands_first_then_the_campaigns_places(minh, in_moc_chau):
    far = "Xã Tân Lập, Huyện Mộc Châu, Tỉnh Sơn La"
    for words in ("tân lập", "tan lap"):
        field = pick(PlacePick, minh)
        before = labels(field, words)
        field.work = in_moc_chau.campaign_id
        after = labels(field, words)
        assert {name.rpartition(", ")[2] for name in before[:3]} == {"Tỉnh Long An"}
        assert (before[:3], after[:4]) == (after[:3], [*before[:3], far])
        assert far not in before[:4]


def test_of_like_named_bodies_the_own_province_stands_first_and_places_tell_them_apart(minh):
    moc_chau, long_an = place("Huyện Mộc Châu"), place("Xã Tân Lập", under="Huyện Mộc Hóa")
    for n in range(30):
        named_body(f"a{n:02}", "Ủy ban nhân dân xã Tân Lập", moc_chau)
    named_body("z-near", "Ủy ban nhân dân xã Tân Lập", long_an)
    named_body("z-tone", "Ủy ban nhân dân xã Tấn Lập", moc_chau)
    field = pick(OrganizationPick, minh)
    assert field.options("xa tan lap", 1)[0].note == "Huyện Mộc Hóa, Tỉnh Long An · z-near"
    assert field.options("xã tân lập", 2)[1].note == "Huyện Mộc Châu, Tỉnh Sơn La · a00"
    assert field.options("TẤN LẬP", 1)[0].label == "Ủy ban nhân dân xã Tấn Lập"


def test_people_of_just_that_name_stand_first_then_those_of_the_own_province(minh):
    far, near = named_body("far", "Sở A", place("Huyện Mộc Châu")), named_body("near", "Sở B", place("Tỉnh Long An"))
    for name, body in (("Lê Thị Ái", far), ("Lê Thị Ai", far), ("Lê Thị Ai", near), ("Lê Thị Ái Xuân", near)):
        Person.objects.create(full_name=name, organization=body)
    found = [(option.label, option.note) for option in pick(PersonPick, minh).options("lê thị ai", 20)]
    assert found == [
        ("Lê Thị Ai", "Sở B, Tỉnh Long An"),
        ("Lê Thị Ai", "Sở A, Huyện Mộc Châu, Tỉnh Sơn La"),
        ("Lê Thị Ái Xuân", "Sở B, Tỉnh Long An"),
        ("Lê Thị Ái", "Sở A, Huyện Mộc Châu, Tỉnh Sơn La"),
    ]


def test_a_criterion_and_a_paper_of_just_that_name_survive_the_cut(minh):
    for n in range(3):
        Criterion.objects.create(code=f"a-{n}", name=f"A Tỷ lệ hẹn {n}")
        OfficialPaper.objects.create(
            paper_type="plan", number=f"12/KH-{n}", title="12/KH", dated_on=IN_2026, kept_by_id=minh.reach.own[0]
        )
    Criterion.objects.create(code="z", name="Tỷ lệ hẹn")
    OfficialPaper.objects.create(
        paper_type="plan", number="12/KH", title="cũ", dated_on=IN_2019, kept_by_id=minh.reach.own[0]
    )
    assert [option.label for option in pick(CriterionPick, minh).options("tỷ lệ hẹn", 1)] == ["Tỷ lệ hẹn"]
    assert "cũ" in [
        row.title for row in [OfficialPaper.objects.get(pk=pick(PaperPick, minh).options("12/KH", 1)[0].pk)]
    ]


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


def test_words_with_tone_marks_mean_the_name_with_these(minh):
    one, other = (Person.objects.create(full_name=name) for name in ("Đỗ Thị Ý Nhi", "Đỗ Thị Ý Nhì"))
    field = pick(PersonPick, minh)
    assert [field.clean(Typed(words)) for words in ("đỗ thị ý nhi", "ĐỖ THỊ Ý NHÌ")] == [one, other]
    assert len(refusal(field, "do thi y nhi")) == 1


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


PICKERS = {
    "body": ("organization_pick", "ubnd xã hưng điền"),  # of the campaign, and not their own
    "person": ("person_pick", "nguyễn đăng khoa"),  # speaks for an inspected body
    "place": ("localities:pick", "xã tân lập"),
    "paper": ("paper_pick", "31-qđ"),
    "criterion": ("criterion_pick", "tỷ lệ"),
}


@pytest.mark.parametrize(
    ("who", "offers"),
    [
        ("minh", "body person place paper criterion"),  # Board staff
        ("ngoc", "body person place paper criterion"),  # leader
        ("binh", "body person place paper"),  # head of a delegation
        ("son", "body person place paper"),  # its secretary
        ("van", "body person place paper"),  # member from a department
        ("lan", "place paper"),
        ("khoa", "person place paper"),  # himself
        ("hoa", "place paper"),
        ("tuyet", "place paper"),
        ("thu", "body person place criterion"),
    ],
)
def test_each_picker_offers_what_the_role_may_choose(request, signed_in, who, offers):
    browser = signed_in(request.getfixturevalue(who))
    found = [name for name, (view, words) in PICKERS.items() if "data-pk" in offered(browser, view, words, IN_2026)]
    assert " ".join(found) == offers


def test_a_delegation_of_a_closed_campaign_names_nobody_any_more(signed_in, son):
    for campaign in Campaign.objects.all():
        standing(campaign, "closed")
    browser = signed_in(son)
    assert [name for name in ("body", "person") if "data-pk" in offered(browser, *PICKERS[name], IN_2026)] == []
