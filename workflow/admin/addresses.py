"""Limits the parameters of admin pages to what their lists offer, and to values that a database can look up."""

import re

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest

# What the filters of lists put behind a column, and what the hierarchy of dates does.
FILTERS = r"(__(id|pk|code))?(__(exact|isnull|isempty|gte|lt))?"
DATES = r"__(year|month|day|gte|lt)"


class OfferedAddresses:
    """Mixin for a ModelAdmin: an address with other parameters is refused (400, 404) or redirected to the plain
    list.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Tell whether a list filter uses the look-up; Django allows any on the model's own columns, which would
        reveal what no page shows.
        """
        entries = self.get_list_filter(request)
        columns = [entry if isinstance(entry, str) else entry[0] for entry in entries if not isinstance(entry, type)]
        patterns = [re.escape(column) + FILTERS for column in columns]
        patterns += [re.escape(entry.parameter_name) for entry in entries if isinstance(entry, type)]
        if self.date_hierarchy:
            patterns.append(re.escape(self.date_hierarchy) + DATES)
        return any(re.fullmatch(pattern, lookup) for pattern in patterns)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the changelist; a value that the database can't look up counts as an invalid filter."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as wrong:
            raise IncorrectLookupParameters(wrong) from wrong

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        return super().get_object(request, object_id, from_field or None)  # "?_to_field=" names none
