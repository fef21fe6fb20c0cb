"""The rooms' addresses. Fixed ones come first: "campaigns/new/" would else be parsed as a campaign's code."""

from django.urls import include, path

urlpatterns = [
    path("", include("inspections.values.urls")),
    path("", include("inspections.findings.urls")),
    path("", include("inspections.recommendations.urls")),
    path("", include("inspections.campaigns.urls")),
    path("", include("inspections.criteria.urls")),
    path("", include("inspections.delegations.urls")),
    path("", include("inspections.inspections.urls")),
    path("", include("inspections.attachments.urls")),
    path("", include("inspections.papers.urls")),
    path("", include("inspections.papers.arrivals.urls")),
]
