"""What a paper is about, as it is composed from: the records, the paper's own day, and who signs it.

Rows are read once each, when a kind first needs them. No clock: the day is passed in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects

from accounts.models import Organization, OrganizationName, Signatory
from inspections.models import (
    Assignment,
    Campaign,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
    SetCriterion,
)
from inspections.values.placeholders import ValuePlaceholders
from inspections.values.series import values_of, values_of_all
from reports.documents.compose.naming import Names, issuer_at, lower_first
from reports.documents.compose.texts import TypedTexts
from reports.documents.models import PaperSettings

NAMES = Prefetch("names", OrganizationName.objects.select_related("signer"))
# Who wrote "kiểm tra" in a theme meant the work, whichever kind of inspection this one is.
ACTS = tuple(str(label).lower() for label in ("Kiểm tra", "Giám sát", "Khảo sát", "Phúc tra"))


@dataclass(frozen=True)
class PaperSubject:
    """`sessions` are those the paper speaks of, the earliest first; minutes are of one of them. `signatory`: who signs
    in place of the body's head, None for the head; `place`: staff's own place name, "" for that of the body's name.
    """

    campaign: Campaign
    day: date
    delegation: Delegation | None = None
    inspection: Inspection | None = None
    sessions: tuple[Session, ...] = ()
    signatory: Signatory | None = None
    place: str = ""

    # --- Bodies ----------------------------------------------------------------------------------------------------
    @cached_property
    def names(self) -> Names:
        return Names(self.day)

    @property
    def inspecting_body(self) -> Organization:
        return self.campaign.inspecting_organization

    @cached_property
    def issuing_body(self) -> Organization:
        """The inspecting body, or on a day after its end the one that took the campaign or the body over."""
        body, taken_by = self.inspecting_body, self.campaign.taken_over_by
        if taken_by is not None and body.is_closed_at(self.day):
            return issuer_at(taken_by, self.day)
        return issuer_at(body, self.day)

    @property
    def issuer(self) -> str:
        """Return "Ban Dân vận Tỉnh ủy"."""
        return self.names.within(self.issuing_body)

    @property
    def subject_body(self) -> Organization:
        assert self.inspection is not None
        return self.inspection.subject_organization

    @property
    def subject(self) -> str:
        return self.names.full(self.subject_body)

    @property
    def is_party(self) -> bool:
        return self.layout == "party"

    @cached_property
    def settings(self) -> PaperSettings:
        """The issuing body's habits; the defaults where it has none recorded."""
        body = self.issuing_body
        return PaperSettings.objects.filter(organization=body).first() or PaperSettings(organization=body)

    @property
    def layout(self) -> str:
        """Return "party" or "state"; for the Front and mass organizations the one they chose."""
        system = self.issuing_body.system
        return self.settings.layout if system == Organization.System.FRONT else system

    # --- The work --------------------------------------------------------------------------------------------------
    @cached_property
    def inspections(self) -> tuple[Inspection, ...]:
        """All inspections of the campaign, or of the delegation where the paper is about one, in the order of their
        first sessions; undated ones last.
        """
        rows = Inspection.objects.filter(campaign=self.campaign).exclude(state="cancelled")
        if self.delegation is not None:
            rows = rows.filter(delegation=self.delegation)
        loaded = rows.select_related("delegation", "subject_organization__locality").prefetch_related(
            "sessions__locality", "subject_organization__names"
        )
        return tuple(sorted(loaded, key=lambda row: (row.first_day or date.max, row.reference)))

    @cached_property
    def delegations(self) -> tuple[Delegation, ...]:
        """All delegations of the campaign, in the order of their numbers."""
        return tuple(self.campaign.delegations.prefetch_related("members__person"))

    @cached_property
    def act(self) -> str:
        """Return "kiểm tra", "khảo sát"…: what the inspection is, or all inspections are; else "kiểm tra"."""
        rows = [self.inspection] if self.inspection else self.inspections
        acts = {str(row.get_kind_display()).lower() for row in rows}
        return acts.pop() if len(acts) == 1 else "kiểm tra"

    @property
    def matter(self) -> str:
        """Return "việc thực hiện “Năm dân vận chính quyền” 2019", "công tác dân vận chính quyền năm 2026"."""
        theme = lower_first(self.campaign.theme)
        for act in ACTS:
            if theme.startswith(f"{act} "):
                return theme.removeprefix(f"{act} ")
        return f"việc thực hiện {theme}"

    @property
    def work(self) -> str:
        """Return "kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019"."""
        return f"{self.act} {self.matter}"

    @property
    def work_there(self) -> str:
        """Return "kiểm tra … tại huyện Mộc Châu", with "do Ban Dân vận Tỉnh ủy Sơn La tiến hành" where that body has
        ended since.
        """
        return f"{self.work} {self.names.where(self.subject_body)}{self.by_whom}"

    @property
    def inspector(self) -> str:
        """Return the body that inspected: as within its own papers, or another's in full, as it was called then."""
        if self.issuing_body == self.inspecting_body:
            return self.issuer
        then = Names(self.session_days[-1]) if self.session_days else self.names
        return then.full(self.inspecting_body)

    @property
    def by_whom(self) -> str:
        return "" if self.issuing_body == self.inspecting_body else f" do {self.inspector} tiến hành"

    @property
    def delegation_name(self) -> str:
        """Return "Đoàn Kiểm tra số 3"; the only delegation of a campaign, or a missing one, has no number."""
        return self.name_of(self.delegation)

    def name_of(self, delegation: Delegation | None) -> str:
        number = delegation.number if delegation else None
        return f"Đoàn {self.act.capitalize()}{f' số {number}' if number else ''}"

    @property
    def delegation_symbol(self) -> str:
        """Return "ĐKT" for Đoàn Kiểm tra, "ĐKS" for Đoàn Khảo sát."""
        return "".join(word[0] for word in f"Đoàn {self.act}".upper().split())

    @property
    def session_days(self) -> list[date]:
        return sorted({session.held_on for session in self.sessions if session.held_on})

    # --- People ----------------------------------------------------------------------------------------------------
    @cached_property
    def members(self) -> tuple[DelegationMember, ...]:
        """The delegation's members on the paper's day; of one dissolved by then, those of its last session's day."""
        return self.members_of(self.delegation) if self.delegation else ()

    def members_of(self, delegation: Delegation) -> tuple[DelegationMember, ...]:
        rows = list(delegation.members.all())
        for day in (self.day, *self.session_days[-1:]):
            found = tuple(row for row in rows if row.is_member_at(day))
            if found:
                return found
        return ()

    @property
    def head(self) -> DelegationMember | None:
        """The head; where there is none, the deputy, who decides in his place."""
        for role in (DelegationMember.Role.HEAD, DelegationMember.Role.DEPUTY):
            for member in self.members:
                if member.role == role:
                    return member
        return None

    # --- What was noted --------------------------------------------------------------------------------------------
    @cached_property
    def values(self) -> list[MeasuredValue]:
        """The inspection's current values, each with its `earlier`; bodies other than the subject with their names."""
        if self.inspection is None:
            return []
        found = values_of(self.inspection)
        subject = self.inspection.subject_organization_id
        others = [value.about_organization for value in found if value.about_organization_id != subject]
        prefetch_related_objects(others, "names")
        return found

    @cached_property
    def values_of_inspections(self) -> list[tuple[Inspection, list[MeasuredValue]]]:
        """The values of all inspections of the campaign that have any, as `values` has them of one."""
        found = values_of_all(self.inspections)
        others = [
            value.about_organization
            for inspection in self.inspections
            for value in found[inspection.pk]
            if value.about_organization_id != inspection.subject_organization_id
        ]
        prefetch_related_objects(others, "names")
        return [(inspection, found[inspection.pk]) for inspection in self.inspections if found[inspection.pk]]

    @cached_property
    def texts(self) -> TypedTexts:
        """Return what fills placeholders of typed texts: the subject's values, exactly as printed."""
        own = [v for v in self.values if v.about_organization_id == self.subject_body.pk] if self.inspection else []
        return TypedTexts(ValuePlaceholders(own))

    @cached_property
    def all_findings(self) -> tuple[Finding, ...]:
        whole_campaign = Q(inspection__isnull=True)
        owned = whole_campaign | Q(inspection=self.inspection) if self.inspection else whole_campaign
        rows = Finding.objects.filter(owned, campaign=self.campaign)
        return tuple(rows.select_related("criterion").prefetch_related("causes"))

    def findings(self, kind: Any, with_internal: bool = False) -> list[Finding]:
        """Return the inspection's findings of a kind."""
        own = [row for row in self.all_findings if row.inspection_id is not None and row.kind == kind]
        return [row for row in own if with_internal or not row.is_internal]

    @property
    def campaign_findings(self) -> list[Finding]:
        return [row for row in self.all_findings if row.inspection_id is None]

    @cached_property
    def requests(self) -> tuple[Recommendation, ...]:
        """The inspection's recommendations in both directions, with assignments and the owners' names."""
        owners = Prefetch(
            "assignments",
            Assignment.objects.select_related("owner_organization", "person").prefetch_related(
                "owner_organization__names"
            ),
        )
        if self.inspection is None:
            return ()
        return tuple(Recommendation.objects.filter(inspection=self.inspection).prefetch_related(owners))

    # --- Papers and criteria ---------------------------------------------------------------------------------------
    @cached_property
    def links(self) -> tuple[PaperLink, ...]:
        owned = Q(campaign=self.campaign)
        if self.inspection is not None:
            owned |= Q(inspection=self.inspection)
        return tuple(PaperLink.objects.filter(owned).select_related("paper"))

    def papers(self, roles: Iterable[Any], with_internal: bool = False) -> list[OfficialPaper]:
        """Return the papers linked in one of the roles, each once, the earliest first and undated ones last."""
        return in_order((link.paper for link in self.links if link.role in set(roles)), with_internal)

    @cached_property
    def criteria(self) -> tuple[SetCriterion, ...]:
        return tuple(SetCriterion.objects.filter(criteria_set=self.campaign.criteria_set_id).order_by("order"))

    @property
    def groups(self) -> list[str]:
        """Return the names of the criteria's groups, without their numbers, each once."""
        return list(dict.fromkeys(bare_group(criterion.group) for criterion in self.criteria))

    def after(self, days: int) -> date:
        return self.day + timedelta(days=days)


def bare_group(group: str) -> str:
    """Return "Tiếp công dân" for "3. Tiếp công dân"."""
    return re.sub(r"^\s*[\dIVX]+[.)-]\s*", "", group)


def in_order(papers: Iterable[OfficialPaper], with_internal: bool = False) -> list[OfficialPaper]:
    found = {paper.pk: paper for paper in papers if with_internal or not paper.is_internal}
    return sorted(found.values(), key=lambda paper: (paper.dated_on or date.max, paper.pk))


# --- Reading the records -------------------------------------------------------------------------------------------
def about_inspection(key: int, day: date, sessions: Iterable[int] = (), **signing: Any) -> PaperSubject:
    """Read an inspection by its id for a paper of that day. `sessions`: ids of those it is about, empty for all;
    `signing`: signatory and place of the PaperSubject.
    """
    rows = Inspection.objects.select_related(
        *_campaign("campaign__"), "subject_organization__locality", "reporting_organization", "presenting_organization",
        "presenting_person", "delegation__decision_paper",
    )  # fmt: skip
    inspection = rows.prefetch_related("sessions__locality", "delegation__members__person").get(pk=key)
    bodies = [inspection.subject_organization, inspection.reporting_organization, inspection.presenting_organization]
    _read_names(inspection.campaign, *bodies)
    wanted = set(sessions)
    held = tuple(row for row in inspection.sessions.all() if not wanted or row.pk in wanted)
    return PaperSubject(inspection.campaign, day, inspection.delegation, inspection, held, **signing)


def about_delegation(key: int, day: date, **signing: Any) -> PaperSubject:
    rows = Delegation.objects.select_related(*_campaign("campaign__"), "decision_paper")
    delegation = rows.prefetch_related("members__person", "members__organization__names").get(pk=key)
    _read_names(delegation.campaign)
    return PaperSubject(delegation.campaign, day, delegation, **signing)


def about_campaign(key: int, day: date, **signing: Any) -> PaperSubject:
    campaign = Campaign.objects.select_related(*_campaign("")).get(pk=key)
    _read_names(campaign)
    return PaperSubject(campaign, day, **signing)


def _campaign(to: str) -> list[str]:
    return [f"{to}inspecting_organization__locality", f"{to}taken_over_by__locality"]


def _read_names(campaign: Campaign, *others: Organization | None) -> None:
    bodies = [campaign.inspecting_organization, campaign.taken_over_by, *others]
    prefetch_related_objects([body for body in bodies if body is not None], NAMES)
