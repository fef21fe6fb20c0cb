from django.urls import path

from reports.submissions.workbook import views

urlpatterns = [
    path("", views.workbook_show, name="workbook_show"),
    path("file.xlsx", views.workbook_file, name="workbook_file"),
    path("<uuid:token>/", views.workbook_trial, name="workbook_trial"),
    path("<uuid:token>/marked.xlsx", views.workbook_marked, name="workbook_marked"),
]
