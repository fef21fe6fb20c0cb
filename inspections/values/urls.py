from django.urls import path

from inspections.values import views

urlpatterns = [
    path("inspections/<slug:reference>/criteria/<key:pk>/value/", views.value_add, name="value_add"),
    path("values/<key:pk>/edit/", views.value_edit, name="value_edit"),
    path("values/<key:pk>/delete/", views.value_delete, name="measuredvalue_delete"),
]
