"""The admin pages of every room, for Django to discover."""

from reports.documents import admin as documents
from reports.submissions import admin as submissions

__all__ = ["documents", "submissions"]
