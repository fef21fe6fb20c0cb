"""THE WORK: one file for each family of tables."""

from inspections.models.campaigns import Campaign, CampaignShare, Delegation, DelegationMember
from inspections.models.criteria import CriteriaSet, Criterion, SetCriterion
from inspections.models.files import Attachment, InspectionAttachment, StoredFile
from inspections.models.findings import (
    Answer,
    Assignment,
    Cause,
    Finding,
    MobilizationModel,
    Recommendation,
)
from inspections.models.inspections import Inspection, Session
from inspections.models.papers import OfficialPaper, PaperLink
from inspections.models.values import MeasuredValue

__all__ = [
    "Answer",
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
