"""A year that can't be right, such as 0026 or 2206, is refused by every column and field of a day or a year."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from inspections.papers.forms import PaperForm
from inspections.recommendations.forms import OwnerFields
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.trials import table
from workflow.fields import DayField, SpellDayField, YearField

ROOMS = ["workflow", "localities", "accounts", "inspections", "reports"]
SLIPS = [date(20, 5, 1), date(26, 10, 20), date(1844, 1, 1), date(2206, 1, 1), date(9999, 12, 30)]
REFUSED = "Năm 0026 không thể đúng: cổng nhận năm từ 1945 đến 2036. Xem lại năm đã gõ."
REFERENCE = "DVCQ2026-27712"
OPEN_ENDS = [  # which hold `date.min` or `date.max` where a spell has no begin or no end
    "LocalitySpell.valid_from",
    "LocalitySpell.ends_on",
    "OrganizationName.starts_on",
    "OrganizationName.ends_on",
    "Membership.starts_on",
    "Membership.ends_on",
    "DelegationMember.ends_on",
    "Signatory.starts_on",
    "Signatory.ends_on",
]


def columns(kind):
    found = [model for room in ROOMS for model in apps.get_app_config(room).get_models() if not model._meta.proxy]
    fields = [field for model in found for field in model._meta.local_fields]
    return [each for each in fields if isinstance(each, kind) and not isinstance(each, models.DateTimeField)]


def name_of(field):
    return f"{field.model.__name__}.{field.name}"


def refuses(field, value):
    try:
        field.run_validators(value)
    except ValidationError:
        return True
    return False


def test_every_day_of_the_models_refuses_slips_of_the_year():
    wrong = [(name_of(field), day) for field in columns(models.DateField) for day in SLIPS if not refuses(field, day)]
    assert wrong == []
    taken = [date(1945, 1, 1), date(2019, 9, 30), date(2036, 12, 31)]
    assert [name_of(field) for field in columns(models.DateField) if any(refuses(field, day) for day in taken)] == []
    assert sorted(map(name_of, columns(SpellDayField))) == sorted(OPEN_ENDS)
    assert not any(refuses(field, day) for field in columns(SpellDayField) for day in (date.min, date.max))


def test_every_year_of_the_models_refuses_them_too():
    named = [field for field in columns(models.IntegerField) if "year" in field.name]
    assert named == columns(YearField)
    assert [(name_of(field), refuses(field, 2026), refuses(field, 2062), refuses(field, 206)) for field in named] == [
        (name_of(field), False, True, True) for field in named
    ]


def test_fields_of_forms_refuse_them_beside_the_field():
    days = [PaperForm.base_fields["dated_on"], OwnerFields.base_fields["due_on"]]
    days += [field.formfield() for field in columns(DayField) if field.name == "due_on"]
    for field in days:
        with pytest.raises(ValidationError) as refused:
            field.clean("20/10/0026")
        assert refused.value.messages == [REFUSED]


@pytest.mark.django_db
def test_an_import_names_the_column(minh):
    row = {
        "Mã cuộc kiểm tra": REFERENCE,
        "Thứ tự": "90",
        "Nội dung": "Sửa",
        "Đơn vị thực hiện (theo văn bản)": "các xã",
    }
    faults = trial.run(REGISTERS["recommendations"](minh), table([{**row, "Hạn": "20/10/0026"}]), is_dry=True).faults
    assert faults == [(2, "Hạn", REFUSED)]
    value = {"Mã cuộc kiểm tra": REFERENCE, "Chỉ tiêu (mã gốc hoặc số)": "2.1", "Bên ghi": "báo chí"}
    rows = [{**value, "Theo văn bản": "1%", "Kỳ từ ngày": "01/01/2206", "Kỳ đến ngày": "31/12/2206"}]
    faults = trial.run(REGISTERS["values"](minh), table(rows), is_dry=True).faults
    assert [(row, column) for row, column, _message in faults] == [(2, "Kỳ từ ngày"), (2, "Kỳ đến ngày")]
