from django.views.decorators.http import require_http_methods

from inspections.findings.listings import FINDINGS
from workflow.records.lists import LISTED, list_page


@require_http_methods(LISTED)
def finding_list(request):
    return list_page(request, FINDINGS)
