from django.urls import path

from portal.inspections import views

urlpatterns = [
    path("inspections/<slug:reference>/", views.inspection_show, name="inspection_show"),
    path("inspections/<slug:reference>/report/", views.report_hand_in, name="report_hand_in"),
    # Two steps come with a paper and have pages of their own, at the address of their step.
    path("inspections/<slug:reference>/steps/attach/", views.notice_attach, name="notice_attach"),
    path("inspections/<slug:reference>/steps/conclude/", views.conclusion_publish, name="conclusion_publish"),
    path("inspections/<slug:reference>/steps/<slug:step>/", views.inspection_step, name="inspection_step"),
]
