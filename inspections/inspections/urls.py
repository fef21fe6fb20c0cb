from django.urls import path

from inspections.inspections import views

urlpatterns = [
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/<slug:code>/subjects/", views.subjects_choose, name="subjects_choose"),
    path("delegations/<key:pk>/order/", views.member_order, name="member_order"),
    path("delegations/<key:pk>/members/new/", views.member_new, name="member_new"),
    path("members/<key:pk>/edit/", views.member_edit, name="member_edit"),
    path("members/<key:pk>/delete/", views.member_delete, name="member_delete"),
    path("inspections/", views.inspection_list, name="inspection_list"),
    path("inspections/<slug:reference>/edit/", views.inspection_edit, name="inspection_edit"),
    path("inspections/<slug:reference>/delete/", views.inspection_delete, name="inspection_delete"),
    path("inspections/<slug:reference>/sessions/new/", views.session_new, name="session_new"),
    path("sessions/<key:pk>/edit/", views.session_edit, name="session_edit"),
    path("sessions/<key:pk>/delete/", views.session_delete, name="session_delete"),
]
