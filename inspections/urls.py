from django.urls import path

from inspections import views

urlpatterns = [
    path("", views.home, name="home"),
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/<slug:code>/", views.campaign_show, name="campaign_show"),
    path("inspections/<slug:reference>/", views.inspection_show, name="inspection_show"),
    path("papers/<int:pk>/file", views.paper_download, name="paper_download"),
]
