from django.urls import path

from reports.submissions.attachments import views

urlpatterns = [
    path("inspections/<slug:reference>/self-report/files/", views.dossier_files, name="dossier_files"),
    path("inspections/<slug:reference>/self-report/files.zip", views.dossier_zip, name="dossier_zip"),
    path("campaigns/<slug:code>/self-report-files.zip", views.campaign_zip, name="campaign_zip"),
    path("self-report-files/<key:pk>/picture/", views.dossier_picture, name="dossier_picture"),
    path("self-report-files/<key:pk>/", views.dossier_file, name="dossier_file"),
    path("self-report-files/<key:pk>/remove/", views.dossier_file_remove, name="dossier_file_remove"),
]
