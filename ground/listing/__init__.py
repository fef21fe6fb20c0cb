"""Lists: a room declares columns, filters and order; the page, the sheet and the addresses are generated from these.

A room declares a `Listing` in its listings.py, and a view shows it with workflow.history.lists.list_page.
"""

from ground.listing.declared import Column, DateFilter, Filter, LinkFilter, Listing, choices_of, words_of, yes_or_no
from ground.listing.paging import ColumnsOrder, Order, Page, count_of, page_by_key
from ground.listing.query import ListQuery
from ground.listing.shown import chips_of, controls_of, sheet_rows, table_of

__all__ = [
    "Column",
    "ColumnsOrder",
    "DateFilter",
    "Filter",
    "LinkFilter",
    "ListQuery",
    "Listing",
    "Order",
    "Page",
    "chips_of",
    "choices_of",
    "controls_of",
    "count_of",
    "page_by_key",
    "sheet_rows",
    "table_of",
    "words_of",
    "yes_or_no",
]
