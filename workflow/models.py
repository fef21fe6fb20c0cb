"""HOW: every room's tables, named for Django and for the apps above."""

from workflow.history.models import AccessLog, Event, Mail, Notice
from workflow.jobs.models import Batch, BatchItem
from workflow.records.models import Record, SavedDraft, SavedFilter, Searchable, Stateful, SubmissionToken

__all__ = [
    "AccessLog",
    "Batch",
    "BatchItem",
    "Event",
    "Mail",
    "Notice",
    "Record",
    "SavedDraft",
    "SavedFilter",
    "Searchable",
    "Stateful",
    "SubmissionToken",
]
