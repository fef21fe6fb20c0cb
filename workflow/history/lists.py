"""The page of any list, and the filters that users save."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.limits import SAVED_FILTERS
from ground.listing import Listing, ListQuery, Page, chips_of, controls_of, count_of, page_by_key, sheet_rows, table_of
from ground.listing.shown import Chip, Control, Head
from ground.panels import ListPage, panels_for
from ground.sheets.writing import file_response
from ground.text import nfc
from workflow.history import access
from workflow.records.models import SavedFilter

LISTED = ["GET", "HEAD", "POST"]  # HTTP methods of list pages
ROWS_A_PAGE = 50
LONGEST_NAME = 80


@dataclass(frozen=True)
class ShownList:
    """A page of a list as one reader asks for it; the names are those of its template."""

    listing: Listing
    section: str
    query: ListQuery
    heads: list[Head]
    lines: list[str]
    page: Page
    count: int
    noun: str  # what the counted rows are
    chips: list[Chip]
    controls: list[Control]
    saved_filters: QuerySet
    panels: list[str]


def list_page(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """Show a page of the list on GET or, with ?export=, send all of it as a sheet; save or delete a filter on POST."""
    query = ListQuery(listing, request.GET, request.user)
    if request.method == "POST":
        return _keep_filter(request, query)
    rows = query.narrowed(listing.rows(request.user))
    order = query.order(rows.model)
    if query.export:
        return _export(request, query, order.sorted(rows))
    after, before = query.place(order, query.after), query.place(order, query.before)
    page = page_by_key(rows, order, ROWS_A_PAGE, after, before)
    return render(request, listing.template, vars(_shown(request, query, rows, page)))


def _export(request: HttpRequest, query: ListQuery, rows: QuerySet) -> HttpResponseBase:
    head = [str(column.label) for column in query.columns]
    name = f"{query.listing.title} {timezone.localdate():%d-%m-%Y}"
    filters = ", ".join(chip.text for chip in chips_of(query))
    about = access.about_export(request, str(query.listing.title), filters)

    def make() -> StreamingHttpResponse:
        return file_response(query.export, name, head, sheet_rows(query, rows, request.user), about)

    return access.export_rows(request, query.listing.title, filters, make)


def _shown(request: HttpRequest, query: ListQuery, rows: QuerySet, page: Page) -> ShownList:
    """Draw a page of `rows`, which are all that the address asks for."""
    listing, count = query.listing, count_of(rows)
    table = table_of(query, listing.prepared(page.rows, query.columns, request.user))
    return ShownList(
        listing=listing,
        section=listing.section,
        query=query,
        heads=table.heads,
        lines=table.lines,
        page=page,
        count=count,
        noun=listing.noun(count),
        chips=chips_of(query),
        controls=controls_of(query),
        saved_filters=SavedFilter.objects.visible_to(request.user).filter(list_name=listing.name),
        panels=panels_for(request, ListPage(listing.name)),
    )


def _keep_filter(request, query):
    """Save the list's address under a name, or delete an own saved filter."""
    own = SavedFilter.objects.visible_to(request.user).filter(list_name=query.listing.name)
    name = " ".join(nfc(request.POST.get("name", "")).split())
    refusal = "" if "drop" in request.POST else _why_no_filter(own, name)
    if "drop" in request.POST:
        own.filter(name=request.POST["drop"]).delete()
        messages.success(request, _("Đã bỏ bộ lọc đã lưu."))
    elif refusal:
        messages.error(request, refusal)
    else:
        own.update_or_create(
            name=name,
            defaults={"query": query.querystring()},
            create_defaults={"owner": request.user, "list_name": query.listing.name, "query": query.querystring()},
        )
        messages.success(request, _("Đã lưu bộ lọc “%s”.") % name)
    return redirect(f"{request.path}{query.link()}")


def _why_no_filter(own, name: str) -> str:
    """Return why a filter can't be saved under this name; "" when it can."""
    if not name:
        return _("Ghi tên cho bộ lọc rồi lưu lại.")
    if len(name) > LONGEST_NAME:
        params = {"n": len(name), "most": LONGEST_NAME}
        return _("Tên bộ lọc dài %(n)d chữ, cổng nhận đến %(most)d; chưa lưu. Ghi tên ngắn hơn.") % params
    if own.exclude(name=name).count() >= SAVED_FILTERS:
        return _("Danh sách này đã có %d bộ lọc của bạn; chưa lưu. Bỏ bớt một bộ lọc rồi lưu lại.") % SAVED_FILTERS
    return ""
