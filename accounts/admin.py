"""The admin pages of every room, for Django to discover."""

from accounts.people import admin as people

__all__ = ["people"]
