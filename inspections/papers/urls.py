from django.urls import path

from inspections.papers import views

urlpatterns = [
    path("papers/<key:pk>/file", views.paper_download, name="paper_download"),
]
