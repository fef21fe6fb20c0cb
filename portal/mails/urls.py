from django.urls import path

from portal.mails import views

urlpatterns = [
    path("account/", views.own_account, name="own_account"),
    path("mails/", views.mail_list, name="mail_list"),
]
