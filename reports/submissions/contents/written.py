"""What a unit has written so far, put together for its pages, for the checks before sending, and for a round."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import OrganizationSuccession
from inspections.criteria.models import SetCriterion
from inspections.inspections.states import MINUTES_AGREED
from inspections.models import Inspection, MeasuredValue
from inspections.values.numbers import FIGURES
from inspections.values.periods import DAYS, year_of
from inspections.values.series import criteria_for, year_before
from inspections.values.types import type_of
from reports.submissions.contents.outline import SECTIONS, OutlineSection
from reports.submissions.contents.reading import ReadValue, is_typed, read_all
from reports.submissions.models import Dossier, DraftValue, SectionText, SubmissionAttachment

COLUMNS = ("printed", *FIGURES, "is_estimate", "choice", "yes_no", "frequency_text", *DAYS, "precision", "period_text")


@dataclass(frozen=True)
class WrittenSection:
    """A section of the outline with its text; `revision` 0 while nothing is stored."""

    section: OutlineSection
    text: str = ""
    revision: int = 0

    @property
    def key(self) -> str:
        return self.section.slug

    @property
    def is_written(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True)
class WrittenValue:
    """A criterion, or one part of it, with what is typed for it, how that is read, and what it was the year before."""

    criterion: SetCriterion
    part: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    revision: int = 0
    read: ReadValue = field(default_factory=ReadValue)
    earlier: MeasuredValue | None = None

    @property
    def key(self) -> str:
        """Return its name in addresses and forms: "71", or "71-2" for the second part."""
        parts = self.criterion.parts
        return f"{self.criterion.pk}-{parts.index(self.part) + 1}" if self.part in parts else str(self.criterion.pk)

    @property
    def is_written(self) -> bool:
        return is_typed(self.typed)

    @property
    def lacks_reason(self) -> bool:
        """Tell whether it is doubted and nobody has said why it is so nevertheless."""
        return bool(self.read.doubts) and not self.reason.strip()

    @property
    def remark(self) -> str:
        """Return what is wrong with it or doubted, as said while it is typed; "" for nothing."""
        if self.read.faults:
            return " ".join(self.read.faults.values())
        return " ".join([*self.read.doubts, _("Sửa số, hoặc bấm Lưu rồi ghi lý do.")]) if self.lacks_reason else ""

    @property
    def boxes(self) -> list[str]:
        """Return the words of the boxes that a sheet to be filled in by hand has in the value's place."""
        names = type_of(self.criterion).fields
        if "yes_no" in names:
            return [_("Có"), _("Không")]
        return self.criterion.choices if "choice" in names else []

    @property
    def is_ratio(self) -> bool:
        return "denominator" in type_of(self.criterion).fields

    @property
    def earlier_year(self) -> int | None:
        return year_of(self.earlier) if self.earlier is not None else None


@dataclass(frozen=True)
class Contents:
    """All that a unit is asked for, in order, with what it has written; values by group of criteria."""

    dossier: Dossier
    sections: list[WrittenSection]
    groups: list[tuple[str, list[WrittenValue]]]

    @property
    def values(self) -> list[WrittenValue]:
        return [value for _name, values in self.groups for value in values]

    @property
    def faulty(self) -> list[WrittenValue]:
        return [value for value in self.values if value.read.faults]

    @property
    def doubtful(self) -> list[WrittenValue]:
        return [value for value in self.values if value.lacks_reason]

    @property
    def is_written(self) -> bool:
        return any(part.is_written for part in (*self.sections, *self.values))


def contents_of(dossier: Dossier, is_blank: bool = False) -> Contents:
    """Put together what is written; six queries, whatever is written. `is_blank`: what the year before had."""
    held = SectionText.objects.none() if is_blank else SectionText.objects.filter(dossier=dossier)
    texts = {row.section: row for row in held}
    sections = [_section(each, texts.get(each.slug)) for each in SECTIONS]
    inspection = dossier.inspection
    typed = DraftValue.objects.none() if is_blank else DraftValue.objects.filter(dossier=dossier)
    drafts = {(row.set_criterion_id, row.part): row for row in typed}
    questions = [(each, part) for each in criteria_for(inspection) for part in (each.parts or [""])]
    earlier = earlier_values(inspection, [each for each, _part in questions])
    rows = [(each, part, _typed(drafts.get((each.pk, part)))) for each, part in questions]
    read = read_all(inspection, rows, earlier)
    groups: dict[str, list[WrittenValue]] = {}
    for criterion, part in questions:
        draft, before = drafts.get((criterion.pk, part)), _year_before(inspection, criterion, part, earlier)
        written = _value(criterion, part, draft, read[criterion.pk, part], before)
        groups.setdefault(criterion.group, []).append(written)
    return Contents(dossier, sections, list(groups.items()))


def questions_of(dossier: Dossier, has_values: bool = True) -> Contents:
    """Put together only what is asked, with nothing that is written; one query, none without values."""
    groups: dict[str, list[WrittenValue]] = {}
    for criterion in criteria_for(dossier.inspection) if has_values else []:
        values = [WrittenValue(criterion, part) for part in (criterion.parts or [""])]
        groups.setdefault(criterion.group, []).extend(values)
    return Contents(dossier, [WrittenSection(each) for each in SECTIONS], list(groups.items()))


def _section(section: OutlineSection, row: SectionText | None) -> WrittenSection:
    return WrittenSection(section, row.text, row.revision) if row is not None else WrittenSection(section)


def _typed(row: DraftValue | None) -> dict[str, str]:
    return row.typed if row is not None else {}


def _value(
    criterion: SetCriterion, part: str, row: DraftValue | None, read: ReadValue, earlier: MeasuredValue | None
) -> WrittenValue:
    if row is None:
        return WrittenValue(criterion, part, read=read, earlier=earlier)
    return WrittenValue(criterion, part, row.typed, row.reason, row.revision, read, earlier)


def earlier_values(inspection: Inspection, criteria: Iterable[SetCriterion]) -> list[MeasuredValue]:
    """Return what the body and those that it wholly succeeded reported or were found to have for these criteria in
    other campaigns of the same inspecting body, as far as the body may know it; two queries. Predecessors' rows are
    taken for the body's own.
    """
    body = inspection.subject_organization_id
    bodies = {body, *OrganizationSuccession.objects.ancestors_of(body, inspection.day)}
    is_known = Q(side=MeasuredValue.Side.REPORTED) | Q(inspection__state__in=MINUTES_AGREED)
    rows = (
        MeasuredValue.objects.current()
        .of_the_same_body(inspection)
        .filter(is_known)
        .filter(set_criterion__criterion__in=[each.criterion_id for each in criteria], about_organization__in=bodies)
        .exclude(inspection=inspection)
        .select_related("set_criterion")
    )
    found = list(rows)
    for row in found:
        row.about_organization_id = body
    return found


def _year_before(
    inspection: Inspection, criterion: SetCriterion, part: str, earlier: list[MeasuredValue]
) -> MeasuredValue | None:
    """Return what stood a year before the campaign's, whether or not anything is typed for this one."""
    if not earlier:
        return None
    this_year = MeasuredValue(
        inspection=inspection, set_criterion=criterion, part=part, side=MeasuredValue.Side.REPORTED,
        about_organization_id=inspection.subject_organization_id, as_of=date(inspection.campaign.year, 12, 31),
    )  # fmt: skip
    return year_before(this_year, earlier)


# --- A round ---------------------------------------------------------------------------------------------------------
def frozen_facts(contents: Contents, files: list[SubmissionAttachment]) -> dict[str, Any]:
    """Return what is sent, in plain values: every question, the skipped ones too."""
    dossier = contents.dossier
    return {
        "body": dossier.reporting_organization.full_name_at(dossier.inspection.day),
        "subject": dossier.inspection.subject_organization.full_name_at(dossier.inspection.day),
        "sections": [
            {"slug": each.key, "number": each.section.number, "heading": str(each.section.heading), "text": each.text}
            for each in contents.sections
        ],
        "values": [_frozen_value(each) for each in contents.values],
        "files": [_frozen_file(each) for each in files],
    }


def _frozen_file(attachment: SubmissionAttachment) -> dict[str, Any]:
    file = attachment.file
    return {
        "id": attachment.pk,
        "key": attachment.key,
        "name": file.original_name,
        "size": file.size,
        "sha256": file.sha256,
    }


def _frozen_value(written: WrittenValue) -> dict[str, Any]:
    criterion, value = written.criterion, written.read.value
    columns = {name: getattr(value, name) for name in COLUMNS} if value is not None else {}
    return {
        "key": written.key,
        "criterion": criterion.pk,
        "number": criterion.number,
        "group": criterion.group,
        "label": criterion.label,
        "unit": criterion.unit,
        "part": written.part,
        "printed": value.printed if value is not None else "",
        "columns": {name: column for name, column in columns.items() if column not in (None, "", False)},
        "doubts": written.read.doubts,
        "reason": written.reason if written.read.doubts else "",
    }
