"""The context of an inspection's page, in the user's scope, combined from the rooms."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import Organization, OrganizationSuccession
from accounts.people.models import User
from ground.text import short_date
from inspections.attachments.ways import decision_for
from inspections.findings.checks import finding_messages, placeholder_messages
from inspections.inspections.checks import why_read_only
from inspections.inspections.progress import Stage
from inspections.inspections.states import MINUTES_AGREED, WRITERS
from inspections.models import (
    Assignment,
    Cause,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    PaperLink,
    Recommendation,
    Session,
)
from inspections.recommendations.querysets import answered_by
from inspections.values.placeholders import ValuePlaceholders
from inspections.values.series import (
    values_of,
)
from portal.inspections.examined import ExaminedRow, examined_by
from portal.inspections.papers import PaperRow, paper_rows
from portal.inspections.parts import (
    AssignmentRow,
    FindingRow,
    FindingsPart,
    RecommendationRow,
    RecommendationsPart,
    ValuesPart,
    papers_words,
    sessions_words,
    values_part,
)
from portal.inspections.report import ReportBox, report_box
from portal.inspections.returning import Returning, returning_in
from portal.recommendations.page import main_of
from portal.recommendations.status import due_of, status_of
from portal.rows import joined, row_of, stage_days, with_progress
from portal.steps_beside import offers_of
from workflow.records.pages import Fact


def with_bodies(inspections: QuerySet, user: User) -> QuerySet:
    """Load the relations that an inspection's page prints; `load_names` loads the rest for one of them."""
    return (
        with_progress(inspections, user)
        .select_related(
            "campaign__inspecting_organization",
            "delegation__decision_paper__file",
            "subject_organization__locality",
            "reporting_organization",
            "presenting_organization",
            "presenting_person",
        )
        .prefetch_related(None)
    )


def load_names(inspection: Inspection, values: list[MeasuredValue]) -> None:
    """Load the dated names of all its bodies, of those its values speak of too, its delegation's members and
    its sessions: a query each.
    """
    bodies = [inspection.campaign.inspecting_organization, inspection.subject_organization]
    bodies += [value.about_organization for value in values]
    bodies += [inspection.reporting_organization, inspection.presenting_organization]
    prefetch_related_objects([body for body in bodies if body], "names")
    members = DelegationMember.objects.select_related("person").order_by("position")
    prefetch_related_objects([inspection], "sessions", Prefetch("delegation__members", members))


@dataclass(frozen=True)
class Absences:
    """Why something isn't entered, in words for this reader; "" where nobody has said, or it is entered."""

    head: str = ""
    dates: str = ""
    strengths: str = ""
    shortcomings: str = ""
    recommendations: str = ""


@dataclass(frozen=True)
class InspectionPage:
    """What the page of an inspection shows to one reader; the names are those of its template."""

    inspection: Inspection
    subject_name: str
    stages: list[Stage]
    is_filled: bool
    may_change: bool
    may_assign: bool
    facts: list[Fact]
    sessions: list[Session]
    sessions_words: str
    values: ValuesPart
    findings: FindingsPart
    examined: list[ExaminedRow]
    recommendations: RecommendationsPart
    papers: list[PaperRow]
    papers_words: str
    report: ReportBox | None
    members: list[DelegationMember]
    absences: Absences


def inspection_page(inspection: Inspection, user: User, today: date) -> InspectionPage:
    """Put the page together; `inspection` is a row of `with_bodies`."""
    values = values_of(inspection, user)
    load_names(inspection, values)
    is_filled = inspection.is_filled_by(user, today)
    findings = findings_part(inspection, values, user, today)
    row = row_of(inspection, today, days=stage_days([inspection]).get(inspection.pk, {}))
    links = papers_of(inspection, user, today)
    sessions = list(inspection.sessions.all())
    return InspectionPage(
        inspection=inspection,
        subject_name=row.subject_name,
        stages=row.stages,
        is_filled=is_filled,
        may_change=is_filled and inspection.may_be_changed_by(user, today),
        may_assign=is_filled or may_assign(inspection, user, today),
        facts=facts_of(inspection),
        sessions=sessions,
        sessions_words=sessions_words(sessions),
        values=values_part(inspection, values, is_filled),
        findings=findings,
        examined=examined_by(inspection, user, today),
        recommendations=recommendations_of(inspection, user, today, findings.shortcomings),
        papers=paper_rows(links),
        papers_words=papers_words(links),
        report=report_box(inspection, user, today),
        members=list(inspection.delegation.members.all()) if inspection.delegation else [],
        absences=absences_of(inspection, user, today),
    )


def absences_of(inspection: Inspection, user: User, today: date) -> Absences:
    """Return what the source doesn't say; what is said of findings is shown outside from the agreed minutes on."""
    delegation = inspection.delegation
    is_headless = delegation is not None and not any(each.role == "head" for each in delegation.members.all())
    absences = Absences(
        head=delegation.get_head_absence_display() if is_headless else "",
        dates=inspection.get_dates_absence_display(),
    )
    if inspection.state not in MINUTES_AGREED and not inspection.is_inside(user, today):
        return absences
    return replace(
        absences,
        strengths=inspection.get_strengths_absence_display(),
        shortcomings=inspection.get_shortcomings_absence_display(),
        recommendations=inspection.get_recommendations_absence_display(),
    )


def findings_part(inspection: Inspection, values: list[MeasuredValue], user: User, today: date) -> FindingsPart:
    """Sort the findings that the reader sees; who fills the inspection sees too what they may repeat."""
    placeholders = ValuePlaceholders(
        [v for v in values if v.about_organization_id == inspection.subject_organization_id]
    )
    rows = findings_of(inspection, user, placeholders)
    own = [row.finding for row in rows if row.finding.inspection_id]
    returning = returning_in(own, inspection, user, today, suggests=inspection.is_filled_by(user, today))
    rows = [_with_earlier(row, returning) for row in rows]
    return FindingsPart(
        strengths=[row for row in rows if row.finding.kind == Finding.Kind.STRENGTH],
        shortcomings=[row for row in rows if row.finding.kind == Finding.Kind.SHORTCOMING],
        causes=[cause for row in rows for cause in row.causes],
        warnings=[*finding_messages(own), *placeholder_messages(own, placeholders)],
    )


def _with_earlier(row: FindingRow, returning: Returning) -> FindingRow:
    pk = row.finding.pk
    return replace(row, repeats=returning.linked.get(pk), may_repeat=returning.suggested.get(pk))


def may_assign(inspection: Inspection, user: User, today: date) -> bool:
    """Tell whether the user may still make assignments."""
    return not why_read_only(inspection, is_live=True) and bool(inspection.roles_of(user, today) & WRITERS)


def facts_of(inspection: Inspection) -> list[Fact]:
    """Return the facts that are known."""
    campaign, day = inspection.campaign, inspection.day
    facts = [
        Fact(_("Tên đợt kiểm tra"), campaign.theme, is_as_written=True),
        Fact(_("Cơ quan kiểm tra"), campaign.inspecting_organization.full_name_at(day)),
        Fact(_("Đơn vị được kiểm tra"), inspection.subject_organization.full_name_at(day)),
        _reporting_fact(inspection),
        _presenter_fact(inspection),
        _period_fact(inspection),
    ]
    units = inspection.units_on(day)
    if units:
        counted = ", ".join(f"{n} {kind}" for kind, n in units.items())
        facts.append(Fact(_("Địa bàn"), counted, _("danh mục tại ngày %s") % short_date(day)))
    return [fact for fact in facts if fact.value]


def _reporting_fact(inspection: Inspection) -> Fact:
    name = inspection.reporting_organization.full_name_at(inspection.day)
    return Fact(_("Đơn vị báo cáo"), name, _differs(inspection, inspection.reporting_organization_id))


def _presenter_fact(inspection: Inspection) -> Fact:
    person = inspection.presenting_person.full_name if inspection.presenting_person else ""
    body = inspection.presenting_organization
    title = inspection.presenter_title or (body.full_name_at(inspection.day) if body else "")
    value = ", ".join(filter(None, [person, title]))
    return Fact(_("Người trình bày"), value, _differs(inspection, inspection.presenting_organization_id))


def _differs(inspection: Inspection, organization_id: int | None) -> str:
    is_other = organization_id and organization_id != inspection.subject_organization_id
    return _("khác đơn vị được kiểm tra") if is_other else ""


def _period_fact(inspection: Inspection) -> Fact:
    start = inspection.period_start or inspection.campaign.period_start
    end = inspection.period_end or inspection.campaign.period_end
    return Fact(_("Thời kỳ kiểm tra"), f"{short_date(start)} – {short_date(end)}" if start and end else "")


def findings_of(inspection: Inspection, user: User, placeholders: ValuePlaceholders) -> list[FindingRow]:
    """Return the inspection's findings with their causes; for users inside also the remarks about the whole
    campaign.
    """
    rows = (
        Finding.objects.visible_to(user)
        .filter(Q(inspection=inspection) | Q(campaign=inspection.campaign, inspection__isnull=True))
        .select_related("criterion")
        .order_by("position", "pk", "causes__pk")
    )
    pairs = sorted(joined(rows, Cause, "finding", "causes"), key=lambda pair: pair[0].inspection_id is None)
    return [
        FindingRow(finding, placeholders.pieces(finding.text), [cause for cause, _row in causes])
        for finding, causes in pairs
    ]


def recommendations_of(
    inspection: Inspection, user: User, today: date, shortcomings: list[FindingRow]
) -> RecommendationsPart:
    """Return the recommendations in their two directions, each with its assignments and how these stand."""
    texts = {row.finding.pk: "".join(piece.text for piece in row.pieces) for row in shortcomings}
    rows = Recommendation.objects.visible_to(user).filter(inspection=inspection).select_related("model", "finding")
    rows = rows.annotate(
        owner_closed_on=F("assignments__owner_organization__closed_on"),
        is_answered=Case(When(answered_by(user, "assignments__"), then=True), default=False),
        is_succeeded=Exists(OrganizationSuccession.objects.after(OuterRef("assignments__owner_organization"))),
    ).order_by("position", "pk", F("assignments__due_on").asc(nulls_last=True), "assignments__pk")
    pairs = joined(rows, Assignment, "recommendation", "assignments")
    if inspection.is_inside(user, today):  # who sees all of them
        inspection.assignment_states = tuple(each.state for _of, assignments in pairs for each, _row in assignments)
    for _recommendation, assignments in pairs:
        for assignment, row in assignments:
            _fill(assignment, row, inspection, user)
    made = [
        RecommendationRow(
            recommendation,
            [_assignment_row(each, user, today) for each, _row in assignments],
            texts.get(recommendation.finding_id, ""),
        )
        for recommendation, assignments in pairs
    ]
    return RecommendationsPart(
        to_the_unit=[row for row in made if not row.recommendation.is_upward],
        by_the_unit=[row for row in made if row.recommendation.is_upward],
    )


def _fill(assignment: Assignment, row: Recommendation, inspection: Inspection, user: User) -> None:
    """Put in what an assignment's steps read, as its row brought it or as the page has it already."""
    recommendation = assignment.recommendation
    recommendation.inspection, recommendation.campaign = inspection, inspection.campaign
    assignment.answered_by = frozenset([user.pk] if row.is_answered else [])
    assignment.is_succeeded = row.is_succeeded
    if assignment.owner_organization_id:
        columns = [assignment.owner_organization_id, row.owner_closed_on]
        assignment.owner_organization = Organization.from_db(row._state.db, ["id", "closed_on"], columns)


def _assignment_row(assignment: Assignment, user: User, today: date) -> AssignmentRow:
    act = main_of([offer for offer in offers_of(assignment, user) if offer.is_ready], assignment)
    return AssignmentRow(assignment, status_of(assignment, today), due_of(assignment), act)


def papers_of(inspection: Inspection, user: User, today: date) -> list[PaperLink]:
    """Return the links of the inspection, its findings and its campaign that the user may see, each paper once, the
    newest first; the decision on its delegation is one of the bases.
    """
    links = (
        PaperLink.objects.visible_to(user)
        .filter(Q(inspection=inspection) | Q(campaign=inspection.campaign) | Q(finding__inspection=inspection))
        .select_related("paper__file")
        .order_by(F("paper__dated_on").desc(nulls_last=True), "pk")
    )
    found = {link.paper_id: link for link in links}
    decision = decision_for(inspection, user, today)
    if decision is not None and decision.paper_id not in found:
        found[decision.paper_id] = decision
    return sorted(found.values(), key=lambda link: link.paper.dated_on or date.min, reverse=True)
