"""The form of a value, by its type: stores the text as typed, parses it, asks where it can be read in two ways."""

from datetime import date
from decimal import Decimal

import pytest

from inspections.models import Inspection, MeasuredValue
from inspections.values.forms import ValueForm


@pytest.fixture
def working(db):
    """An inspection in session that has no values yet, with the default set of criteria."""
    inspection = Inspection.objects.get(reference="DVCQ2026-27712")
    inspection.last_day = date(2026, 11, 19)
    return inspection


@pytest.fixture
def typed(working, minh):
    """`typed("1.4", numerator="17", denominator="17")` is what Minh typed for a criterion, of the year 2026."""

    def fill(number, instance=None, **data):
        found = working.campaign.criteria_set.criteria.get(number=number)
        value = instance or MeasuredValue(
            inspection=working, set_criterion=found, about_organization=working.subject_organization, side="verified"
        )
        body = working.subject_organization
        sent = {"side": "verified", "time": "2026", "revision": value.revision if instance else "", **data}
        sent |= {"about_organization": "x", "about_organization_pk": str(body.pk), "about_organization_pk_words": "x"}
        return ValueForm(sent, user=minh, instance=value)

    return fill


def columns(form):
    assert form.errors == {}
    value = form.instance
    return value.printed, value.numerator, value.denominator, value.number


def wrong(form):
    form.is_valid()
    return {name: len(messages) for name, messages in form.errors.items()}


# --- Kept as written, read beside ----------------------------------------------------------------------------------
READ = [
    ("1.4", {"numerator": "17", "denominator": "17"}, ("17/17", 17, 17, None)),
    ("1.4", {"numerator": "9.5", "denominator": "1300"}, ("9.5/1300", Decimal("9.5"), 1300, None)),
    ("1.4", {"numerator": "1,234.5", "denominator": "1300"}, ("1,234.5/1300", Decimal("1234.5"), 1300, None)),
    ("1.4", {"printed": "17/17 xã, thị trấn"}, ("17/17 xã, thị trấn", 17, 17, None)),
    ("2.1", {"printed": "97%"}, ("97%", None, None, 97)),
    ("2.1", {"printed": "91,40%"}, ("91,40%", None, None, Decimal("91.40"))),
    ("2.1", {"printed": "94,49"}, ("94,49%", None, None, Decimal("94.49"))),
    ("2.1", {"printed": "94.49"}, ("94.49%", None, None, Decimal("94.49"))),
    ("2.1", {"printed": "-1,2%"}, ("-1,2%", None, None, Decimal("-1.2"))),
    ("2.1", {"printed": "97%", "numerator": "97", "denominator": "100"}, ("97%", 97, 100, 97)),
    ("2.1", {"numerator": "8", "denominator": "16"}, ("8/16", 8, 16, None)),
    ("6.3", {"printed": "trên 3 tỷ đồng"}, ("trên 3 tỷ đồng", None, None, 3_000_000_000)),
    ("2.2", {"printed": "12 hồ sơ"}, ("12 hồ sơ", None, None, 12)),
    ("1.1", {"yes_no": "True"}, ("Có", None, None, None)),
    ("1.1", {"yes_no": "False"}, ("Không", None, None, None)),
    ("3.2", {"yes_no": "True", "frequency_text": "định kỳ hàng tháng"}, ("Có, “định kỳ hàng tháng”", None, None, None)),
    ("3.2", {"yes_no": "True", "printed": "Có, “kịp thời ban hành”"}, ("Có, “kịp thời ban hành”", None, None, None)),
    ("2.9", {"choice": "ổn định"}, ("ổn định", None, None, None)),
    ("2.9", {"choice": "ổn định", "printed": "“vận hành ổn định”"}, ("“vận hành ổn định”", None, None, None)),
    ("2.11", {"printed": "84,25"}, ("84,25", None, None, Decimal("84.25"))),
    ("3.4", {"printed": "198 lượt", "part": "lượt tiếp"}, ("198 lượt", None, None, 198)),
]  # fmt: skip


@pytest.mark.parametrize(("number", "data", "kept"), READ, ids=[f"{n} {'/'.join(d.values())}" for n, d, _ in READ])
def test_what_is_typed_is_kept_and_read(typed, number, data, kept):
    assert columns(typed(number, **data)) == kept


@pytest.mark.parametrize(("printed", "is_estimate"), [("trên 3 tỷ đồng", True), ("3 tỷ đồng", False)])
def test_estimates_are_flagged(typed, printed, is_estimate):
    form = typed("6.3", printed=printed)
    assert form.errors == {}
    assert form.instance.is_estimate == is_estimate


def test_the_time_is_one_line(typed):
    form = typed("2.1", printed="97%", time="đến 9/2026")
    assert form.errors == {}
    assert (form.instance.as_of, form.instance.precision) == (date(2026, 9, 30), "month")


# --- Errors beside the field -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "data", "fields"),
    [
        ("1.4", {}, {"numerator": 1}),
        ("1.4", {"numerator": "17"}, {"denominator": 1}),
        ("1.4", {"numerator": "17", "denominator": "0"}, {"denominator": 1}),
        ("1.4", {"numerator": "mười", "denominator": "17"}, {"numerator": 1}),
        ("1.4", {"numerator": "1.23.4", "denominator": "17"}, {"numerator": 1}),
        ("1.4", {"numerator": "1.234", "denominator": "1300"}, {"numerator_meant": 1}),
        ("2.1", {}, {"printed": 1}),
        ("2.1", {"printed": "97%", "time": "13/2026"}, {"time": 1}),
        ("2.1", {"printed": "97,123456%"}, {"printed": 1}),
        ("6.3", {"printed": "900 triệu tỷ đồng"}, {"printed": 1}),
        ("1.1", {}, {"yes_no": 1}),
        ("2.9", {}, {"choice": 1}),
        ("2.9", {"choice": "rất tốt"}, {"choice": 1}),
        ("3.4", {"printed": "198"}, {"part": 1}),
        ("2.2", {"printed": ""}, {"printed": 1}),
    ],
)
def test_errors_stand_beside_their_field(typed, number, data, fields):
    assert wrong(typed(number, **data)) == fields


# --- Two meanings ----------------------------------------------------------------------------------------------------
def test_1_234_has_form_about_and_nothing_is_taken_until_it_is_answered(typed):
    form = typed("2.2", printed="1.234 hồ sơ")
    assert wrong(form) == {"printed_meant": 1}
    assert [value for value, _label in form.fields["printed_meant"].choices] == [
        "thousands 1.234 hồ sơ",
        "decimal 1.234 hồ sơ",
    ]


@pytest.mark.parametrize(("meaning", "number"), [("thousands", Decimal(1234)), ("decimal", Decimal("1.234"))])
def test_the_answer_counts_and_the_print_stays(typed, meaning, number):
    assert columns(typed("2.2", printed="1.234", printed_meant=f"{meaning} 1.234")) == ("1.234", None, None, number)


def test_an_answer_for_another_number_does_not_count(typed):
    assert wrong(typed("2.2", printed="2.345", printed_meant="thousands 1.234")) == {"printed_meant": 1}


def test_words_are_never_asked_about(typed):
    assert columns(typed("1.1", yes_no="True", printed="Có, Quyết định số 1.234"))[0] == "Có, Quyết định số 1.234"


# --- Doubts ----------------------------------------------------------------------------------------------------------
DOUBTS = [
    ("2.1", {"printed": "97%", "numerator": "90", "denominator": "100"}, "Ghi 97% nhưng tính từ tử số, mẫu số là 90%."),
    ("1.4", {"numerator": "18", "denominator": "17"}, "Tử số lớn hơn mẫu số."),
    ("8.3", {"numerator": "8", "denominator": "17"}, "Địa bàn có 16 xã (tại ngày 19/11/2026), mẫu số ghi 17."),
    ("2.1", {"printed": "49,44%"}, "Khác xa năm 2025 (đã ghi “91,40%”). Xem lại số vừa ghi."),
    ("2.2", {"printed": "vài hồ sơ"}, "Không đọc được số nào trong “vài hồ sơ”."),
]  # fmt: skip


@pytest.fixture
def doubtful(typed, working):
    """`doubtful("2.1", …)` is typed where the register counts 16 communes and the year before had 91,40%."""
    unit_type = [("xã", date(1, 1, 1), date(9999, 12, 31))] * 16
    working._commune_spells = [*unit_type, ("thị trấn", date(1, 1, 1), date(9999, 12, 31))]
    typed("2.1", printed="91,40%", time="2025", side="reported").save()
    return typed


@pytest.mark.parametrize(("number", "data", "doubt"), DOUBTS, ids=[doubt for _n, _d, doubt in DOUBTS])
def test_a_doubt_asks_for_a_reason(doubtful, number, data, doubt):
    form = doubtful(number, **data)
    assert wrong(form) == {"reason": 1}
    assert (form.warnings, form.doubtful_fields) == ([doubt], {"reason"})
    assert wrong(doubtful(number, **data, warned=form["warned"].value(), reason="  ")) == {"reason": 1}
    again = doubtful(number, **data, warned=form["warned"].value(), reason="đã đối chiếu sổ gốc")
    assert again.errors == {}
    assert again.confirming_reason == "đã đối chiếu sổ gốc"


def test_a_reason_given_for_another_doubt_does_not_count(doubtful):
    first = doubtful("1.4", numerator="18", denominator="17")
    first.is_valid()
    form = doubtful("8.3", numerator="8", denominator="17", warned=first["warned"].value(), reason="đã đối chiếu")
    assert wrong(form) == {"reason": 1}


@pytest.mark.parametrize(
    ("printed", "warnings"),
    [
        ("1,75", []),
        ("1,3", ["Điểm chấm theo phần tư điểm: 1,25; 1,5; 1,75."]),
        ("9", ["Quá điểm tối đa của chỉ tiêu (1,00)."]),
    ],
)
def test_points_are_given_in_quarters_up_to_the_maximum(typed, working, printed, warnings):
    working.campaign.criteria_set.criteria.filter(number="2.11").update(
        unit="điểm", max_quarter_points=8 if printed != "9" else 4
    )
    form = typed("2.11", printed=printed)
    form.is_valid()
    assert form.warnings == warnings


# --- One key, one current value --------------------------------------------------------------------------------------
@pytest.fixture
def before(typed):
    form = typed("2.1", printed="96%")
    form.is_valid()
    return form.save()


def test_a_second_value_of_the_same_takes_the_firsts_place_only_knowingly(typed, before):
    form = typed("2.1", printed="97%")
    assert wrong(form) == {"reason": 1}
    assert form.replaces == before


def test_another_side_or_year_stands_beside_it(typed, before):
    assert [wrong(typed("2.1", printed="97%", **other)) for other in ({"side": "reported"}, {"time": "2025"})] == [
        {},
        {},
    ]


def test_a_correction_may_not_land_on_another_value(typed, before):
    other = typed("2.1", printed="97%", time="2025")
    other.is_valid()
    assert wrong(typed("2.1", printed="97%", instance=other.save())) == {"time": 1}


# --- Opened again ----------------------------------------------------------------------------------------------------
def test_what_was_derived_is_derived_anew_and_what_was_typed_stays(typed, working, minh):
    form = typed("1.4", numerator="17", denominator="17")
    form.is_valid()
    opened = ValueForm(user=minh, instance=form.save())
    shown = {name: opened[name].value() for name in ("numerator", "denominator", "printed", "time")}
    assert shown == {"numerator": "17", "denominator": "17", "printed": "", "time": "2026"}
    form = typed("1.4", numerator="17", denominator="17", printed="17/17 xã", time="2025")
    form.is_valid()
    assert ValueForm(user=minh, instance=form.save())["printed"].value() == "17/17 xã"
