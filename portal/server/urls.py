from django.urls import path

from portal.server import views

urlpatterns = [path("server/", views.server_show, name="server_show")]
