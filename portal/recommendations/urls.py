from django.urls import path

from portal.recommendations import carrying, views

urlpatterns = [
    path("campaigns/<slug:code>/carry/", carrying.campaign_carry, name="campaign_carry"),
    path("assignments/<key:pk>/", views.assignment_show, name="assignment_show"),
    path("assignments/<key:pk>/steps/<slug:step>/", views.assignment_step, name="assignment_step"),
]
