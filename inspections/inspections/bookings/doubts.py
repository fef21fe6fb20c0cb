"""Errors and doubts about a delegation: messages, [] when there are none."""

from django.utils.translation import gettext as _

from accounts.people.models import User
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
            "person": member.person,
            "body": inspection.subject_organization.full_name_at(inspection.campaign.day),
            "reference": inspection.reference,
        }
        for inspection in inspections
        for member in members
        if inspection.subject_organization_id in (member.organization_id, member.person.organization_id)
    ]


def inspections_of(delegation: Delegation) -> list[Inspection]:
    rows = delegation.inspections.exclude(state=InspectionState.CANCELLED)
    return list(rows.select_related("campaign", "subject_organization").prefetch_related("subject_organization__names"))


def member_clashes(member: DelegationMember, user: User) -> list[str]:
    """Return clashes between the sessions of this delegation and other appointments of the member."""
    if member.delegation_id is None or member.person_id is None:
        return []
    sessions = Session.objects.filter(inspection__delegation=member.delegation_id, held_on__isnull=False)
    rows = sessions.values_list("held_on", "part_of_day", "inspection__reference")
    wanted = [_appointment(member, *row) for row in rows if member.is_member_at(row[0])]
    return clashes_with(wanted, user)


def session_clashes(session: Session, user: User) -> list[str]:
    """Return clashes between this session and other appointments of its delegation's members."""
    if session.held_on is None:
        return []
    when = (session.held_on, session.part_of_day, session.inspection.reference)
    members = members_of(session.inspection.delegation)
    return clashes_with([_appointment(m, *when) for m in members if m.is_member_at(session.held_on)], user)


def delegation_clashes(inspection: Inspection, delegation: Delegation | None, user: User) -> list[str]:
    """Return clashes between the sessions of the inspection and other appointments of this delegation's members."""
    sessions = [session for session in inspection.sessions.all() if session.held_on]
    wanted = [
        _appointment(member, session.held_on, session.part_of_day, inspection.reference)
        for session in sessions
        for member in members_of(delegation)
        if member.is_member_at(session.held_on)
    ]
    return clashes_with(wanted, user)


def _appointment(member, day, part, reference) -> Appointment:
    return Appointment(member.person_id, member.person.full_name, day, part, reference)
