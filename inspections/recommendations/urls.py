from django.urls import path

from inspections.recommendations import views

urlpatterns = [
    path("inspections/<slug:reference>/recommendations/", views.recommendation_add, name="recommendation_add"),
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    path("recommendations/<key:pk>/edit/", views.recommendation_edit, name="recommendation_edit"),
    path("recommendations/<key:pk>/delete/", views.recommendation_delete, name="recommendation_delete"),
    path("recommendations/<key:pk>/assignments/", views.assignment_add, name="assignment_add"),
    path("assignments/<key:pk>/edit/", views.assignment_edit, name="assignment_edit"),
    path("assignments/<key:pk>/delete/", views.assignment_delete, name="assignment_delete"),
]
