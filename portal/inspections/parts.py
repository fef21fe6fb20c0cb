"""The parts of an inspection's page: what each holds, and the words beside its head where it is folded."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.charts import ratio_bars
from ground.text import short_date
from inspections.models import Assignment, Cause, Finding, Inspection, MeasuredValue, PaperLink, Recommendation, Session
from inspections.recommendations.states import AssignmentState
from inspections.values.checks import Message
from inspections.values.placeholders import Piece
from inspections.values.series import CriterionRow, by_criterion, criteria_for, grouped, ratios, satisfaction_line
from portal.inspections.returning import EarlierWeakness
from portal.recommendations.status import Due, Status
from workflow.steps.acts import OfferedStep

SHORT_PART = 12  # criteria that stand open together; more are folded into their groups


@dataclass(frozen=True)
class FindingRow:
    """A finding with its text in pieces, its values told, and its causes; the earlier shortcoming that it repeats, or
    the one that it may repeat.
    """

    finding: Finding
    pieces: list[Piece]
    causes: list[Cause]
    repeats: EarlierWeakness | None = None
    may_repeat: EarlierWeakness | None = None


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment with how it stands and when it is due; `act`: the step that is expected of the reader, or None."""

    assignment: Assignment
    status: Status
    due: Due
    act: OfferedStep | None


@dataclass(frozen=True)
class RecommendationRow:
    """A recommendation with its assignments; `weakness`: the shortcoming that it is to mend, as the page shows it, ""
    where the reader sees none.
    """

    recommendation: Recommendation
    assignments: list[AssignmentRow]
    weakness: str


@dataclass(frozen=True)
class RecommendationsPart:
    """What the Board asks of the body, and what the body asks upward; of each how many assignments are done."""

    to_the_unit: list[RecommendationRow]
    by_the_unit: list[RecommendationRow]

    def done_words(self) -> str:
        if not self.to_the_unit:
            return ""
        return _("Đã thực hiện %(n)d/%(total)d") % _count_done(self.to_the_unit)

    def replied_words(self) -> str:
        if not self.by_the_unit:
            return ""
        return _("Đã được trả lời %(n)d/%(total)d") % _count_done(self.by_the_unit)


def _count_done(rows: list[RecommendationRow]) -> dict[str, int]:
    states = [each.assignment.state for row in rows for each in row.assignments]
    done = (AssignmentState.VERIFIED, AssignmentState.REPLIED)
    return {"n": sum(state in done for state in states), "total": len(states)}


@dataclass(frozen=True)
class ValueGroup:
    """The criteria of one group that the reader sees; `key`: its place; `is_open`: shown without being asked for."""

    key: int
    name: str
    rows: list[CriterionRow]
    is_open: bool

    @property
    def entered(self) -> int:
        return sum(bool(row.values) for row in self.rows)

    @property
    def words(self) -> str:
        return entered_words(self.entered, len(self.rows))


def entered_words(entered: int, total: int) -> str:
    if entered == total:
        return ngettext("%d chỉ tiêu", "%d chỉ tiêu", total) % total
    return _("%(entered)d/%(total)d đã nhập") % {"entered": entered, "total": total}


@dataclass(frozen=True)
class ValuesPart:
    """The values in their groups, and their charts, None without enough values."""

    groups: list[ValueGroup]
    line: dict | None
    bars: dict | None

    @property
    def entered(self) -> int:
        return sum(group.entered for group in self.groups)

    @property
    def total(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def count(self) -> str:
        """Return how many have a value, "12/56" while some have none."""
        return str(self.total) if self.entered == self.total else f"{self.entered}/{self.total}"

    @property
    def words(self) -> str:
        return entered_words(self.entered, self.total) if self.groups else ""


@dataclass(frozen=True)
class FindingsPart:
    """The findings by their kind, all their causes, and what contradicts or is missing in the inspection's own."""

    strengths: list[FindingRow]
    shortcomings: list[FindingRow]
    causes: list[Cause]
    warnings: list[Message]

    @property
    def words(self) -> str:
        strengths, shortcomings = len(self.strengths), len(self.shortcomings)
        if not strengths and not shortcomings:
            return ""
        counted = {"strengths": strengths, "shortcomings": shortcomings}
        return _("%(strengths)d ưu điểm, %(shortcomings)d hạn chế") % counted

    @property
    def has_own_shortcomings(self) -> bool:
        return any(row.finding.inspection_id for row in self.shortcomings)


def values_part(inspection: Inspection, values: list[MeasuredValue], is_filled: bool) -> ValuesPart:
    """Group the values; a reader who fills the inspection sees the criteria too that have none yet."""
    found = by_criterion(grouped(values), criteria_for(inspection) if is_filled else [])
    is_short = sum(len(rows) for _name, rows in found) <= SHORT_PART
    return ValuesPart(
        groups=[_group(key, name, rows, is_short) for key, (name, rows) in enumerate(found)],
        line=satisfaction_line(values),
        bars=ratio_bars(ratios(values)),
    )


def _group(key: int, name: str, rows: list[CriterionRow], is_short: bool) -> ValueGroup:
    is_empty = not any(row.values for row in rows)
    return ValueGroup(key, name or _("Chỉ tiêu khác"), rows, is_open=is_short and not is_empty)


def sessions_words(sessions: list[Session]) -> str:
    """Return "2 buổi, gần nhất 26/11/2026", "" without sessions."""
    if not sessions:
        return ""
    counted = ngettext("%d buổi", "%d buổi", len(sessions)) % len(sessions)
    days = [session.held_on for session in sessions if session.held_on]
    return ", ".join(filter(None, [counted, _("gần nhất %s") % short_date(max(days)) if days else ""]))


def papers_words(links: list[PaperLink]) -> str:
    """Return "4 văn bản, mới nhất 17/11/2026", "" without papers."""
    if not links:
        return ""
    counted = ngettext("%d văn bản", "%d văn bản", len(links)) % len(links)
    days = [link.paper.dated_on for link in links if link.paper.dated_on]
    return ", ".join(filter(None, [counted, _("mới nhất %s") % short_date(max(days)) if days else ""]))
