from django.urls import path

from inspections.attachments import views

urlpatterns = [
    path("attachments/<key:pk>/file", views.attachment_download, name="attachment_download"),
    path("attachments/<key:pk>/picture", views.attachment_picture, name="attachment_picture"),
    path("papers/", views.paper_list, name="paper_list"),
    path("papers/links/<key:pk>/delete/", views.basis_delete, name="basis_delete"),
    path("pick/papers/", views.paper_pick, name="paper_pick"),
    path("papers/links/<key:pk>/source/delete/", views.source_delete, name="source_delete"),
    path("campaigns/<slug:code>/sources/new/", views.campaign_source, name="campaign_source"),
    path("inspections/<slug:reference>/sources/new/", views.inspection_source, name="inspection_source"),
    path("organizations/<slug:short_code>/sources/new/", views.organization_source, name="organization_source"),
    path("findings/<key:pk>/sources/new/", views.finding_source, name="finding_source"),
    path("campaigns/<slug:code>/papers/new/", views.basis_new, name="basis_new"),
]
