from django.urls import path

from reports.documents import views

urlpatterns = [
    path("inspections/<slug:reference>/documents/<slug:kind>/", views.document_preview, name="document_preview"),
    path("inspections/<slug:reference>/documents/<slug:kind>.pdf", views.document_pdf, name="document_pdf"),
]
