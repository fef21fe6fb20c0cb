"""One inspection as a reader of it may see it, put together from the rooms."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.models import Organization, OrganizationSuccession
from accounts.people.models import User
from ground.charts import ratio_bars
from ground.text import short_date
from inspections.findings.checks import finding_messages, told_messages
from inspections.inspections.checks import units_of, why_read_only
from inspections.inspections.states import CONCLUDED, WRITERS
from inspections.models import (
    Answer,
    Assignment,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    PaperLink,
    Recommendation,
)
from inspections.values.series import asked_of, by_criterion, grouped, ratios, satisfaction_line
from inspections.values.told import Told
from portal.rows import told, with_progress
from portal.stepping import offers_of
from workflow.history.kinds import history_lines
from workflow.models import Event


def with_bodies(inspections: QuerySet):
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


def inspection_page(inspection: Inspection, values: list[MeasuredValue], user: User, today: date) -> dict:
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


def may_assign(inspection: Inspection, user: User, today: date) -> bool:
    """Whether this reader may still say who carries out what is asked for."""
    return not why_read_only(inspection, is_live=True) and bool(inspection.hats_of(user, today) & WRITERS)


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


def findings_of(inspection: Inspection, user: User, told: Told) -> list[Finding]:
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


def recommendations_of(inspection: Inspection, user: User) -> list[Recommendation]:
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


def papers_of(inspection: Inspection, user: User) -> list[PaperLink]:
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
