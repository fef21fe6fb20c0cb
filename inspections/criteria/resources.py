"""Import and export of criteria, and how other registers refer to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.organizations.resources import Body
from accounts.people.models import User
from ground.sheets.typed import Meaning, RefusedCell
from ground.text import match_key
from inspections.criteria.checks import parts_refused
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from workflow.registers.columns import (
    Choice,
    Code,
    Column,
    Numbering,
    Plain,
    ReadOnly,
    Reference,
    Several,
    Text,
    Whole,
    is_decimal,
    key_text,
    quoted,
)
from workflow.registers.resources import Register
from workflow.registers.roles import ADMINISTRATOR, BOARD
from workflow.registers.rows import Draft, Part, Row

KEEPERS = frozenset({ADMINISTRATOR, BOARD})


@dataclass(frozen=True)
class CriterionLine:
    """A criterion in a set, by the parts of the register."""

    set: CriteriaSet
    criterion: Criterion
    item: SetCriterion


class Criteria(Register):
    slug, title = "criteria", _("Bộ chỉ tiêu")
    model = SetCriterion
    related = ("criteria_set__owner", "criterion")
    viewers = changers = KEEPERS
    parts = (
        Part("set", CriteriaSet, ("owner", "year", "version"), "owner", related=("owner",)),
        Part("criterion", Criterion, ("code",), "code"),
        Part(
            "item", SetCriterion, ("criteria_set", "criterion"), "criteria_set",
            links={"criteria_set": "set", "criterion": "criterion"}, is_one_row=True,
            related=("criteria_set", "criterion"),
        ),
    )  # fmt: skip

    owner = Column(
        "set__owner", _("Cơ quan ban hành (mã)"), Body(), is_required=True,
        note=_("Mã ngắn hoặc tên đầy đủ của cơ quan kiểm tra."), sample="vi-du",
    )  # fmt: skip
    year = Column("set__year", _("Năm"), Whole(1945, 2200), is_required=True, sample="2026")
    version = Column("set__version", _("Phiên bản"), Whole(1), note=_("Bỏ trống: 1."), sample="1")
    title_ = Column("set__title", _("Tên bộ chỉ tiêu"), Text(200), is_required=True, sample=_("Bộ chỉ tiêu ví dụ"))
    code = Column(
        "criterion__code", _("Mã chỉ tiêu gốc"), Code(50), is_required=True,
        note=_("Giữ nguyên qua các năm để so sánh."), sample="vi-du",
    )  # fmt: skip
    criterion = Column(
        "criterion__name", _("Tên chỉ tiêu gốc"), Text(250), is_required=True, sample=_("Chỉ tiêu ví dụ")
    )
    order = Column("item__order", _("Thứ tự"), Whole(1), is_required=True, sample="1")
    number = Column(
        "item__number", _("Số"), Numbering(10), is_required=True,
        note=_("Định dạng ô là Văn bản, để 2.10 không thành 2.1."), sample="2.10",
    )  # fmt: skip
    group = Column("item__group", _("Nhóm"), Text(200), is_required=True, sample=_("2. Cải cách hành chính"))
    label = Column("item__label", _("Nội dung"), Text(300), is_required=True, sample=_("Tỷ lệ hài lòng của người dân"))
    value_type = Column(
        "item__value_type",
        _("Kiểu giá trị"),
        Choice(SetCriterion.ValueType.choices),
        is_required=True,
        sample=_("tỷ lệ %"),
    )
    direction = Column(
        "item__direction", _("Chiều"), Choice(SetCriterion.Direction.choices), sample=_("càng cao càng tốt")
    )
    frequency = Column("item__frequency", _("Kỳ"), Choice(SetCriterion.Frequency.choices), sample=_("năm"))
    unit = Column("item__unit", _("Đơn vị tính"), Text(60), sample="%")
    points = Column(
        "item__max_quarter_points", _("Điểm tối đa (phần tư điểm)"), Whole(), note=_("6 là 1,5 điểm."), sample="6"
    )
    rule = Column("item__denominator_rule", _("Đối chiếu mẫu số"), Choice(SetCriterion.DenominatorRule.choices))
    parts_of = Column("item__parts", _("Các số thành phần"), Several(Text(60)), note=_("Cách nhau bằng dấu |."))
    choices = Column("item__choices", _("Các mức"), Several(Text(100)), note=_("Cách nhau bằng dấu |."))
    applies_to = Column(
        "item__applies_to", _("Áp dụng cho"), Several(Choice(Organization.Kind.choices)),
        note=_("Các loại cơ quan, cách nhau bằng dấu |; bỏ trống: mọi loại."),
    )  # fmt: skip
    meaning = Column(
        "item__meaning", _("Cách hiểu, cách tính"), Text(500), note=_("Đơn vị báo cáo đọc khi ghi số."),
        sample=_("Tử số: số đã làm. Mẫu số: số phải làm."),
    )  # fmt: skip
    frozen_at = ReadOnly("set__frozen_at", _("Chốt lúc"))

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("-criteria_set__year", "criteria_set__owner__short_code", "order", "pk")

    def rows_of(self, item: SetCriterion) -> list[CriterionLine]:
        return [CriterionLine(item.criteria_set, item.criterion, item)]

    def refusal(self, draft: Draft, row: Row) -> str:
        if draft.part.name == "criterion":
            return ""
        owned = draft.record if draft.part.name == "set" else draft.record.criteria_set
        if owned.frozen_at is not None:
            return _("Bộ chỉ tiêu đã chốt, không sửa được: lập phiên bản mới.")
        is_theirs = owned.owner_id in self.user.reach.board or self.user.is_administrator
        return "" if is_theirs else _("Bộ chỉ tiêu của cơ quan khác: chỉ cơ quan ban hành sửa được.")

    def prepare(self, lines: list[dict]) -> None:
        self.numbers = {}  # (set, number) → the draft that has it
        self.codes = None  # folded name → the code of the stored stable criterion
        self.held = None  # (set, number) → the stored criterion that has it

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        """Yield a fault where a number occurs twice in a set, and where parts would leave values without a place."""
        item = row.drafts.get("item")
        if item is None or row.faults:
            return
        alike = self._named_alike(row.drafts["criterion"])
        if alike:
            words = _("Đã có chỉ tiêu gốc cùng tên, mã “%s”: ghi mã ấy; đo nội dung khác thì đổi tên chỉ tiêu gốc này.")
            yield "criterion__code", words % alike
        if "parts" in item.changes and not item.is_new:
            old, parts = item.changes["parts"]
            yield from (("item__parts", refused) for refused in parts_refused(item.record, old, parts))
        taken = self.numbers.setdefault((id(row.drafts["set"]), item.record.number), item)
        if taken is not item:
            yield "item__number", _("Số này đã có ở dòng %d.") % taken.first
        elif item.changes and self._is_held(row.drafts["set"], item.record.number):
            yield "item__number", _("Bộ chỉ tiêu đã có chỉ tiêu khác mang số này.")

    def _named_alike(self, criterion: Draft) -> str:
        """Return the code of a stored stable criterion that has the name of a new one, "" if there is none."""
        if not criterion.is_new:
            return ""
        if self.codes is None:
            rows = Criterion.objects.visible_to(self.user).values_list("name", "code")
            self.codes = {match_key(name): code for name, code in rows}
        return self.codes.get(match_key(criterion.record.name), "")

    def _is_held(self, owner, number) -> bool:
        """Tell whether a stored criterion that the file doesn't contain has the number."""
        if self.held is None:
            sets = [draft.record.pk for draft in self.drafts_of(self.parts[0]) if not draft.is_new]
            in_file = {draft.record.pk for draft in self.drafts_of(self.parts[2])}
            rows = SetCriterion.objects.filter(criteria_set__in=sets).exclude(pk__in=in_file - {None})
            self.held = set(rows.values_list("criteria_set", "number"))
        return (owner.record.pk, number) in self.held


def criteria() -> Reference:
    """Return the widget that finds a criterion by its stable code."""
    return Reference(lambda user: Criterion.objects.visible_to(user), "code", _("Không có chỉ tiêu gốc mã “%s”."))


class OfSet(Plain):
    """A criterion of the set of the row's inspection: by its stable code, or by its number in the set."""

    def __init__(self, inspection: str) -> None:
        self.inspection = inspection  # the attribute of the column that names the inspection
        self.found = {}

    def prepare(self, cells: Iterable, user: User) -> None:
        keys = {key_text(cell) for cell in cells}
        rows = SetCriterion.objects.visible_to(user).select_related("criterion")
        for row in rows.filter(Q(criterion__code__in=keys) | Q(number__in=keys)):
            self.found[row.criteria_set_id, row.number] = row
            self.found[row.criteria_set_id, row.criterion.code] = row

    def meanings(self, cell: RefusedCell) -> list[Meaning]:
        return []

    def clean(self, value: object, row: Row | None = None, **kwargs) -> SetCriterion:
        inspection = row.get(self.inspection)
        if inspection is None:
            raise ValueError(_("Chưa biết cuộc kiểm tra nên chưa tìm được chỉ tiêu."))
        if is_decimal(value):
            raise ValueError(_("Ghi mã chỉ tiêu, hoặc định dạng ô là Văn bản: số 2.10 trong ô số thành 2.1."))
        found = self.found.get((inspection.campaign.criteria_set_id, key_text(value)))
        if found is None:
            raise ValueError(_("Bộ chỉ tiêu của đợt không có “%s”.") % quoted(value))
        return found

    def render(self, value: SetCriterion, **kwargs) -> str:
        return value.criterion.code

    def describe(self, value: SetCriterion | None) -> str:
        return "" if value is None else str(value)
