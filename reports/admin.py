"""The admin pages of the papers, for Django to discover."""

from reports.documents import admin as documents

__all__ = ["documents"]
