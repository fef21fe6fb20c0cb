"""Search words have a maximum length everywhere; the page says when some were not used."""

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.organizations.pickers import OrganizationPick
from ground.inputs import search_words
from ground.limits import SEARCH_WORDS
from localities.places.pickers import PlacePick
from workflow.records.pickers import Typed

pytestmark = pytest.mark.django_db
MANY_WORDS = " ".join(f"a{n}" for n in range(1900))  # SQLite compares 1,000 at the most
LONG_WORD = "x" * 60_000  # its patterns have 50,000 bytes at the most
FIRST_30 = " ".join(f"a{n}" for n in range(SEARCH_WORDS))
NOTE = "Cổng chỉ tìm theo 30 từ đầu, dài đến 200 chữ; phần sau đã bỏ qua."
LISTS = ["/campaigns/", "/inspections/", "/findings/", "/recommendations/", "/papers/", "/organizations/", "/people/"]
PICKERS = ["organization_pick", "person_pick", "criterion_pick", "paper_pick", "localities:pick"]


def longest(typed):
    """As long as an address may be."""
    return typed[:3500]


def test_the_first_thirty_words_are_looked_for_and_the_rest_is_told():
    assert (search_words(MANY_WORDS).words, search_words(MANY_WORDS).note) == (FIRST_30, NOTE)
    assert (len(search_words(LONG_WORD).words), search_words(LONG_WORD).note) == (200, NOTE)
    assert (search_words("  Cần\tĐước ").words, search_words("  Cần\tĐước ").note) == ("Cần Đước", "")


@pytest.mark.parametrize("typed", [MANY_WORDS, LONG_WORD], ids=["words", "word"])
@pytest.mark.parametrize("path", ["/search/", *LISTS])
def test_a_list_and_the_search_say_what_they_looked_for(signed_in, minh, path, typed):
    page = signed_in(minh).get(path, {"q": longest(typed)})
    assert (page.status_code, page.content.decode().count(NOTE)) == (200, 1)


@pytest.mark.parametrize("typed", [MANY_WORDS, LONG_WORD], ids=["words", "word"])
def test_the_register_of_places_tells_it_beside_the_box(signed_in, minh, typed):
    page = signed_in(minh).get("/localities/", {"q": longest(typed)})
    assert (page.status_code, page.content.decode().count("Dài quá: ghi đến 30 từ, 200 chữ.")) == (200, 1)


@pytest.mark.parametrize(("path", "name"), [("/campaigns/DVCQ2019/", "q"), ("/calendar/", "who")])
def test_a_page_that_is_narrowed_says_by_what_it_is_not(signed_in, minh, path, name):
    page = signed_in(minh).get(path, {name: longest(MANY_WORDS)})
    assert (page.status_code, page.content.decode().count("Địa chỉ có chỗ không hiểu được")) == (200, 1)


def test_a_step_for_all_that_are_found_is_not_offered_for_what_was_not_looked_for(signed_in, minh):
    address = "/campaigns/DVCQ2026/bulk/"
    browser = signed_in(minh)
    assert browser.get(address, {"act": "notify", "all": "1"}).status_code == 200
    assert browser.get(address, {"act": "notify", "all": "1", "q": longest(MANY_WORDS)}).status_code == 400
    rows = [str(n) for n in range(1, 52)]
    assert browser.get(address, {"act": "notify", "row": rows[:50]}).status_code == 200
    assert browser.get(address, {"act": "notify", "row": rows}).status_code == 400


@pytest.mark.parametrize("typed", [MANY_WORDS, LONG_WORD], ids=["words", "word"])
@pytest.mark.parametrize("name", PICKERS)
def test_a_picker_asks_for_less(signed_in, minh, name, typed):
    page = signed_in(minh).get(reverse(name), {"q": longest(typed)})
    assert (page.status_code, page.content.decode().count("Dài quá. Thử ít chữ hơn.")) == (200, 1)


@pytest.mark.parametrize("typed", [MANY_WORDS, LONG_WORD, "a," * 1900], ids=["words", "word", "commas"])
@pytest.mark.parametrize("kind", [OrganizationPick, PlacePick])
def test_a_form_without_a_script_refuses_it(minh, kind, typed):
    field = kind()
    field.queryset = field.queryset.model._default_manager.visible_to(minh)
    with pytest.raises(ValidationError) as refused:
        field.clean(Typed(typed))
    assert refused.value.messages == ["Dài quá: ghi đến 30 từ, 200 chữ."]


def test_every_list_of_the_admin_says_it_and_none_falls_over_it(signed_in, minh, thu):
    browsers, counts = [signed_in(minh), signed_in(thu)], {}
    for model, keeper in admin.site._registry.items():
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        answers = [browser.get(path, {"q": longest(MANY_WORDS)}) for browser in browsers]
        shown = [page.content.decode().count(NOTE) for page in answers if page.status_code != 404]
        if keeper.search_fields or keeper.folded_fields:
            counts[model] = set(shown)
    assert set(map(frozenset, counts.values())) == {frozenset([1])}


def test_the_admins_pickers_offer_nothing_for_it(signed_in, minh):
    field = {"app_label": "inspections", "model_name": "campaign", "field_name": "inspecting_organization"}
    browser = signed_in(minh)
    assert browser.get("/admin/autocomplete/", {**field, "term": "ban"}).json()["results"] != []
    assert browser.get("/admin/autocomplete/", {**field, "term": longest(MANY_WORDS)}).json()["results"] == []
