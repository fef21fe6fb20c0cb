from django.urls import path

from inspections.entry import views

urlpatterns = [
    path("inspections/<slug:reference>/criteria/<int:pk>/value/", views.value_add, name="value_add"),
    path("values/<int:pk>/edit/", views.value_edit, name="value_edit"),
    path("values/<int:pk>/delete/", views.value_delete, name="value_delete"),
]
