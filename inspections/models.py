"""THE WORK: every room's tables, named for Django and for the apps above."""

from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.campaigns.models import Campaign, CampaignShare
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from inspections.delegations.models import Delegation, DelegationMember
from inspections.findings.models import Cause, Finding
from inspections.inspections.models import Inspection, Session
from inspections.papers.arrivals.models import Arrival
from inspections.papers.models import Attachment, OfficialPaper, StoredFile
from inspections.recommendations.models import Answer, Assignment, MobilizationModel, Recommendation
from inspections.values.models import MeasuredValue

__all__ = [
    "Answer",
    "Arrival",
    "Assignment",
    "Attachment",
    "Campaign",
    "CampaignShare",
    "Cause",
    "CriteriaSet",
    "Criterion",
    "Delegation",
    "DelegationMember",
    "Finding",
    "Inspection",
    "InspectionAttachment",
    "MeasuredValue",
    "MobilizationModel",
    "OfficialPaper",
    "PaperLink",
    "Recommendation",
    "Session",
    "SetCriterion",
    "StoredFile",
]
