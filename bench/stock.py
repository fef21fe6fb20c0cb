"""What our lists are measured against: Django's own admin with plain lists, and the portal's addresses beside it."""

from django.apps import apps
from django.contrib import admin
from django.urls import path

from danvan.urls import urlpatterns as of_the_portal

ROWS_A_PAGE = 50

# our list | the table | its columns as ours shows them at first, by plain look-ups | the order that ours has at first
LISTS = """
campaigns       | inspections.Campaign      | theme year inspecting_organization__short_code state          | -year
inspections     | inspections.Inspection    | subject_organization__short_code reference campaign__year state | -reference
findings        | inspections.Finding       | text kind inspection__reference created_at                    | -pk
recommendations | inspections.Assignment    | recommendation__text owner_as_printed due_on state            | due_on
organizations   | accounts.Organization     | sort_key short_code kind system parent__short_code closed_on  | sort_key
people          | accounts.Person           | full_name position organization__short_code                   | sort_key
papers          | inspections.OfficialPaper | title paper_type number dated_on issuer                       | -dated_on
places          | localities.LocalitySpell  | name official_code unit_type valid_from ends_on               | sort_key
"""


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


def plain_list(model, columns: list[str], order: str) -> str:
    """Registers the list; gives its address. What columns look up is joined, as anybody would ask for."""
    joined = [column.rpartition("__")[0] for column in columns if "__" in column]
    look = {"list_display": columns, "ordering": [order], "list_select_related": joined}
    site.register(model, type(f"Plain{model.__name__}", (PlainList,), look))
    return f"/stock/{model._meta.app_label}/{model._meta.model_name}/"


LINES = [[part.strip() for part in line.split("|")] for line in LISTS.strip().splitlines()]
ADDRESSES = {name: plain_list(apps.get_model(label), columns.split(), order) for name, label, columns, order in LINES}
urlpatterns = [*of_the_portal, path("stock/", site.urls)]
