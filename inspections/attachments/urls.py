from django.urls import path

from inspections.attachments import views

urlpatterns = [
    path("attachments/<key:pk>/file", views.attachment_download, name="attachment_download"),
    path("papers/", views.paper_list, name="paper_list"),
    path("papers/links/<key:pk>/delete/", views.basis_delete, name="basis_delete"),
    path("pick/papers/", views.paper_pick, name="paper_pick"),
    path("campaigns/<slug:code>/papers/new/", views.basis_new, name="basis_new"),
]
