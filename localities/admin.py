"""The admin pages of every room, for Django to discover."""

from localities.changes import admin as changes

__all__ = ["changes"]
