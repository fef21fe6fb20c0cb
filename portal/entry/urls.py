from django.urls import path

from portal.entry import views

urlpatterns = [
    path("inspections/<slug:reference>/criteria/<key:pk>/value/", views.value_add, name="value_add"),
    path("values/<key:pk>/edit/", views.value_edit, name="value_edit"),
    path("values/<key:pk>/delete/", views.value_delete, name="measuredvalue_delete"),
    path("inspections/<slug:reference>/findings/told/", views.finding_told, name="finding_told"),
    path("inspections/<slug:reference>/findings/<slug:kind>/", views.finding_add, name="finding_add"),
    path("findings/<key:pk>/edit/", views.finding_edit, name="finding_edit"),
    path("findings/<key:pk>/delete/", views.finding_delete, name="finding_delete"),
    path("inspections/<slug:reference>/causes/", views.cause_add, name="cause_add"),
    path("causes/<key:pk>/edit/", views.cause_edit, name="cause_edit"),
    path("causes/<key:pk>/delete/", views.cause_delete, name="cause_delete"),
    path("inspections/<slug:reference>/recommendations/", views.recommendation_add, name="recommendation_add"),
    path("recommendations/<key:pk>/edit/", views.recommendation_edit, name="recommendation_edit"),
    path("recommendations/<key:pk>/delete/", views.recommendation_delete, name="recommendation_delete"),
    path("recommendations/<key:pk>/assignments/", views.assignment_add, name="assignment_add"),
    path("assignments/<key:pk>/edit/", views.assignment_edit, name="assignment_edit"),
    path("assignments/<key:pk>/delete/", views.assignment_delete, name="assignment_delete"),
]
