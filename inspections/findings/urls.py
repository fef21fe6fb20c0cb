from django.urls import path

from inspections.findings import views

urlpatterns = [
    path("inspections/<slug:reference>/findings/told/", views.finding_preview, name="finding_preview"),
    path("inspections/<slug:reference>/findings/<slug:kind>/", views.finding_add, name="finding_add"),
    path("findings/", views.finding_list, name="finding_list"),
    path("findings/<key:pk>/edit/", views.finding_edit, name="finding_edit"),
    path("findings/<key:pk>/delete/", views.finding_delete, name="finding_delete"),
    path("inspections/<slug:reference>/causes/", views.cause_add, name="cause_add"),
    path("causes/<key:pk>/edit/", views.cause_edit, name="cause_edit"),
    path("causes/<key:pk>/delete/", views.cause_delete, name="cause_delete"),
]
