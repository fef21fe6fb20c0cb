"""The search of the admin's lists and pickers: without accents, limited in length."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest

from ground.inputs import search_words
from ground.text import fold


class FoldedSearch:
    """Mixin for a ModelAdmin."""

    folded_fields = ()  # of small tables without `search_text`: folded when searched

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        return self.folded_fields or super().get_search_fields(request)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search without accents, in the stored folded words of the model, of its related models, or both.

        When the input is too long, a list says which words it used, and a picker offers nothing.
        """
        search = search_words(search_term)
        if search.note and request.resolver_match.url_name == "autocomplete":
            return queryset.none(), False
        if search.note:
            messages.warning(request, search.note)
        search_term = search.words
        fields = self.get_search_fields(request)
        if hasattr(queryset, "search") and not (len(fields) > 1 and "search_text" in fields):
            return queryset.search(search_term), False
        if self.folded_fields:
            return self._folded_search(queryset, fold(search_term).split()), False
        if all(name.endswith("search_text") for name in fields):
            search_term = fold(search_term)
        return super().get_search_results(request, queryset, search_term)

    def _folded_search(self, rows, words):
        if not words:
            return rows
        texts = rows.order_by().values_list("pk", *self.folded_fields)
        return rows.filter(
            pk__in=[pk for pk, *text in texts if all(word in fold(" ".join(map(str, text))) for word in words)]
        )
