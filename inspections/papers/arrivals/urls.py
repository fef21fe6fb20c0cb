from django.urls import path

from inspections.papers.arrivals import views

urlpatterns = [
    path("arrivals/", views.arrival_list, name="arrival_list"),
    path("arrivals/book/", views.arrival_book, name="arrival_book"),
    path("arrivals/new/", views.arrival_new, name="arrival_new"),
    path("arrivals/<key:pk>/edit/", views.arrival_edit, name="arrival_edit"),
    path("arrivals/<key:pk>/cancel/", views.arrival_cancel, name="arrival_cancel"),
]
