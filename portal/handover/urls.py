from django.urls import path

from portal.handover.colleagues import colleague_new, colleague_slip
from portal.handover.views import slips_print, slips_show

urlpatterns = [
    path("accounts/slips/", slips_show, name="slips_show"),
    path("accounts/slips/print/", slips_print, name="slips_print"),
    path("hand-over/", colleague_new, name="colleague_new"),
    path("hand-over/<key:pk>/slip/", colleague_slip, name="colleague_slip"),
]
