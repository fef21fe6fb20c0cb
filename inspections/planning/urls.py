from django.urls import path

from inspections.planning.views import campaigns

urlpatterns = [
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<slug:code>/plan/", campaigns.campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:code>/copy/", campaigns.campaign_copy, name="campaign_copy"),
    path("campaigns/<slug:code>/shares/new/", campaigns.share_new, name="share_new"),
    path("shares/<int:pk>/delete/", campaigns.share_delete, name="share_delete"),
]
