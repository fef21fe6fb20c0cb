from django.urls import path

from inspections.delegations import views

urlpatterns = [
    path("campaigns/<slug:code>/delegations/new/", views.delegation_new, name="delegation_new"),
    path("delegations/<key:pk>/", views.delegation_show, name="delegation_show"),
    path("delegations/<key:pk>/edit/", views.delegation_edit, name="delegation_edit"),
    path("delegations/<key:pk>/delete/", views.delegation_delete, name="delegation_delete"),
]
