from django.urls import path

from portal.campaigns import planning, readers, views

urlpatterns = [
    path("campaigns/<slug:code>/", views.campaign_show, name="campaign_show"),
    path("campaigns/<slug:code>/bulk/", views.campaign_bulk, name="campaign_bulk"),
    path("campaigns/<slug:code>/plan/", planning.campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/readers/", readers.campaign_readers, name="campaign_readers"),
    path("campaigns/<slug:code>/schedule/", planning.campaign_schedule, name="campaign_schedule"),
    path("campaigns/<slug:code>/copy/", planning.campaign_copy, name="campaign_copy"),
    path("campaigns/<slug:code>/steps/<slug:step>/", views.campaign_step, name="campaign_step"),
]
