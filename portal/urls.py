from django.urls import include, path

from inspections.attachments.views import paper_list
from inspections.findings.views import finding_list
from inspections.inspections.views import campaign_list, inspection_list
from inspections.papers.views import paper_download
from inspections.recommendations.views import recommendation_list
from portal.calendar.views import calendar_show
from portal.campaigns.views import campaign_bulk, campaign_show, campaign_step
from portal.home.views import home
from portal.inspections.views import (
    assignment_step,
    conclusion_publish,
    inspection_show,
    inspection_step,
    notice_attach,
    report_hand_in,
)
from portal.search.views import search_show

urlpatterns = [
    path("", include("portal.entry.urls")),
    path("", include("portal.exchange.urls")),
    path("", include("portal.help.urls")),
    path("", home, name="home"),
    path("search/", search_show, name="search_show"),
    path("campaigns/", campaign_list, name="campaign_list"),
    path("", include("portal.planning_urls")),  # before addresses that a code or a reference could stand in
    path("campaigns/<slug:code>/", campaign_show, name="campaign_show"),
    path("campaigns/<slug:code>/bulk/", campaign_bulk, name="campaign_bulk"),
    path("calendar/", calendar_show, name="calendar_show"),
    path("inspections/", inspection_list, name="inspection_list"),
    path("findings/", finding_list, name="finding_list"),
    path("recommendations/", recommendation_list, name="recommendation_list"),
    path("papers/", paper_list, name="paper_list"),
    path("inspections/<slug:reference>/", inspection_show, name="inspection_show"),
    path("campaigns/<slug:code>/steps/<slug:step>/", campaign_step, name="campaign_step"),
    path("inspections/<slug:reference>/report/", report_hand_in, name="report_hand_in"),
    # Two steps come with a paper and have pages of their own, at the address of their step.
    path("inspections/<slug:reference>/steps/attach/", notice_attach, name="notice_attach"),
    path("inspections/<slug:reference>/steps/conclude/", conclusion_publish, name="conclusion_publish"),
    path("inspections/<slug:reference>/steps/<slug:step>/", inspection_step, name="inspection_step"),
    path("assignments/<key:pk>/steps/<slug:step>/", assignment_step, name="assignment_step"),
    path("papers/<key:pk>/file", paper_download, name="paper_download"),
]
