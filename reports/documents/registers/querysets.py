"""Scope of registers and the numbers in them: of the user's own inspecting bodies."""

from reports.documents.querysets import OfOfficeQuerySet


class OfRegisterQuerySet(OfOfficeQuerySet):
    path = "register__organization"
