from django.urls import path

from workflow.history.views import event_restore, history_show, notice_read, notices_read
from workflow.jobs.views import batch_list, batch_resume, batch_show
from workflow.records.views import draft_discard

urlpatterns = [
    path("batches/", batch_list, name="batch_list"),
    path("batches/<key:pk>/", batch_show, name="batch_show"),
    path("batches/<key:pk>/resume/", batch_resume, name="batch_resume"),
    path("notices/read/", notices_read, name="notices_read"),
    path("notices/<key:pk>/read/", notice_read, name="notice_read"),
    path("kept/<key:pk>/discard/", draft_discard, name="draft_discard"),
    path("history/<slug:kind>/<key:pk>/", history_show, name="history_show"),
    path("history/<key:pk>/restore/", event_restore, name="event_restore"),
]
