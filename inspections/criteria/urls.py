from django.urls import path

from inspections.criteria import views

urlpatterns = [
    path("criteria/", views.criteria_set_list, name="criteria_set_list"),
    path("criteria/new/", views.criteria_set_new, name="criteria_set_new"),
    path("criteria/<key:pk>/", views.criteria_set_show, name="criteria_set_show"),
    path("criteria/<key:pk>/edit/", views.criteria_set_edit, name="criteria_set_edit"),
    path("criteria/<key:pk>/copy/", views.criteria_set_copy, name="criteria_set_copy"),
    path("criteria/<key:pk>/order/", views.criteria_order, name="criteria_order"),
    path("criteria/<key:pk>/add/", views.set_criterion_new, name="set_criterion_new"),
    path("criteria/rows/<key:pk>/edit/", views.set_criterion_edit, name="set_criterion_edit"),
    path("criteria/rows/<key:pk>/delete/", views.set_criterion_delete, name="set_criterion_delete"),
    path("pick/criteria/", views.criterion_pick, name="criterion_pick"),
]
