from django.urls import path

from workflow import views

urlpatterns = [
    path("batches/", views.batch_list, name="batch_list"),
    path("batches/<key:pk>/", views.batch_show, name="batch_show"),
    path("batches/<key:pk>/resume/", views.batch_resume, name="batch_resume"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<key:pk>/read/", views.notice_read, name="notice_read"),
    path("kept/<key:pk>/discard/", views.kept_discard, name="kept_discard"),
    path("history/<slug:kind>/<key:pk>/", views.history_show, name="history_show"),
    path("history/<key:pk>/restore/", views.event_restore, name="event_restore"),
]
