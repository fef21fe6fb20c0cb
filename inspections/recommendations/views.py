from django.views.decorators.http import require_http_methods

from inspections.recommendations.listings import RECOMMENDATIONS
from workflow.records.lists import LISTED, list_page


@require_http_methods(LISTED)
def recommendation_list(request):
    return list_page(request, RECOMMENDATIONS)
