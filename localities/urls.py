from django.urls import path

from localities.changes import views

app_name = "localities"
urlpatterns = [
    path("", views.locality_list, name="tree"),
    path("list/", views.place_list, name="list"),
    path("pick/", views.locality_pick, name="pick"),
    path("<key:pk>/", views.locality_show, name="show"),
]
