"""One reader of figures: what is typed as a print, and what form, Excel import, admin and texts make of it, all alike.

An expectation is written "a/b number", with "~" before an estimate and "" where nothing is read; "1234 | 1,2340" is a
print with two meanings: each of the four names both, and nothing is stored.
"""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from ground.sheets.files import Table
from inspections.models import Inspection, MeasuredValue
from inspections.values.forms import FigureField, ValueForm
from inspections.values.numbers import FIGURES, format_number
from inspections.values.placeholders import ValuePlaceholders
from inspections.values.resources import Figure
from inspections.values.types import figures_of, type_of, unsettled_print
from portal.exchange import trial
from portal.exchange.registers import REGISTERS

PERCENT, RATIO, COUNT, MONEY, SCORE = "2.1", "1.4", "2.2", "6.3", "2.11"
YES_NO, CHOICE = "1.1", "2.9"
READ = {
    PERCENT: {
        "97%": "97",
        "91,40%": "91,4",
        "94.49 %": "94,49",
        "94,49": "94,49",
        "94.49": "94,49",
        "97": "97",
        "-1,2%": "-1,2",
        "−1,2%": "-1,2",
        "-0,5": "-0,5",
        "1,234%": "1,2340",
        "1,234": "1,2340",
        "0,125%": "0,1250",
        "0.125": "0,1250",
        "1.234%": "1234 | 1,2340",
        "12.345": "12345 | 12,3450",
        "388/400": "388/400",
        "388/400 (97%)": "388/400 97",
        "97% (388/400)": "388/400 97",
        "1/3 (33,3%)": "1/3 33,3",
        "1.234/1.250 (98,72%)": "1234 | 1,2340",
        "1,234/1,250 (98,72%)": "1234 | 1,2340",
        "1 234/1 250 (98,72%)": "1234/1250 98,72",
        "trên 90%": "~90",
        "gần 99,5%": "~99,5",
        "hơn 80%": "~80",
        "≥ 80%": "~80",
        "từ 80% trở lên": "~80",
        "không quá 5%": "~5",
        "khoảng 50 phần trăm": "~50",
        "đạt 100%.": "100",
        "100%/năm": "100",
        "năm 2025 đạt 98%": "98",
        "98,5% (năm 2025)": "98,5",
        "Đến 30/9/2026 đạt 61%": "61",
        "97-98%": "",
        "từ 97% đến 98%": "",
        "giảm 3%": "",
        "tăng 3,09 điểm phần trăm": "",
        "hạ 10 điểm từ 87 xuống 78": "",
        "97%, trong đó nữ 40%": "",
        "hầu hết": "",
        "5/0": "5",
    },
    RATIO: {
        "17/17": "17/17",
        "8 / 16 xã": "8/16",
        "17/17 xã, thị trấn": "17/17",
        "17/17.": "17/17",
        "9,5/1300": "9,5/1300",
        "9.5/1300": "9,5/1300",
        "-1/17": "-1/17",
        "388/400 (97%)": "388/400",
        "2/2 đơn vị đạt 100%": "2/2",
        "Đến 30/9/2026 có 17/17 người": "17/17",
        "Kế hoạch số 12/KH-UBND: 5/6 xã": "5/6",
        "9/12": "9/12",  # never a date
        "30/9": "30/9",
        "1.234/1.250 hồ sơ": "1234 | 1,2340",
        "4,812/4,905": "4812 | 4,8120",
        "1.234.567/2.000.000": "1234567/2000000",
        "1,234,567/2,000,000": "1234567/2000000",
        "1.234.567/2.345": "1234567/2345",
        "12 345/13 000": "12345/13000",
        "trên 8/16": "~8/16",
        "8/16/24": "",
        "8:16": "",
        "8/16 xã, 1/2 thị trấn": "",
        "9/2026": "",
        "12": "12",
        "đa số": "",
    },
    COUNT: {
        "12 hồ sơ": "12",
        "05 việc": "5",
        "(12)": "12",
        "-5": "-5",
        " -5 hồ sơ": "-5",
        "1.234": "1234 | 1,2340",
        "1,234": "1234 | 1,2340",
        "1.234 hồ sơ": "1234 | 1,2340",
        "-1.234": "-1234 | -1,2340",
        "khoảng 1.500 lượt": "1500 | 1,5",
        "1.234.567": "1234567",
        "1,234,567": "1234567",
        "1 234 567": "1234567",
        "1 234": "1234",
        "1\u00a0234": "1234",
        "1.234,5": "1234,5",
        "1,234.5": "1234,5",
        "1.234.567,5": "1234567,5",
        "1,234,567.5": "1234567,5",
        "1 234,5": "1234,5",
        "0,5": "0,5",
        "0.5": "0,5",
        "1,2340": "1,2340",
        "1.2340": "1,2340",
        "0.123": "0,1230",
        "1.23.456": "",
        "1..2": "",
        "1e3": "",
        "³": "",
        "²": "",
        "khoảng 200 lượt": "~200",
        "ước 200": "~200",
        "xấp xỉ 200": "~200",
        "dưới 200": "~200",
        "ngót 200": "~200",
        "ít nhất 5 việc": "~5",
        "tối đa 5 việc": "~5",
        "> 5 việc": "~5",
        "~5": "~5",
        "5 nghìn lượt": "5000",
        "5 ngàn": "5000",
        "3 trăm hồ sơ": "300",
        "5 tỷ lệ": "5",
        "100 m2": "100",
        "5-7 ngày": "",
        "5 - 7": "",
        "từ 5 đến 7": "",
        "tăng 5 hồ sơ": "",
        "Năm 2026: 5 việc": "5",
        "Năm 2026: 5 việc, 6 người": "",
        "9 tháng đầu năm 2026 có 61 người": "61",
        "quý III/2026 đạt 5 việc": "5",
        "giai đoạn 2021-2025: 12 mô hình": "12",
        "Kế hoạch 64-KH/BTGDVTU: 3 mô hình": "3",
        "64-KH/BTGDVTU": "",
        "Quyết định số 1.234/QĐ-UBND ngày 15/01/2026": "",
        "COVID-19": "",
        "vài hồ sơ": "",
        "1.200 hồ sơ, đạt 98%": "",
    },
    MONEY: {
        "trên 3 tỷ đồng": "~3000000000",
        "3 tỷ": "3000000000",
        "gần 4,4 tỉ": "~4400000000",
        "4 tỷ 537 triệu": "4537000000",
        "4 tỷ, 537 triệu đồng": "4537000000",
        "2 nghìn tỷ": "2000000000000",
        "2,5 triệu": "2500000",
        "1.234.567 đồng": "1234567",
        "500 000 đồng": "500000",
        "-2 triệu": "-2000000",
        "1 triệu 200 nghìn": "1200000",
        "Quyết định 12: 3 tỷ đồng": "3000000000",
        "1.234 tỷ": "1234000000000 | 1234000000",
        "3.000 triệu đồng": "3000000000 | 3000000",
        "3 tỷ rưỡi": "",
        "1 tỷ 200": "",
        "từ 2 tỷ đến 3 tỷ": "",
        "nhiều tỷ đồng": "",
    },
    SCORE: {"84,25": "84,25", "84.25": "84,25", "84,251": "84251 | 84,2510", "1,5": "1,5", "2": "2", "-1": "-1"},
    YES_NO: {"Có, Quyết định số 1.234": "", "Có, 5 lần/năm": ""},
    CHOICE: {"ổn định 1.234": "", "ổn định": ""},
}
ROWS = [(number, printed) for number, prints in READ.items() for printed in prints]
EXPECTED = {row: READ[row[0]][row[1]] for row in ROWS}


@pytest.fixture
def working(db):
    """An inspection in session that has no values yet, with the default set of criteria."""
    return Inspection.objects.select_related("campaign__criteria_set").get(reference="DVCQ2026-27712")


@pytest.fixture
def criteria(working):
    return {row.number: row for row in working.campaign.criteria_set.criteria.select_related("criterion")}


def words(columns) -> str:
    """As the table above has it."""
    found = {name: format_number(columns[name]) for name in FIGURES if columns[name] is not None}
    counts = [found[name] for name in ("numerator", "denominator") if name in found]
    return ("~" if columns["is_estimate"] else "") + " ".join(filter(None, ["/".join(counts), found.get("number")]))


def meanings(message: str) -> str:
    """Both numbers that a refusal names."""
    one, other = re.search(r"ghi (\S+) hoặc (\S+?)\.(?: |\]|$)", message).groups()
    return f"{one} | {other}"


def test_the_table_is_long_enough_to_mean_something():
    assert len(ROWS) >= 120


def test_the_form_reads_each_print_so(working, criteria, minh):
    def read(number, printed):
        value = MeasuredValue(inspection=working, set_criterion=criteria[number], side="verified")
        value.about_organization = working.subject_organization
        sent = {"printed": printed, "yes_no": "True", "choice": "ổn định", "side": "verified", "time": "2026"}
        form = ValueForm(sent, user=minh, instance=value)
        form.fields.pop("about_organization")
        form.is_valid()
        assert set(form.errors) <= {"reason", "part", "printed_meant"}
        if "printed_meant" in form.errors:
            return " | ".join(label.split(" ")[0] for _value, label in form.fields["printed_meant"].choices)
        return words(vars(value))

    assert {row: read(*row) for row in ROWS} == EXPECTED


def test_an_excel_file_is_read_so(working, criteria, minh):
    head = ["inspection", "criterion", "side", "part", "period_start", "period_end", "printed"]
    head[0:3] = ["Mã cuộc kiểm tra", "Chỉ tiêu (mã gốc hoặc số)", "Bên ghi"]
    lines = [
        [working.reference, number, "báo chí", None, f"{1 + n % 28}/{1 + n // 28}/2020", "31/12/2020", printed]
        for n, (number, printed) in enumerate(ROWS)
    ]
    register = REGISTERS["values"](minh)
    outcome = trial.run(register, Table(head, lines, list(range(len(lines)))), is_dry=False)
    refused = {row.number: message for row in register.rows for (message,) in row.faults.values()}
    assert len(refused) == sum(len(question.rows) for question in outcome.open_questions)

    def read(n, line):
        if n in refused:
            return meanings(refused[n])
        return words({name: line.get(f"value__{name}") for name in [*FIGURES, "is_estimate"]})

    found = {row: read(n, line) for n, (row, line) in enumerate(zip(ROWS, register.rows, strict=True))}
    assert found == EXPECTED
    assert not working.values.filter(side="press").exists()  # with one doubtful row none is written


def test_the_admin_reads_each_print_so(working, criteria, minh):
    request = RequestFactory().get("/")
    request.user = minh
    form_class = admin.site.get_model_admin(MeasuredValue).get_form(request)

    def read(number, printed):
        sent = {"inspection": working.pk, "set_criterion": criteria[number].pk, "side": "verified", "printed": printed}
        form = form_class({**sent, "about_organization": working.subject_organization_id})
        form.is_valid()
        if form.errors:
            assert list(form.errors) == ["printed"]
            return meanings(form.errors["printed"][0])
        return words(vars(form.instance))

    assert {row: read(*row) for row in ROWS} == EXPECTED


def test_a_text_that_tells_the_value_reads_it_so(criteria):
    """What stands in no column is read out of the print: a change between two years is reckoned with it."""

    def read(number, printed):
        years = [
            MeasuredValue(set_criterion=criteria[number], printed=printed, side="verified", as_of=date(year, 12, 31))
            for year in (2025, 2026)
        ]
        placeholders = ValuePlaceholders(years)
        assert placeholders.text(f"{{{number}}}") == printed
        change = placeholders.text(f"{{{number}@2025..2026}}")
        if doubt := unsettled_print(years[0]):
            is_untouched = figures_of(years[0]).number is not None  # 98,72%, whatever its counts mean
            assert change == ("không thay đổi" if is_untouched else f"[{doubt}]")
            return meanings(doubt)
        figures = type_of(criteria[number]).stored(figures_of(years[0]))
        assert (change == "không thay đổi") == (figures_of(years[0]).number is not None)
        return words({"is_estimate": figures.is_estimate, **{name: getattr(figures, name) for name in FIGURES}})

    assert {row: read(*row) for row in ROWS} == EXPECTED


# --- Fields of one number --------------------------------------------------------------------------------------------
ONE_NUMBER = {
    "94,49": Decimal("94.49"), "94.49": Decimal("94.49"), "-1,2": Decimal("-1.2"), "−1,2": Decimal("-1.2"),
    "1.234.567": Decimal(1234567), "1,234,567": Decimal(1234567), "1 234": Decimal(1234), "1.234,5": Decimal("1234.5"),
    "1,234.5": Decimal("1234.5"), "1234": Decimal(1234), "1,2340": Decimal("1.2340"), "": None,
    "1.234": "1234 | 1,2340", "1,234": "1234 | 1,2340", "97%": "", "17/17": "", "gần 20": "", "1e3": "", "1,23456": "",
}  # fmt: skip


def test_a_count_in_a_field_of_its_own_is_read_alike_by_form_excel_and_admin(working, criteria, minh):
    def refused(message):
        return meanings(message) if "hai số" in message else ""

    def by_form(text):
        value = MeasuredValue(inspection=working, set_criterion=criteria[RATIO], side="verified")
        form = ValueForm({"numerator": text, "denominator": "1300"}, user=minh, instance=value)
        form.is_valid()
        if "numerator_meant" in form.errors:
            return " | ".join(label.split(" ")[0] for _value, label in form.fields["numerator_meant"].choices)
        return "" if "numerator" in form.errors and text else form.cleaned_data.get("numerator")

    def by_field(read):
        def run(text):
            try:
                return read(text)
            except (ValueError, ValidationError) as error:
                return refused(" ".join(getattr(error, "messages", [str(error)])))

        return run

    readers = [
        by_form,
        by_field(FigureField(required=False).clean),
        by_field(lambda t: Figure().clean(t) if t else None),
    ]
    assert [{text: read(text) for text in ONE_NUMBER} for read in readers] == [ONE_NUMBER] * 3
