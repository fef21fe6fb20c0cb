"""What the unit's pages of a self-report show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.models import PaperLink
from inspections.values.types import RatioType, type_of
from reports.submissions.contents.reading import TIME, fields_of
from reports.submissions.contents.saving import Clash, Saved, TooLong, revision_sent
from reports.submissions.contents.written import Contents, WrittenSection, WrittenValue
from reports.submissions.models import Dossier, ReturnItem, Round
from reports.submissions.pages.files import FileRow, current_files, file_rows, papers_for_unit

KINDS = {"numerator": "count", "denominator": "count", "choice": "choice", "yes_no": "yes_no"}  # all others: "text"
LABELS = {
    "numerator": gettext_lazy("Tử số"),
    "denominator": gettext_lazy("Mẫu số"),
    "printed": gettext_lazy("Giá trị như trong báo cáo"),
    "choice": gettext_lazy("Mức"),
    "yes_no": gettext_lazy("Có hay không"),
    "frequency_text": gettext_lazy("Tần suất"),
    TIME: gettext_lazy("Kỳ hoặc thời điểm, nếu khác kỳ báo cáo"),
}


@dataclass(frozen=True)
class TypedField:
    """One input of a value: its name in the form, what kind of input it is, what is typed in it and what is wrong.

    `kind`: "count", "text", "choice", "yes_no".
    """

    name: str
    label: str
    kind: str
    text: str
    fault: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ValueFields:
    """A criterion as it is filled in; `returned`: why it came back, None where it didn't; `clash`: what somebody else
    typed meanwhile.
    """

    written: WrittenValue
    label: str
    fields: list[TypedField]
    counts: list[TypedField]
    extra: list[TypedField]
    help_text: str
    returned: ReturnItem | None
    clash: Clash | None
    fault: str
    files: list[FileRow]

    @property
    def has_extra(self) -> bool:
        return any(field.text or field.fault for field in self.extra)

    @property
    def state(self) -> tuple[str, str]:
        """Return its shape and word in the list of what is to do."""
        if self.written.read.faults:
            return "error", _("Ghi chưa đúng")
        if self.written.lacks_reason:
            return "warn", _("Cần xác nhận")
        if self.returned is not None:
            return "back", _("Trả lại")
        return ("done", _("Đã nhập")) if self.written.is_written else ("todo", _("Chưa nhập"))


@dataclass(frozen=True)
class SectionField:
    written: WrittenSection
    returned: ReturnItem | None
    clash: Clash | None
    fault: str
    files: list[FileRow]


@dataclass(frozen=True)
class ValueGroup:
    """The values of one group of criteria; open where anything in it is left to do."""

    n: int
    name: str
    values: list[ValueFields]

    @property
    def n_written(self) -> int:
        return sum(each.written.is_written for each in self.values)

    @property
    def shape(self) -> str:
        if self.n_written == len(self.values):
            return "done"
        return "going" if self.n_written else "todo"


@dataclass(frozen=True)
class WritingPage:
    """The report as its officers write it; `todo`: what is wrong, doubted or returned, to be led to first."""

    dossier: Dossier
    campaign: Campaign
    subject_name: str
    days_left: int
    sections: list[SectionField]
    groups: list[ValueGroup]
    todo: list[ValueFields]
    n_values: int
    n_written: int
    clashes: list[Clash]
    returned_on: Round | None
    files: list[FileRow]
    papers: list[PaperLink]


@dataclass(frozen=True)
class Unsaved:
    """What stands in the fields though it isn't stored: what was typed, what clashed by part, and what is too long."""

    typed: Mapping[str, str] | None = None
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def unsaved_of(typed: Mapping[str, str] | None, saved: Saved | None, too_long: TooLong | None) -> Unsaved:
    clashes = {clash.key: clash for clash in saved.clashes} if saved else {}
    return Unsaved(typed, clashes, {too_long.key: str(too_long)} if too_long else {})


def writing_page(dossier: Dossier, contents: Contents, user: User, today: date, unsaved: Unsaved) -> WritingPage:
    last = returned_round(dossier)
    items = list(last.return_items.all()) if last is not None else []
    files = file_rows(current_files(dossier), user)
    by_part: dict[str, list[FileRow]] = {}
    for row in files:
        by_part.setdefault(row.key, []).append(row)
    groups = _groups(contents, items, unsaved, by_part)
    rows = [row for group in groups for row in group.values]
    inspection = dossier.inspection
    return WritingPage(
        dossier=dossier,
        campaign=inspection.campaign,
        subject_name=inspection.subject_organization.full_name_at(inspection.day),
        days_left=(dossier.due_on - today).days,
        sections=_sections(contents, items, unsaved, by_part),
        groups=groups,
        todo=[row for row in rows if row.state[0] in ("error", "warn", "back")],
        n_values=len(rows),
        n_written=sum(row.written.is_written for row in rows),
        clashes=list(unsaved.clashes.values()),
        returned_on=last if items else None,
        files=files,
        papers=papers_for_unit(dossier, user),
    )


def _sections(
    contents: Contents, items: list[ReturnItem], unsaved: Unsaved, files: Mapping[str, list[FileRow]]
) -> list[SectionField]:
    returned = {item.section: item for item in items if item.section}
    return [
        SectionField(
            written=_section_as_typed(each, unsaved),
            returned=returned.get(each.key),
            clash=unsaved.clashes.get(each.key),
            fault=unsaved.faults.get(each.key, ""),
            files=files.get(f"text-{each.key}", []),
        )
        for each in contents.sections
    ]


def _groups(
    contents: Contents, items: list[ReturnItem], unsaved: Unsaved, files: Mapping[str, list[FileRow]]
) -> list[ValueGroup]:
    returned = {(item.set_criterion_id, item.part): item for item in items if item.set_criterion_id}
    return [
        ValueGroup(
            n,
            name,
            [
                _value_fields(
                    each, returned.get((each.criterion.pk, each.part)), unsaved, files.get(f"value-{each.key}", [])
                )
                for each in values
            ],
        )
        for n, (name, values) in enumerate(contents.groups, start=1)
    ]


def returned_round(dossier: Dossier) -> Round | None:
    """Return the round that came back, while the unit mends it; None for a first report, and once it is sent."""
    if dossier.state not in ("writing", "returned"):
        return None
    return dossier.rounds.not_withdrawn().filter(return_items__isnull=False).distinct().order_by("-n").first()


def _section_as_typed(written: WrittenSection, unsaved: Unsaved) -> WrittenSection:
    name, typed, clash = f"text-{written.key}", unsaved.typed, unsaved.clashes.get(written.key)
    if typed is None or name not in typed:
        return written
    revision = clash.revision if clash else revision_sent(typed, written.key, written.revision)
    return replace(written, text=typed[name], revision=revision)


def _value_as_typed(written: WrittenValue, unsaved: Unsaved) -> WrittenValue:
    typed, clash = unsaved.typed, unsaved.clashes.get(written.key)
    if typed is None or f"{written.key}-revision" not in typed:
        return written
    texts = {name: typed.get(f"{written.key}-{name}", "") for name in fields_of(written.criterion)}
    revision = clash.revision if clash else revision_sent(typed, written.key, written.revision)
    return replace(written, typed=texts, reason=typed.get(f"{written.key}-reason", ""), revision=revision)


def _value_fields(
    written: WrittenValue, returned: ReturnItem | None, unsaved: Unsaved, files: list[FileRow]
) -> ValueFields:
    written = _value_as_typed(written, unsaved)
    fields = {name: _field(written, name) for name in fields_of(written.criterion)}
    extra = {TIME, "frequency_text"} | ({"printed"} if _is_print_extra(written) else set())
    return ValueFields(
        written=written,
        label=f"{written.criterion.label}: {written.part}" if written.part else written.criterion.label,
        fields=[each for name, each in fields.items() if each.kind != "count" and name not in extra],
        counts=[each for each in fields.values() if each.kind == "count"],
        extra=[each for name, each in fields.items() if name in extra],
        help_text=str(type_of(written.criterion).help_text) if "printed" in fields.keys() - extra else "",
        returned=returned,
        clash=unsaved.clashes.get(written.key),
        fault=unsaved.faults.get(written.key, ""),
        files=files,
    )


def _is_print_extra(written: WrittenValue) -> bool:
    """Tell whether what is printed follows from other fields, for most units."""
    value_type = type_of(written.criterion)
    return not value_type.is_printed_required and not isinstance(value_type, RatioType)


def _field(written: WrittenValue, name: str) -> TypedField:
    return TypedField(
        name=f"{written.key}-{name}",
        label=str(LABELS[name]),
        kind=KINDS.get(name, "text"),
        text=written.typed.get(name, ""),
        fault=written.read.faults.get(name, ""),
        choices=_choices(written, name),
    )


def _choices(written: WrittenValue, name: str) -> tuple[tuple[str, str], ...]:
    """Return (value, words) of the field's buttons, the one for no answer last; () for a field that is typed."""
    if name == "choice":
        answers = tuple((each, each) for each in written.criterion.choices)
    elif name == "yes_no":
        answers = (("True", _("Có")), ("False", _("Không")))
    else:
        return ()
    return (*answers, ("", _("Chưa trả lời")))
