"""The work in the admin: what a Board keeps is changed by its leaders and staff until it is frozen."""

from inspections.admin import campaigns, criteria, findings, inspections, papers  # noqa: F401  they register themselves
