"""A value may speak of a body that has ended, for the time when it existed: in the form, the admin and imports."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import RequestFactory

from accounts.models import Organization, OrganizationName
from inspections.models import Inspection, MeasuredValue
from inspections.values.forms import ValueForm
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.trials import table

END = date(2025, 7, 1)
pytestmark = pytest.mark.django_db
REFUSED = "Hội Làm vườn đã kết thúc hoạt động từ ngày 01/07/2025. Ghi kỳ đến trước ngày ấy, hoặc chọn cơ quan kế thừa."
TIMES = [("2024", True), ("6 tháng đầu năm 2025", True), ("đến 30/06/2025", True), ("2025", False), ("", False)]


@pytest.fixture
def working(db):
    inspection = Inspection.objects.get(reference="DVCQ2026-27712")
    inspection.last_day = date(2026, 11, 19)
    return inspection


@pytest.fixture
def ended(db):
    made = Organization.objects.create(short_code="hoi-lam-vuon", system="front", kind="union", closed_on=END)
    OrganizationName.objects.create(
        organization=made, name="Hội Làm vườn", full_name="Hội Làm vườn", starts_on=date.min, ends_on=END
    )
    return made


@pytest.mark.parametrize(("time", "is_taken"), TIMES)
def test_the_form_finds_it_by_its_name_for_the_typed_time(working, minh, ended, time, is_taken):
    criterion = working.campaign.criteria_set.criteria.get(number="2.2")
    value = MeasuredValue(inspection=working, set_criterion=criterion, about_organization=working.subject_organization)
    sent = {"printed": "12 hồ sơ", "side": "verified", "time": time, "about_organization": "Hội Làm vườn"}
    form = ValueForm(sent, user=minh, instance=value)
    assert (form.is_valid(), list(form.errors)) == (is_taken, [] if is_taken else ["about_organization"])
    picked = {"about_organization_pk": str(ended.pk), "about_organization_pk_words": "Hội Làm vườn"}
    assert ValueForm({**sent, **picked}, user=minh, instance=value).errors == (
        {} if is_taken else {"about_organization": [REFUSED]}
    )


@pytest.mark.parametrize(("time", "is_taken"), TIMES)
def test_an_import_and_the_admin_take_it_for_that_time_alone(working, minh, ended, time, is_taken):
    row = {
        "Mã cuộc kiểm tra": working.reference, "Chỉ tiêu (mã gốc hoặc số)": "2.2", "Bên ghi": "báo chí",
        "Số liệu của (mã)": "hoi-lam-vuon", "Kỳ theo văn bản": time.replace("đến ", ""), "Theo văn bản": "12 hồ sơ",
    }  # fmt: skip
    faults = trial.run(REGISTERS["values"](minh), table([row]), is_dry=True).faults
    assert faults == ([] if is_taken else [(2, "Số liệu của (mã)", REFUSED)])
    request = RequestFactory().get("/")
    request.user = minh
    form = admin.site.get_model_admin(MeasuredValue).get_form(request)
    criterion = working.campaign.criteria_set.criteria.get(number="2.2")
    sent = {"inspection": working.pk, "set_criterion": criterion.pk, "side": "press", "about_organization": ended.pk}
    filled = form({**sent, "period_text": time, "printed": "12 hồ sơ"})
    assert filled.errors == ({} if is_taken else {"about_organization": [REFUSED]})
    assert is_taken is False or filled.instance.period_end or filled.instance.as_of


def test_an_import_reads_the_words_of_a_period_and_asks_for_a_year(working, minh):
    row = {"Mã cuộc kiểm tra": working.reference, "Chỉ tiêu (mã gốc hoặc số)": "2.2", "Bên ghi": "báo chí"}
    register = REGISTERS["values"](minh)
    rows = [{**row, "Kỳ theo văn bản": "giai đoạn 2021-2025", "Theo văn bản": "12"}]
    assert trial.run(register, table(rows), is_dry=False).faults == []
    value = MeasuredValue.objects.get(inspection=working, side="press")
    assert (value.period_start, value.period_end) == (date(2021, 1, 1), date(2025, 12, 31))
    assert value.period_text == "giai đoạn 2021-2025"
    faults = trial.run(REGISTERS["values"](minh), table([{**rows[0], "Kỳ theo văn bản": "11/8"}]), is_dry=True).faults
    assert [(line, column) for line, column, _message in faults] == [(2, "Kỳ theo văn bản")]
