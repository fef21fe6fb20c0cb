"""Import and export of measured values: the current ones, each as it was written."""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organizations.resources import Body
from ground.inputs import excerpt
from ground.sheets.typed import Meaning, NumberCell
from inspections.criteria.models import SetCriterion
from inspections.criteria.resources import OfSet
from inspections.inspections.resources import WorkRegister, inspections
from inspections.papers.resources import Paper
from inspections.values.acts import record_many
from inspections.values.checks import body_had_ended, part_is_unknown, reading_in_words
from inspections.values.models import KEY, MeasuredValue
from inspections.values.numbers import (
    DECIMAL,
    FIGURES,
    THOUSANDS,
    FigureRefused,
    TwoMeanings,
    both_meanings,
    format_number,
    number_for_cell,
    number_in_cell,
)
from inspections.values.periods import DAYS, NotATime, fill_period
from inspections.values.types import RatioType, figure_columns, figures_against_print, type_of
from workflow.registers.columns import Choice, Column, Day, Plain, ReadOnly, Text, YesNo, quoted, text_of
from workflow.registers.questions import SeveralMeanings
from workflow.registers.rows import Part, Row


class Figure(Plain):
    """A number as `number_in_cell` reads it and `number_for_cell` writes it."""

    def clean(self, value: object, row: Row | None = None, **kwargs: object) -> Decimal | None:
        if isinstance(value, NumberCell) and not (value.is_percent and not self.may_be_percent(row)):
            value = value.number
        try:
            return number_in_cell(value if isinstance(value, int | float | Decimal) else text_of(value))
        except TwoMeanings as two:
            raise question_between(two, row and row.get("value__set_criterion")) from two
        except FigureRefused as refused:
            words = str(refused)
            raise ValueError(words if quoted(value) in words else f"“{quoted(value)}”: {words}") from refused

    def may_be_percent(self, row: Row | None) -> bool:
        """Tell whether a cell that shows "94,49%" means the number 94,49."""
        return False

    def render(self, value: Decimal, **kwargs: object) -> Decimal:
        return number_for_cell(value)


def question_between(two: TwoMeanings, criterion: SetCriterion | None) -> SeveralMeanings:
    """Return the question what the mark in a figure separates; one choice is for all figures of the criterion."""
    name, *written = both_meanings(two.ambiguous)
    labels = {THOUSANDS: _("dấu ngăn hàng nghìn"), DECIMAL: _("dấu thập phân")}
    meanings = [Meaning(way, str(labels[way]), text) for way, text in zip(labels, written, strict=True)]
    mark = "," if "," in two.ambiguous.number else "."
    return SeveralMeanings(
        str(two), f"mark {mark} {name} {criterion and criterion.pk}", meanings, str(criterion or "")
    )  # fmt: skip


class FigureOrPercent(Figure):
    """The number of a value, which is in percent where its criterion is a share."""

    def may_be_percent(self, row: Row | None) -> bool:
        criterion = row and row.get("value__set_criterion")
        return criterion is not None and (isinstance(type_of(criterion), RatioType) or criterion.unit == "%")


class Values(WorkRegister):
    slug, title = "values", _("Giá trị chỉ tiêu")
    model = MeasuredValue
    related = ("inspection", "set_criterion__criterion", "about_organization", "source_paper")
    parts = (
        Part(
            "value", MeasuredValue, KEY, "inspection",
            is_one_row=True, related=("set_criterion", "source_paper", "about_organization"),
        ),
    )  # fmt: skip

    inspection = Column(
        "value__inspection", _("Mã cuộc kiểm tra"), inspections(), is_required=True, sample="DVCQ2026-00000"
    )
    criterion = Column(
        "value__set_criterion", _("Chỉ tiêu (mã gốc hoặc số)"), OfSet("value__inspection"), is_required=True,
        note=_("Mã chỉ tiêu gốc, hoặc số trong bộ như 2.10 (ô định dạng Văn bản)."), sample="sipas",
    )  # fmt: skip
    label = ReadOnly("value__set_criterion__label", _("Nội dung chỉ tiêu"))
    side = Column(
        "value__side", _("Bên ghi"), Choice(MeasuredValue.Side.choices), is_required=True, sample=_("đơn vị báo cáo")
    )
    about = Column(
        "value__about_organization", _("Số liệu của (mã)"), Body(), note=_("Bỏ trống: đơn vị được kiểm tra.")
    )
    part = Column("value__part", _("Số thành phần"), Text(60))
    period_start = Column("value__period_start", _("Kỳ từ ngày"), Day(), sample="01/01/2025")
    period_end = Column("value__period_end", _("Kỳ đến ngày"), Day(), sample="31/12/2025")
    as_of = Column("value__as_of", _("Tính đến ngày"), Day(), note=_("Ghi kỳ, hoặc ngày tính đến, không ghi cả hai."))
    precision = Column("value__precision", _("Mức chính xác của thời gian"), Choice(MeasuredValue.Precision.choices))
    period_text = Column("value__period_text", _("Kỳ theo văn bản"), Text(100), former="Kỳ như đã ghi")
    printed = Column(
        "value__printed", _("Theo văn bản"), Text(300), is_required=True, former="Như đã ghi",
        note=_("Đúng từng chữ như văn bản; định dạng ô là Văn bản."), sample="94,49%",
    )  # fmt: skip
    numerator = Column("value__numerator", _("Tử số"), Figure(), note=_("Chỉ khi văn bản có ghi."))
    denominator = Column("value__denominator", _("Mẫu số"), Figure(), note=_("Chỉ khi văn bản có ghi; khác 0."))
    number = Column(
        "value__number", _("Giá trị số"), FigureOrPercent(), note=_("94,49 và 94.49 như nhau."), sample="94,49"
    )
    choice = Column("value__choice", _("Mức"), Text(100))
    yes_no = Column("value__yes_no", _("Có hoặc không"), YesNo())
    frequency_text = Column(
        "value__frequency_text", _("Tần suất theo văn bản"), Text(200), former="Tần suất như đã ghi"
    )
    is_estimate = Column("value__is_estimate", _("Số ước"), YesNo(), note=_("Văn bản ghi “trên”, “gần”, “khoảng”."))
    paper = Column(
        "value__source_paper", _("Văn bản nguồn"), Paper(),
        note=_("Số, ký hiệu văn bản đã lưu trên cổng, ví dụ 64-KH/BTGDVTU."),
    )  # fmt: skip
    page = Column("value__source_page", _("Trang"), Text(20))

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().current().order_by("inspection_id", "pk")  # a million rows come without sorting

    def rows_of(self, value: MeasuredValue) -> list[SimpleNamespace]:
        return [SimpleNamespace(value=value)]

    # --- In ----------------------------------------------------------------------------------------------------
    def complete(self, row: Row) -> None:
        """Fill in whose figure it is, where that isn't said, the key of its period, and what follows from the print."""
        inspection = row.get("value__inspection")
        if row.get("value__about_organization") is None and inspection:
            self.fill(row, "value__about_organization", inspection.subject_organization)
        row.cells.setdefault("value__part", "")
        self._read_period(row)
        names = (*DAYS, "precision")
        time = {name: row.get(f"value__{name}") for name in names}
        row.cells["value__period_key"] = MeasuredValue(**time).reckoned_period_key()
        self._read_figures(row)

    def _read_period(self, row: Row) -> None:
        """Fill in the days that the words of a period say, where the file leaves them empty."""
        names = [*DAYS, "precision", "period_text"]
        stated = {name: row.get(f"value__{name}") for name in names}
        try:
            columns = fill_period(stated)
        except NotATime as refused:
            row.refuse(self._title("value__period_text"), str(refused))
            return
        for name in filter(lambda name: columns[name] != stated[name], names):
            self.fill(row, f"value__{name}", columns[name])

    def _read_figures(self, row: Row) -> None:
        """Fill in the figures from the print, where the file leaves them empty; ask about a print with two readings,
        and about figures that it contradicts.
        """
        cells = {name: row.get(f"value__{name}") for name in ["printed", *FIGURES, "is_estimate"]}
        criterion = row.get("value__set_criterion")
        if criterion is None or not cells["printed"]:
            return
        try:
            meaning, columns = self._columns_of_print(row, criterion, cells)
        except ValueError as refused:
            row.refuse(self._title("value__printed"), str(refused))
            return
        for name, figure in figures_against_print(criterion, cells["printed"], cells, meaning).items():
            said = figure_columns(criterion, cells["printed"], {**cells, name: None}, meaning)[name]
            columns[name] = self._choose_figure(row, name, cells, figure, said)
        for name, column in columns.items():
            self.fill(row, f"value__{name}", column)

    def _columns_of_print(self, row, criterion, cells) -> tuple[str, dict]:
        """Return the meaning chosen for the print and its columns. Raises ValueError where a question is open."""
        try:
            return "", type_of(criterion).columns_of_row(criterion, cells)
        except TwoMeanings as two:
            meaning = self.questions.choose(self.columns["value__printed"], row, question_between(two, criterion)).name
            return meaning, type_of(criterion).columns_of_row(criterion, cells, meaning)

    def _choose_figure(self, row, name, cells, figure, said) -> Decimal | None:
        """Return the typed figure or what the print says instead: a slip in either of them is asked about."""
        column, typed = self.columns[f"value__{name}"], cells[name]
        params = {"row": row.number, "typed": format_number(typed), "print": excerpt(cells["printed"]),
                  "figure": format_number(figure)}  # fmt: skip
        words = _("Dòng %(row)d ghi %(typed)s, nhưng “Theo văn bản” là “%(print)s” (%(figure)s). Sửa một trong hai ô.")
        meanings = [
            Meaning("print", str(_("theo ô “Theo văn bản”")), params["figure"]),
            Meaning("typed", str(_("giữ số ghi riêng")), params["typed"]),
        ]
        several = SeveralMeanings(words % params, f"print {row.number}", meanings)
        try:
            return said if self.questions.choose(column, row, several).name == "print" else typed
        except SeveralMeanings as open_question:
            row.refuse(str(column.column_name), str(open_question))
            return typed

    def _take(self, part, row):
        """Apply the row; figures of an earlier print don't count for a new one."""
        super()._take(part, row)
        draft = row.drafts.get("value")
        if draft and not draft.is_new and "printed" in draft.changes:
            for name in [name for name in FIGURES if f"value__{name}" not in row.cells]:
                draft.take(row, name, None)

    def locked(self, part: Part, which: Q) -> QuerySet:
        return super().locked(part, which & Q(superseded_by__isnull=True))

    def faults_of(self, row: Row) -> Iterator[tuple[str, str]]:
        start, end = row.get("value__period_start"), row.get("value__period_end")
        if start and end and start > end:
            yield "value__period_end", _("Kỳ phải kết thúc sau khi bắt đầu.")
        if row.get("value__as_of") and (start or end):
            yield "value__as_of", _("Ghi kỳ, hoặc ngày tính đến, không ghi cả hai.")
        yield from self._faults_of_value(row)
        if row.get("value__denominator") == 0:
            yield "value__denominator", _("Mẫu số phải khác 0.")

    def _faults_of_value(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a value that would be written: a part or a body that isn't there."""
        draft = row.drafts.get("value")
        if row.faults or draft is None or not (draft.is_new or draft.changes):
            return
        for name, check in (("part", part_is_unknown), ("about_organization", body_had_ended)):
            fault = check(draft.record)
            if fault:
                yield f"value__{name}", fault

    def reading_of(self, row: Row) -> str:
        return reading_in_words(row.drafts["value"].record)

    def write(self) -> None:
        record_many(self.drafts_of(self.parts[0]), self)

    def derive(self, value: MeasuredValue) -> dict[str, str]:
        return {"period_key": value.reckoned_period_key()}
