"""Errors and doubts about a delegation: messages, [] when there are none."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.text import short_date
from inspections.campaigns.models import Campaign
from inspections.delegations.members import members_of
from inspections.delegations.models import Delegation, DelegationMember
from inspections.inspections.bookings.clashes import Appointment, clashes_with
from inspections.inspections.models import Inspection, Session
from inspections.inspections.states import InspectionState


def own_body_refusals(members: list[DelegationMember], inspections: list[Inspection]) -> list[str]:
    """Return a message for each member who would inspect the own body. Names of bodies must be loaded."""
    return [
        _("%(person)s thuộc %(body)s, đơn vị được kiểm tra của cuộc %(reference)s.")
        % {
            "person": member.name,
            "body": inspection.subject_organization.full_name_at(inspection.campaign.day),
            "reference": inspection.reference,
        }
        for inspection in inspections
        for member in members
        if inspection.subject_organization_id in member.bodies
    ]


def inspections_of(delegation: Delegation) -> list[Inspection]:
    rows = delegation.inspections.exclude(state=InspectionState.CANCELLED)
    return list(rows.select_related("campaign", "subject_organization").prefetch_related("subject_organization__names"))


def member_clashes(member: DelegationMember, user: User) -> list[str]:
    """Return clashes between the sessions of this delegation and other appointments of the member."""
    if member.delegation_id is None or member.person_id is None:
        return []
    sessions = Session.objects.filter(inspection__delegation=member.delegation_id, held_on__isnull=False)
    sessions = sessions.select_related("inspection")
    return clashes_with(attendances([member], sessions), user)


def session_clashes(session: Session, user: User) -> list[str]:
    """Return clashes between this session and other appointments of its delegation's members."""
    return clashes_with(attendances(members_of(session.inspection.delegation), [session]), user)


def delegation_clashes(inspection: Inspection, delegation: Delegation | None, user: User) -> list[str]:
    """Return clashes between the sessions of the inspection and other appointments of this delegation's members."""
    return clashes_with(attendances(members_of(delegation), inspection.sessions.all()), user)


def attendances(members: Iterable[DelegationMember], sessions: Iterable[Session]) -> list[Appointment]:
    """Return who of the members, in office on that day, attends which dated session; its inspection must be loaded."""
    return [
        Appointment(
            person_id=member.person_id,
            person=member.person.full_name,
            day=session.held_on,
            part=session.part_of_day,
            reference=session.inspection.reference,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place=session.place,
        )
        for session in sessions
        for member in members
        if session.held_on and member.person and member.is_member_at(session.held_on)
    ]


def outside_the_campaign(day: date | None, campaign: Campaign) -> list[str]:
    """Return a message where the day lies before or after the campaign's days."""
    if not (day and campaign.starts_on and campaign.ends_on) or campaign.starts_on <= day <= campaign.ends_on:
        return []
    dates = {"start": short_date(campaign.starts_on), "end": short_date(campaign.ends_on)}
    return [_("Ngày này ngoài thời gian của đợt (%(start)s – %(end)s).") % dates]
