from django.urls import include, path

from reports.submissions import views
from reports.submissions.following.views import dossier_bulk, report_overview
from reports.submissions.questions.views import dossier_questions

urlpatterns = [
    path("", include("reports.submissions.attachments.urls")),
    path("self-reports/", views.dossier_list, name="dossier_list"),
    path("self-reports/bulk/", dossier_bulk, name="dossier_bulk"),
    path("campaigns/<slug:code>/self-reports/", report_overview, name="report_overview"),
    path("inspections/<slug:reference>/self-report/", views.dossier_show, name="dossier_show"),
    path("inspections/<slug:reference>/self-report/blank/", views.dossier_blank, name="dossier_blank"),
    path("inspections/<slug:reference>/self-report/send/", views.dossier_send, name="dossier_send"),
    path("inspections/<slug:reference>/self-report/check/", views.dossier_check, name="dossier_check"),
    path("inspections/<slug:reference>/self-report/steps/<slug:step>/", views.dossier_step, name="dossier_step"),
    path("inspections/<slug:reference>/self-report/questions/", dossier_questions, name="dossier_questions"),
    path("inspections/<slug:reference>/self-report/workbook/", include("reports.submissions.workbook.urls")),
    path("inspections/<slug:reference>/self-report/<key:n>/", views.round_show, name="round_show"),
]
