"""The places in the admin: Thu edits them, Minh reads them, the spells of a place are checked together."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from localities.models import LocalitySpell
from workflow.history.telling import changes_in_words

OPEN = ""


@pytest.fixture
def keep(thu, signed_in):
    """`keep(locality, rows)` posts the page of a place with these spells, as Thu; a row changes what it names."""
    client = signed_in(thu)

    def post(locality, *rows):
        stored = list(locality.spells.order_by("valid_from"))
        form = {"level": locality.level, "spells-TOTAL_FORMS": len(rows), "spells-INITIAL_FORMS": len(stored)}
        for n, row in enumerate(rows):
            known = cells_of(stored[n]) if n < len(stored) else {"locality": locality.pk}
            form |= {f"spells-{n}-{name}": value for name, value in {**known, **row}.items()}
        return client.post(reverse("admin:localities_locality_change", args=[locality.pk]), form)

    return post


def cells_of(spell):
    return {
        "id": spell.pk,
        "locality": spell.locality_id,
        "valid_from": f"{spell.valid_from:%d/%m/}{spell.valid_from.year:04d}",
        "ends_on": "" if spell.ends_on == date.max else f"{spell.last_day:%d/%m/%Y}",
        "tier_system": spell.tier_system,
        "official_code": spell.official_code,
        "name": spell.name,
        "unit_type": spell.unit_type,
        "parent": spell.parent_id or "",
        "legal_basis": spell.legal_basis,
    }


def reasons_on(response):
    html = response.content.decode()
    lists = re.findall(r'<ul class="errorlist nonform"[^>]*>(.*?)</ul>', html, re.DOTALL)
    return [unescape(item) for part in lists for item in re.findall(r"<li>(.*?)</li>", part, re.DOTALL)]


def cells(code, name, parent, start, end, unit_type="phường", tier="two"):
    words = {"tier_system": tier, "official_code": code, "name": name, "unit_type": unit_type}
    return {**words, "parent": parent.pk, "valid_from": start, "ends_on": end, "legal_basis": ""}


def test_thu_closes_a_spell_and_opens_the_next_in_one_act(lists, place, keep):
    lists.load()
    commune, province = place("99107", date(2025, 7, 1)), place("98", date(2025, 7, 1))
    assert commune.spells.count() == 3
    renamed = cells("99107", "Phường Cuối Cùng", province, "01/01/2026", OPEN)
    assert keep(commune, {}, {}, {"ends_on": "31/12/2025"}, renamed).status_code == 302
    newest = commune.spells.order_by("valid_from").last()
    assert [newest.name, newest.path, newest.level] == ["Phường Cuối Cùng", f"/{province.pk}/{commune.pk}/", 3]
    assert list(LocalitySpell.objects.search("phuong cuoi cung")) == [newest]


def test_what_lies_under_a_moved_district_follows(lists, place, keep):
    lists.load()
    day = date(2022, 1, 1)
    district, north = place("991", day), place("97", day)
    back = cells("991", "Huyện Một", north, "01/01/2023", "30/06/2025", "huyện", "three")
    assert keep(district, {}, {"ends_on": "31/12/2022"}, back).status_code == 302
    tops = {day: place("99101", day).spell_at(day).ancestor_ids[0] for day in (date(2022, 12, 31), date(2023, 1, 1))}
    assert tops == {date(2022, 12, 31): place("98", day).pk, date(2023, 1, 1): north.pk}


def refused(district, north, south):
    """What Thu may type on the page of Huyện Một, and what she is told."""
    two = cells("991", "Huyện Một", south, "01/07/2025", OPEN, "huyện")
    three = cells("991", "Huyện Một", south, "01/01/2021", "30/06/2025", "huyện", "three")
    return [
        ([{"ends_on": "01/01/2021"}, {}], ["Thời kỳ từ 01/01/2021 bắt đầu khi thời kỳ trước nó chưa hết."]),
        ([{}, {}, two], ["Trong hệ thống hai cấp không có cấp huyện."]),
        ([{}, {**three, "parent": district.pk}], ["Huyện Một không phải cấp ngay trên của Huyện Một."]),
        ([{}, {**three, "parent": ""}], ["Cấp tỉnh không có cấp trên; cấp huyện, cấp xã phải có."]),
        (
            [{}, {**three, "ends_on": "30/06/2026"}],
            ["Tỉnh Nam Giả không có vào ngày 01/07/2025, khi Huyện Một có."],
        ),
        ([{}, {**three, "official_code": "806"}], ["Mã 806 đang là mã của Huyện Cần Đước."]),
        (
            [{}, {**three, "ends_on": "31/05/2025"}],
            [
                "Xã Đầu vẫn trực thuộc vào ngày 01/06/2025: chuyển đi trước đã.",
                "Xã Giữa vẫn trực thuộc vào ngày 01/06/2025: chuyển đi trước đã.",
            ],
        ),
    ]


def test_spells_that_contradict_are_refused_with_the_reason(lists, place, keep):
    lists.load()
    day = date(2022, 1, 1)
    district, north, south = place("991", day), place("97", day), place("98", day)
    for rows, reasons in refused(district, north, south):
        answer = keep(district, *rows)
        assert [answer.status_code, reasons_on(answer)] == [200, reasons]


def test_the_admin_finds_places_without_accents(thu, signed_in):
    client = signed_in(thu)
    html = client.get(reverse("admin:localities_locality_changelist"), {"q": "can duoc"}).content.decode()
    assert re.findall(r'<th class="field-__str__">.*?>([^<]+)</a>', html) == [
        *["Huyện Cần Đước", "Thị trấn Cần Đước", "Xã Cần Đước"]
    ]


@pytest.mark.parametrize(
    "model", ["locality", "province", "district", "commune", "localityspell", "localitychange", "changelink"]
)
def test_thu_and_minh_open_every_list_and_its_cost_hangs_not_on_the_rows(thu, minh, signed_in, model):
    for user in (thu, minh):
        client = signed_in(user)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(f"admin:localities_{model}_changelist"))
        assert [answer.status_code, len(captured) < 20] == [200, True]


def test_minh_reads_the_catalogue_but_may_not_change_it(minh, signed_in, place):
    client, district = signed_in(minh), place("806", date(2019, 10, 30))
    address = reverse("admin:localities_locality_change", args=[district.pk])
    assert [client.get(address).status_code, client.post(address, {}).status_code] == [200, 403]


def test_an_end_is_read_and_typed_as_the_last_day(thu, minh, signed_in, place):
    spell = place("806", date(2019, 10, 30)).spells.exclude(ends_on=date.max).first()
    last = f"{spell.last_day:%d/%m/%Y}"
    typed, read = f'value="{last}"', f">{last}<"
    form = reverse("admin:localities_locality_change", args=[spell.locality_id])
    pages = [
        (typed, signed_in(thu).get(form)),
        (read, signed_in(minh).get(form)),
        (read, signed_in(thu).get(reverse("admin:localities_localityspell_changelist"), {"q": spell.name})),
    ]
    held = [(words, page.content.decode().lower()) for words, page in pages]
    assert [(words in html, "đến hết ngày" in html) for words, html in held] == [(True, True)] * 3
    field = LocalitySpell._meta.get_field("ends_on")
    lines = changes_in_words(LocalitySpell, {"ends_on": ["9999-12-31", spell.ends_on.isoformat()]})
    assert [(line.label, line.old, line.new) for line in lines] == [("Đến hết ngày", "", last)]
    assert [field.formfield().clean(words) for words in (last, "")] == [spell.ends_on, date.max]


def test_nobody_deletes_a_place(thu, signed_in, place):
    district = place("806", date(2019, 10, 30))
    address = reverse("admin:localities_locality_delete", args=[district.pk])
    assert signed_in(thu).post(address, {"post": "yes"}).status_code == 403
