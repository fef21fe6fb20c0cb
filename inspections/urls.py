from django.urls import include, path

from inspections import views

urlpatterns = [
    path("", include("inspections.entry.urls")),
    path("", include("inspections.exchange.urls")),
    path("", include("inspections.help.urls")),
    path("", views.home, name="home"),
    path("search/", views.search_show, name="search_show"),
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("", include("inspections.planning.urls")),  # before addresses that a code or a reference could stand in
    path("campaigns/<slug:code>/", views.campaign_show, name="campaign_show"),
    path("campaigns/<slug:code>/bulk/", views.campaign_bulk, name="campaign_bulk"),
    path("calendar/", views.calendar_show, name="calendar_show"),
    path("inspections/", views.inspection_list, name="inspection_list"),
    path("findings/", views.finding_list, name="finding_list"),
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    path("papers/", views.paper_list, name="paper_list"),
    path("inspections/<slug:reference>/", views.inspection_show, name="inspection_show"),
    path("campaigns/<slug:code>/steps/<slug:step>/", views.campaign_step, name="campaign_step"),
    path("inspections/<slug:reference>/report/", views.report_hand_in, name="report_hand_in"),
    # Two steps come with a paper and have pages of their own, at the address of their step.
    path("inspections/<slug:reference>/steps/attach/", views.notice_attach, name="notice_attach"),
    path("inspections/<slug:reference>/steps/conclude/", views.conclusion_publish, name="conclusion_publish"),
    path("inspections/<slug:reference>/steps/<slug:step>/", views.inspection_step, name="inspection_step"),
    path("assignments/<key:pk>/steps/<slug:step>/", views.assignment_step, name="assignment_step"),
    path("papers/<key:pk>/file", views.paper_download, name="paper_download"),
]
