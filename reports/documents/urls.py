from django.urls import path

from reports.documents.views import acts, drafts, numbers, prints, settings, slots

urlpatterns = [
    path("documents/styles/<slug:rules>.css", prints.document_style, name="document_style"),
    path("inspections/<slug:reference>/documents/", drafts.document_of_inspection, name="document_of_inspection"),
    path("campaigns/<slug:code>/documents/", drafts.document_of_campaign, name="document_of_campaign"),
    path("documents/", drafts.document_list, name="document_list"),
    path("documents/<key:pk>/", drafts.document_show, name="document_show"),
    path("documents/<key:pk>.pdf", prints.document_download, name="document_download"),
    path("documents/<key:pk>/parts/", prints.document_print_parts, name="document_print_parts"),
    path("documents/<key:pk>/preview/", prints.document_print, name="document_print"),
    path("documents/<key:pk>/edit/", drafts.document_edit, name="document_edit"),
    path("documents/<key:pk>/number/", acts.document_number, name="document_number"),
    path("documents/<key:pk>/discard/", drafts.document_discard, name="document_discard"),
    path("documents/<key:pk>/replace/", drafts.document_replace, name="document_replace"),
    path("documents/<key:pk>/text-preview/", slots.document_slot_preview, name="document_slot_preview"),
    path("documents/<key:pk>/take-over/", slots.document_take_over, name="document_take_over"),
    path("documents/<key:pk>/reset/", slots.document_slot_reset, name="document_slot_reset"),
    path("documents/<key:pk>/texts/<path:key>/", slots.document_slot, name="document_slot"),
    path("documents/<key:pk>/steps/<slug:name>/", acts.document_step, name="document_step"),
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
