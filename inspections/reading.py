"""One inspection as a reader of it may see it: facts, sessions, values with their checks, findings, papers."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.db.models import Exists, F, OuterRef, Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import Organization, OrganizationSuccession
from danvan.charts import line_chart, ratio_bars
from danvan.text import short_date
from inspections.checks import finding_messages, told_messages, value_messages, why_read_only
from inspections.figures import change_between, change_in_words, figures_of, period_in_words, year_of
from inspections.lists import told, with_progress
from inspections.models import (
    Answer,
    Assignment,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    PaperLink,
    Recommendation,
    SetCriterion,
)
from inspections.states import CONCLUDED, WRITERS
from inspections.stepping import offers_of
from inspections.told import SIDES, Told
from localities.models import Locality, LocalitySpell
from workflow.history import history_lines
from workflow.models import Event


def with_bodies(inspections):
    """Rows with the one-to-one of what their pages print; `filled` brings the rest of one of them."""
    return (
        with_progress(inspections)
        .select_related(
            "campaign__inspecting_organization",
            "subject_organization__locality",
            "reporting_organization",
            "presenting_organization",
            "presenting_person",
        )
        .prefetch_related(None)
    )


def filled(inspection: Inspection, today: date, values=()) -> Inspection:
    """The row with the dated names of all its bodies, of those its values speak of too, its delegation's members and
    its sessions: a query each.
    """
    bodies = [inspection.campaign.inspecting_organization, inspection.subject_organization]
    bodies += [value.about_organization for value in values]
    bodies += [inspection.reporting_organization, inspection.presenting_organization]
    prefetch_related_objects([body for body in bodies if body], "names")
    members = DelegationMember.objects.select_related("person").order_by("position")
    prefetch_related_objects([inspection], "sessions", Prefetch("delegation__members", members))
    return told(inspection, today)


def inspection_page(inspection: Inspection, values: list[MeasuredValue], user, today: date) -> dict:
    """`inspection` comes from `filled`, its values from `values_of`."""
    units = units_of(inspection)
    told_here = Told([v for v in values if v.about_organization_id == inspection.subject_organization_id])
    findings = findings_of(inspection, user, told_here)
    strengths = [finding for finding in findings if finding.kind == Finding.Kind.STRENGTH]
    shortcomings = [finding for finding in findings if finding.kind == Finding.Kind.SHORTCOMING]
    own = [finding for finding in findings if finding.inspection_id]
    is_filled = inspection.is_filled_by(user, today)
    return {
        "is_filled": is_filled,
        "may_change": is_filled and inspection.may_be_changed_by(user, today),
        "may_assign": is_filled or may_assign(inspection, user, today),
        "inspection": inspection,
        "facts": facts_of(inspection, units),
        "sessions": inspection.sessions.all(),
        "groups": by_criterion(grouped(values, units, inspection.day), asked_of(inspection) if is_filled else []),
        "line": satisfaction_line(values, inspection.day),
        "bars": ratio_bars(ratios(values)),
        "strengths": strengths,
        "shortcomings": shortcomings,
        "has_own_shortcomings": any(finding.inspection_id for finding in shortcomings),
        "causes": [cause for finding in findings for cause in finding.own_causes],
        "warnings": [*finding_messages(own), *told_messages(own, told_here)],
        "recommendations": recommendations_of(inspection, user),
        "papers": papers_of(inspection, user),
        "members": inspection.delegation.members.all() if inspection.delegation else [],
    }


def may_assign(inspection: Inspection, user, today: date) -> bool:
    """Whether this reader may still say who carries out what is asked for."""
    return not why_read_only(inspection, is_live=True) and bool(inspection.hats_of(user, today) & WRITERS)


# --- Facts -------------------------------------------------------------------------------------------------------
def facts_of(inspection: Inspection, units: dict) -> list[dict]:
    campaign, day = inspection.campaign, inspection.day
    facts = [
        {"label": _("Chủ đề"), "value": campaign.theme, "is_as_written": True},
        {"label": _("Cơ quan kiểm tra"), "value": campaign.inspecting_organization.full_name_at(day)},
        {"label": _("Đơn vị được kiểm tra"), "value": inspection.subject_name},
        _reporting_fact(inspection),
        _presenter_fact(inspection),
        _period_fact(inspection),
    ]
    if units:
        counted = ", ".join(f"{n} {kind}" for kind, n in units.items())
        note = _("danh mục tại ngày %s") % short_date(day)
        facts.append({"label": _("Địa bàn"), "value": counted, "note": note})
    return [fact for fact in facts if fact["value"]]


def _reporting_fact(inspection: Inspection) -> dict:
    return {
        "label": _("Đơn vị báo cáo"),
        "value": inspection.reporting_organization.full_name_at(inspection.day),
        "note": _differs(inspection, inspection.reporting_organization_id),
    }


def _presenter_fact(inspection: Inspection) -> dict:
    person = inspection.presenting_person.full_name if inspection.presenting_person else ""
    body = inspection.presenting_organization
    words = [person, inspection.presenter_title or (body.full_name_at(inspection.day) if body else "")]
    return {
        "label": _("Người báo cáo"),
        "value": ", ".join(filter(None, words)),
        "note": _differs(inspection, inspection.presenting_organization_id),
    }


def _differs(inspection: Inspection, organization_id: int | None) -> str:
    is_other = organization_id and organization_id != inspection.subject_organization_id
    return _("khác đơn vị được kiểm tra") if is_other else ""


def _period_fact(inspection: Inspection) -> dict:
    start = inspection.period_start or inspection.campaign.period_start
    end = inspection.period_end or inspection.campaign.period_end
    value = f"{short_date(start)} – {short_date(end)}" if start and end else ""
    return {"label": _("Thời kỳ kiểm tra"), "value": value}


def units_of(inspection: Inspection) -> dict[str, int]:
    """Commune-level units under the subject's place on the day, {} for a commune itself: {"xã": 16, "thị trấn": 1}."""
    locality = inspection.subject_organization.locality
    if locality is None or locality.level == Locality.Level.COMMUNE:
        return {}
    under = LocalitySpell.objects.under(locality, inspection.day)
    return under.filter(level=Locality.Level.COMMUNE).count_by_unit_type()


# --- Values ------------------------------------------------------------------------------------------------------
def values_of(inspection: Inspection, user) -> list[MeasuredValue]:
    """Current values in the set's order, one side's beside the other's, years in time."""
    rows = (
        MeasuredValue.objects.visible_to(user)
        .current()
        .filter(inspection=inspection)
        .select_related("set_criterion", "source_paper", "about_organization")
        .order_by("set_criterion__order", "pk")
    )
    for value in rows:
        value.inspection = inspection
    return sorted(rows, key=lambda v: (v.set_criterion.order, year_of(v) or 0, SIDES.index(v.side), v.pk))


def grouped(values: list[MeasuredValue], units: dict, day: date) -> list[tuple[str, list[MeasuredValue]]]:
    """Values under their group's name, each with its period in words and its checks."""
    groups = {}
    for value in values:
        value.period_words = period_in_words(value)
        value.about_words = about_in_words(value, day)
        value.is_provisional = is_provisional(value, day)
        value.messages = value_messages(value, units, value_day(value, day), earlier_of(value, values))
        groups.setdefault(value.set_criterion.group, []).append(value)
    return list(groups.items())


def about_in_words(value: MeasuredValue, day: date) -> str:
    """The body whose figure it is, where that isn't the inspected one."""
    is_subjects = value.about_organization_id == value.inspection.subject_organization_id
    return "" if is_subjects else value.about_organization.full_name_at(day)


def asked_of(inspection: Inspection) -> list[SetCriterion]:
    """What the campaign's set asks such a body for, in the set's order."""
    subject = inspection.subject_organization
    kinds = {subject.kind, subject.locality.level if subject.locality else ""}
    criteria = SetCriterion.objects.filter(criteria_set=inspection.campaign.criteria_set_id).order_by("order")
    return [asked for asked in criteria if not asked.applies_to or kinds & set(asked.applies_to)]


def by_criterion(groups, asked: list[SetCriterion]) -> list[tuple[str, list[dict]]]:
    """Groups of rows in the set's order, each a criterion with its values: those that have some, and all `asked`."""
    rows = {criterion.pk: {"asked": criterion, "values": []} for criterion in asked}
    for _name, values in groups:
        for value in values:
            rows.setdefault(value.set_criterion_id, {"asked": value.set_criterion, "values": []})["values"].append(
                value
            )
    shown = {}
    for row in sorted(rows.values(), key=lambda row: row["asked"].order):
        shown.setdefault(row["asked"].group, []).append(row)
    return list(shown.items())


def earlier_of(value: MeasuredValue, values: list[MeasuredValue]) -> MeasuredValue | None:
    """The same criterion's value of the year before, from the same side, or None."""
    year = year_of(value)
    same = (value.set_criterion_id, value.side, value.part, value.about_organization_id)
    for other in values:
        key = (other.set_criterion_id, other.side, other.part, other.about_organization_id)
        if year and key == same and year_of(other) == year - 1:
            return other
    return None


def value_day(value: MeasuredValue, day: date) -> date:
    """The day whose register a denominator is held against: the value's own, but none after the session."""
    return min(value.as_of or value.period_end or day, day)


def is_provisional(value: MeasuredValue, day: date) -> bool:
    """Its period was not over when it was told."""
    paper = value.source_paper
    told_on = (paper.dated_on if paper and paper.dated_on else None) or day
    return value.period_end is not None and value.period_end > told_on


def yearly(values: list[MeasuredValue]) -> list[MeasuredValue]:
    """The first percent criterion told for more than one year: the index of satisfaction in every set known."""
    by_criterion = {}
    for value in values:
        if figures_of(value).is_percent and year_of(value):
            by_criterion.setdefault((value.set_criterion_id, value.side), {}).setdefault(year_of(value), value)
    series = [list(years.values()) for years in by_criterion.values() if len(years) > 1]
    return series[0] if series else []


def satisfaction_line(values: list[MeasuredValue], day: date) -> dict | None:
    """Title, change in words and geometry of the chart of a yearly percentage, or None without two years."""
    series = yearly(values)
    if not series:
        return None
    points = [
        {
            "x": year_of(value),
            "y": figures_of(value).number,
            "label": _("Năm %d") % year_of(value),
            "printed": value.printed,
            "provisional": is_provisional(value, day),
        }
        for value in series
    ]
    change = change_in_words(series[0], series[-1]) if change_between(series[0], series[-1]) else ""
    return {
        "title": series[0].set_criterion.label,
        "change": change[:1].upper() + change[1:],
        "chart": line_chart(points),
    }


def ratios(values: list[MeasuredValue]) -> list[dict]:
    """The a/b values, each criterion once."""
    rows, seen = [], set()
    for value in values:
        figures = figures_of(value)
        if figures.denominator and figures.numerator is not None and value.set_criterion_id not in seen:
            seen.add(value.set_criterion_id)
            rows.append(
                {
                    "label": value.set_criterion.label,
                    "printed": value.printed,
                    "numerator": figures.numerator,
                    "denominator": figures.denominator,
                }
            )
    return rows


# --- Findings, recommendations, papers ---------------------------------------------------------------------------
def findings_of(inspection: Inspection, user, told: Told) -> list[Finding]:
    """The inspection's own, and for those inside also the remarks about the whole campaign; each with its causes."""
    rows = (
        Finding.objects.visible_to(user)
        .filter(Q(inspection=inspection) | Q(campaign=inspection.campaign, inspection__isnull=True))
        .select_related("criterion")
        .order_by("position", "pk", "causes__pk")
    )
    findings = with_rows(rows, "causes", "own_causes")
    for finding in findings:
        finding.pieces = told.pieces(finding.text)
    return sorted(findings, key=lambda finding: finding.inspection_id is None)


def recommendations_of(inspection: Inspection, user) -> list[Recommendation]:
    """Each with its assignments (`given`), and these with the steps that are the reader's to take."""
    asked = Recommendation.objects.visible_to(user).filter(inspection=inspection).select_related("model")
    asked = asked.annotate(
        owner_closed_on=F("assignments__owner_organization__closed_on"),
        is_answered=Exists(Answer.objects.by_owners(user).filter(assignment=OuterRef("assignments__pk"))),
        is_succeeded=Exists(OrganizationSuccession.objects.filter(old=OuterRef("assignments__owner_organization"))),
    ).order_by("position", "pk", F("assignments__due_on").asc(nulls_last=True), "assignments__pk")
    rows = with_rows(asked, "assignments", "given", partial(_know, inspection, user))
    given = [assignment for row in rows for assignment in row.given]
    events = events_of(given) if inspection.state in CONCLUDED else {}  # before, nothing is to be carried out
    for assignment in given:
        assignment.offers = [offer for offer in offers_of(assignment, user) if offer.is_ready]
        assignment.history = history_lines(assignment, events.get(assignment.pk, []), is_inside=True)
    return rows


def _know(inspection: Inspection, user, assignment: Assignment, row) -> None:
    """What an assignment's steps ask for, as the row brought it or as the page has it already."""
    asked = assignment.recommendation
    asked.inspection, asked.campaign = inspection, inspection.campaign
    assignment.answered_by = frozenset([user.pk] if row.is_answered else [])
    assignment.is_succeeded = row.is_succeeded
    if assignment.owner_organization_id:
        columns = [assignment.owner_organization_id, row.owner_closed_on]
        assignment.owner_organization = Organization.from_db(row._state.db, ["id", "closed_on"], columns)


def with_rows(parents, name: str, given: str, know: Callable | None = None) -> list:
    """`parents` with the rows that hang on them by the key `name`, as the list `given`: one query for both tables.

    `know(row, parent's row)` tells a hanging row more of what came with it.
    """
    relation = parents.model._meta.get_field(name)
    columns = [field.attname for field in relation.related_model._meta.concrete_fields]
    joined = parents.annotate(**{f"{name}_{column}": F(f"{name}__{column}") for column in columns})
    found = {}
    for row in joined:
        parent = found.setdefault(row.pk, row)
        hanging = parent.__dict__.setdefault(given, [])
        values = [getattr(row, f"{name}_{column}") for column in columns]
        if values[columns.index("id")] is not None:
            child = relation.related_model.from_db(row._state.db, columns, values)
            setattr(child, relation.field.name, parent)
            hanging.append(child)
            if know:
                know(child, row)
    return list(found.values())


def events_of(assignments: list[Assignment]) -> dict[int, list[Event]]:
    """By assignment what was done to it, the newest first; one query for all."""
    by_assignment = {}
    for event in Event.objects.about_all(assignments).select_related("actor__person"):
        by_assignment.setdefault(event.object_id, []).append(event)
    return by_assignment


def papers_of(inspection: Inspection, user) -> list[PaperLink]:
    """Links of the inspection and of its campaign that the reader may see, each paper once, the newest first."""
    links = (
        PaperLink.objects.visible_to(user)
        .filter(Q(inspection=inspection) | Q(campaign=inspection.campaign))
        .select_related("paper__file")
        .order_by(F("paper__dated_on").desc(nulls_last=True), "pk")
    )
    papers = list({link.paper_id: link for link in links}.values())
    for link in papers:
        link.url = link.paper.download_url
    return papers
