"""The admin pages of every room, for Django to discover."""

from inspections.attachments import admin as attachments
from inspections.criteria import admin as criteria
from inspections.findings import admin as findings
from inspections.inspections import admin as inspections
from inspections.recommendations import admin as recommendations
from inspections.values import admin as values

__all__ = ["attachments", "criteria", "findings", "inspections", "recommendations", "values"]
