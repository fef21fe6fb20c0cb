from django.urls import path

from reports.documents.views import drafts, numbers, previews, settings

urlpatterns = [
    path("documents/styles/<slug:rules>.css", previews.document_style, name="document_style"),
    path("inspections/<slug:reference>/documents/<slug:kind>/", previews.document_preview, name="document_preview"),
    path("inspections/<slug:reference>/documents/<slug:kind>.pdf", previews.document_pdf, name="document_pdf"),
    path("documents/", drafts.document_list, name="document_list"),
    path("documents/<key:pk>/", drafts.document_show, name="document_show"),
    path("registers/", numbers.register_list, name="register_list"),
    path("numbers/", numbers.number_list, name="number_list"),
    path("numbers/outside/", numbers.number_outside, name="number_outside"),
    path("numbers/<key:pk>/cancel/", numbers.number_cancel, name="number_cancel"),
    path("paper-settings/", settings.paper_settings_show, name="paper_settings_show"),
    path("paper-settings/<slug:code>/edit/", settings.paper_settings_edit, name="paper_settings_edit"),
    path("paper-settings/<slug:code>/terms/", settings.term_new, name="term_new"),
    path("paper-settings/<slug:code>/signatories/", settings.signatory_new, name="signatory_new"),
    path("terms/<key:pk>/edit/", settings.term_edit, name="term_edit"),
    path("signatories/<key:pk>/edit/", settings.signatory_edit, name="signatory_edit"),
    path("signatories/<key:pk>/delete/", settings.signatory_delete, name="signatory_delete"),
]
