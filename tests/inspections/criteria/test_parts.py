"""A criterion that has values gets parts knowingly; total and parts are compared; one of the same name is offered."""

from decimal import Decimal

import pytest
from django.urls import reverse

from ground.charts import Ratio
from inspections.criteria.admin import SetCriterionForm as AdminForm
from inspections.criteria.forms import SetCriterionForm
from inspections.models import CriteriaSet, Criterion, Inspection, MeasuredValue, SetCriterion
from inspections.values.checks import parts_against_total
from inspections.values.forms import ValueForm
from inspections.values.series import parts_of, ratios, values_of
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.trials import table

pytestmark = pytest.mark.django_db
PARTS = ["nam", "nữ"]
STAY_AS_TOTALS = (
    "Chỉ tiêu đã có 1 số. Lưu thì các số ấy được giữ nguyên làm số tổng; số nào là của một thành phần thì sửa "
    "“Số thành phần” của nó ở trang cuộc kiểm tra."
)
REFUSED = "Chỉ tiêu đã có 1 số. Thêm thành phần ở trang bộ chỉ tiêu: trang ấy hỏi các số đã có thành số gì."


@pytest.fixture
def working(minh):
    """An inspection whose set of criteria can still be changed."""
    inspection = Inspection.objects.get(reference="DVCQ2026-27712")
    CriteriaSet.objects.filter(pk=inspection.campaign.criteria_set_id).update(frozen_at=None)
    return inspection


@pytest.fixture
def criterion(working):
    return working.campaign.criteria_set.criteria.get(number="2.2")


@pytest.fixture
def put(working, criterion):
    def put(printed, part=""):
        return MeasuredValue.objects.create(
            inspection=working, set_criterion=criterion, about_organization=working.subject_organization,
            side="verified", printed=printed, number=Decimal(printed), part=part,
        )  # fmt: skip

    return put


def filled(criterion, user, form=SetCriterionForm, **more):
    fields = ("number", "group", "label", "value_type", "direction", "frequency", "unit", "denominator_rule")
    sent = {name: getattr(criterion, name) for name in fields}
    sent |= {"criterion": criterion.criterion.name, "revision": criterion.revision, **more}
    return form(sent, instance=criterion, user=user)


def test_values_become_totals_when_that_is_confirmed(minh, criterion, put):
    value = put("12")
    asking = filled(criterion, minh, parts="nam\nnữ")
    assert (asking.is_valid(), asking.errors) == (False, {"is_confirmed": [STAY_AS_TOTALS]})
    criterion.refresh_from_db()
    assert filled(criterion, minh, parts="nam\nnữ", is_confirmed="on", warned=asking["warned"].value()).is_valid()
    value.refresh_from_db()
    assert (value.part, value.printed) == ("", "12")


def test_a_part_with_values_is_not_taken_away(minh, criterion, put):
    SetCriterion.objects.filter(pk=criterion.pk).update(parts=PARTS)
    criterion.refresh_from_db()
    put("5", "nam")
    refused = {"parts": ["Đã ghi 1 số của thành phần “nam”. Giữ tên thành phần này, hoặc xóa các số ấy trước."]}
    assert filled(criterion, minh, parts="nữ").errors == refused
    assert filled(criterion, minh, parts="nữ\nnam\nkhác").errors == {}


def test_admin_and_import_refuse_and_say_where_it_has_form(minh, criterion, working, put):
    put("12")
    form = type("Form", (AdminForm,), {"Meta": type("Meta", (), {"model": SetCriterion, "fields": ["parts"]})})
    assert form({"parts": '["nam"]'}, instance=criterion).errors == {"parts": [REFUSED]}
    criterion.refresh_from_db()
    made = working.campaign.criteria_set
    row = {
        "Cơ quan ban hành (mã)": made.owner.short_code, "Năm": made.year, "Phiên bản": made.version,
        "Tên bộ chỉ tiêu": made.title, "Mã chỉ tiêu gốc": criterion.criterion.code,
        "Tên chỉ tiêu gốc": criterion.criterion.name, "Thứ tự": str(criterion.order), "Số": criterion.number,
        "Nhóm": criterion.group, "Nội dung": criterion.label, "Kiểu giá trị": "số lượng",
        "Các số thành phần": "nam | nữ",
    }  # fmt: skip
    row = {title: str(cell) for title, cell in row.items()}
    outcome = trial.run(REGISTERS["criteria"](minh), table([row]), is_dry=True)
    assert outcome.faults == [(2, "Các số thành phần", REFUSED)]


def test_the_sum_of_the_parts_is_compared_with_the_total(minh, working, criterion, put):
    SetCriterion.objects.filter(pk=criterion.pk).update(parts=PARTS)
    criterion.refresh_from_db()
    total, _nam = put("12"), put("5", "nam")
    total.set_criterion, total.alongside = criterion, parts_of(total)
    assert parts_against_total(total) == []
    put("6", "nữ")
    doubt = "Số tổng là 12 nhưng các thành phần cộng lại là 11."
    rows = [value for value in values_of(working, minh) if value.set_criterion_id == criterion.pk]
    assert [[message.text for message in parts_against_total(row)] for row in rows] == [[doubt]] * 3
    new = MeasuredValue(
        inspection=working, set_criterion=criterion, about_organization=working.subject_organization, side="verified"
    )
    body = {"about_organization": "x", "about_organization_pk_words": "x"}
    body["about_organization_pk"] = str(working.subject_organization_id)
    form = ValueForm({"printed": "12", "part": "∑", "side": "verified", **body}, user=minh, instance=new)
    form.is_valid()
    assert (doubt in form.warnings, form.cleaned_data["part"]) == (True, "")


def test_scores_are_no_ratios_of_the_chart(criterion):
    def value(kind):
        of_kind = SetCriterion(pk=len(kind), label=kind, value_type=kind)
        return MeasuredValue(set_criterion=of_kind, printed="84/100", numerator=84, denominator=100)

    assert ratios([value("score"), value("ratio")]) == [Ratio("ratio", "84/100", Decimal(84), Decimal(100))]


def test_a_new_set_offers_the_stable_criterion_of_the_same_name(minh, criterion, signed_in):
    made = CriteriaSet.objects.create(owner=criterion.criteria_set.owner, year=2027, title="Bộ 2027")
    stable = Criterion.objects.create(code="ho-kha", name="Hộ khá")
    sent = {"number": "1.1", "group": "1", "label": "hộ  khá", "value_type": "count"}
    sent |= {"direction": "up", "frequency": "year"}
    address, browser = reverse("set_criterion_new", args=[made.pk]), signed_in(minh)
    page = browser.post(address, sent)
    assert list(page.context["form"].errors) == ["criterion", "is_new_criterion"]
    assert f'value="{stable.pk}"' in page.content.decode()
    shown = page.context["form"]["criterion"].value().words
    sent["criterion"] = sent["criterion_pk_words"] = shown
    assert (shown, browser.post(address, {**sent, "is_new_criterion": "on"}).status_code) == ("hộ khá", 302)
    assert made.criteria.get().criterion != stable
    made.criteria.all().delete()
    chosen = {"criterion_pk": stable.pk}
    both = browser.post(address, {**sent, **chosen, "is_new_criterion": "on"})
    assert list(both.context["form"].errors) == ["is_new_criterion"]
    assert browser.post(address, {**sent, **chosen}).status_code == 302
    assert made.criteria.get().criterion == stable


def test_an_import_names_the_code_of_the_same_name_and_the_parts_there_are(minh, criterion, working):
    made = criterion.criteria_set
    row = {
        "Cơ quan ban hành (mã)": made.owner.short_code, "Năm": "2027", "Tên bộ chỉ tiêu": "Bộ 2027",
        "Mã chỉ tiêu gốc": "ma-moi", "Tên chỉ tiêu gốc": criterion.criterion.name.upper(), "Thứ tự": "1", "Số": "1.1",
        "Nhóm": "1", "Nội dung": "x", "Kiểu giá trị": "số lượng",
    }  # fmt: skip
    (fault,) = trial.run(REGISTERS["criteria"](minh), table([row]), is_dry=True).faults
    assert (fault[:2], f"mã “{criterion.criterion.code}”" in fault[2]) == ((2, "Mã chỉ tiêu gốc"), True)
    SetCriterion.objects.filter(pk=criterion.pk).update(parts=PARTS)
    row = {"Mã cuộc kiểm tra": working.reference, "Chỉ tiêu (mã gốc hoặc số)": "2.2", "Bên ghi": "báo chí"}
    row |= {"Theo văn bản": "12", "Số thành phần": "nam giới"}
    wrong = "Chỉ tiêu không có thành phần “nam giới”. Ghi một trong: nam; nữ; bỏ trống là số tổng."
    assert trial.run(REGISTERS["values"](minh), table([row]), is_dry=True).faults == [(2, "Số thành phần", wrong)]
