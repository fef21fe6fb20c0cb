from django.urls import path

from inspections.campaigns import views

urlpatterns = [
    path("campaigns/new/", views.campaign_new, name="campaign_new"),
    path("campaigns/<slug:code>/edit/", views.campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:code>/shares/new/", views.share_new, name="share_new"),
    path("shares/<key:pk>/delete/", views.share_delete, name="share_delete"),
]
