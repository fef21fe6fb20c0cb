"""What our lists are measured against: Django's own admin with plain lists, and the portal's addresses beside it."""

from django.apps import apps
from django.contrib import admin
from django.urls import path

from danvan.urls import urlpatterns as of_the_portal

ROWS_A_PAGE = 50

# Our list: the table, the columns and the filters that ours shows at first, the order it has then. A body is shown by
# its name, as in ours; the admin asks for it by itself, row by row.
LISTS = {
    "campaigns": ("inspections.Campaign", "theme year inspecting_organization state", "state", "-year"),
    "inspections": (
        "inspections.Inspection",
        "subject_organization reference campaign state",
        "campaign state kind",
        "-reference",
    ),
    "findings": ("inspections.Finding", "text kind inspection created_at", "campaign kind severity", "-pk"),
    "recommendations": (
        "inspections.Assignment",
        "recommendation owner_as_printed recommendation__inspection due_on state",
        "recommendation__campaign due_on state recommendation__direction",
        "due_on",
    ),
    "organizations": ("accounts.Organization", "short_code kind system parent closed_on", "kind system", "sort_key"),
    "people": ("accounts.Person", "full_name position organization", "organization__kind", "sort_key"),
    "papers": (
        "inspections.OfficialPaper",
        "title paper_type number dated_on issuer",
        "links__campaign paper_type",
        "-dated_on",
    ),
    "places": (
        "localities.LocalitySpell",
        "name official_code unit_type parent valid_from ends_on",
        "level tier_system",
        "sort_key",
    ),
}


class PlainList(admin.ModelAdmin):
    list_per_page = ROWS_A_PAGE

    def may(self, request, record=None):
        """Of whoever asks: the scope is what ours has on top."""
        return True

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = may
    has_module_permission = may


class StockSite(admin.AdminSite):
    def has_permission(self, request):
        return True


site = StockSite(name="stock")


def plain_list(label: str, columns: str, filters: str, order: str) -> str:
    """Registers the list; gives its address."""
    model = apps.get_model(label)
    look = {"list_display": columns.split(), "list_filter": filters.split(), "ordering": [order]}
    site.register(model, type(f"Plain{model.__name__}", (PlainList,), look))
    return f"/stock/{model._meta.app_label}/{model._meta.model_name}/"


ADDRESSES = {name: plain_list(*look) for name, look in LISTS.items()}
urlpatterns = [*of_the_portal, path("stock/", site.urls)]
