from django.urls import path

from portal.recommendations import views

urlpatterns = [
    path("assignments/<key:pk>/", views.assignment_show, name="assignment_show"),
    path("assignments/<key:pk>/steps/<slug:step>/", views.assignment_step, name="assignment_step"),
]
