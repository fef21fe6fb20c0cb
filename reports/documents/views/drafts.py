"""Pages of documents: the list, one document."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from reports.documents.listings import DOCUMENTS, kind_name, number_of
from reports.documents.models import Document
from workflow.history.lists import LISTED, list_page


@require_http_methods(LISTED)
def document_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, DOCUMENTS)


@require_safe
def document_show(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Document.objects.visible_to(request.user).select_related("taken_number", "inspection", "campaign")
    document = get_object_or_404(rows, pk=pk)
    context = {"section": "papers", "document": document, "kind": kind_name(document.kind)}
    return render(request, "documents/screens/document.html", context | {"number": number_of(document)})
