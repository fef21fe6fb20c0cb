from django.urls import path

from inspections.attachments import views as attachments_views
from inspections.campaigns.views import campaign_edit, campaign_new, share_delete, share_new
from inspections.criteria import views as criteria_views
from inspections.delegations.views import delegation_delete, delegation_edit, delegation_new, delegation_show
from inspections.inspections import views as inspections_views
from inspections.inspections.views import member_delete, member_edit, member_new, member_order
from portal.campaigns.planning import campaign_copy, campaign_plan

urlpatterns = [
    path("campaigns/new/", campaign_new, name="campaign_new"),
    path("campaigns/<slug:code>/plan/", campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/edit/", campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:code>/copy/", campaign_copy, name="campaign_copy"),
    path("campaigns/<slug:code>/shares/new/", share_new, name="share_new"),
    path("shares/<key:pk>/delete/", share_delete, name="share_delete"),
    path("criteria/", criteria_views.criteria_set_list, name="criteria_set_list"),
    path("criteria/new/", criteria_views.criteria_set_new, name="criteria_set_new"),
    path("criteria/<key:pk>/", criteria_views.criteria_set_show, name="criteria_set_show"),
    path("criteria/<key:pk>/edit/", criteria_views.criteria_set_edit, name="criteria_set_edit"),
    path("criteria/<key:pk>/copy/", criteria_views.criteria_set_copy, name="criteria_set_copy"),
    path("criteria/<key:pk>/order/", criteria_views.criteria_order, name="criteria_order"),
    path("criteria/<key:pk>/add/", criteria_views.set_criterion_new, name="set_criterion_new"),
    path("criteria/rows/<key:pk>/edit/", criteria_views.set_criterion_edit, name="set_criterion_edit"),
    path("criteria/rows/<key:pk>/delete/", criteria_views.set_criterion_delete, name="set_criterion_delete"),
    path("pick/criteria/", criteria_views.criterion_pick, name="criterion_pick"),
    path("campaigns/<slug:code>/delegations/new/", delegation_new, name="delegation_new"),
    path("delegations/<key:pk>/", delegation_show, name="delegation_show"),
    path("delegations/<key:pk>/edit/", delegation_edit, name="delegation_edit"),
    path("delegations/<key:pk>/delete/", delegation_delete, name="delegation_delete"),
    path("delegations/<key:pk>/order/", member_order, name="member_order"),
    path("delegations/<key:pk>/members/new/", member_new, name="member_new"),
    path("members/<key:pk>/edit/", member_edit, name="member_edit"),
    path("members/<key:pk>/delete/", member_delete, name="member_delete"),
    path("pick/papers/", attachments_views.paper_pick, name="paper_pick"),
    path("campaigns/<slug:code>/papers/new/", attachments_views.basis_new, name="basis_new"),
    path("papers/links/<key:pk>/delete/", attachments_views.basis_delete, name="basis_delete"),
    path("campaigns/<slug:code>/subjects/", inspections_views.subjects_choose, name="subjects_choose"),
    path("inspections/<slug:reference>/edit/", inspections_views.inspection_edit, name="inspection_edit"),
    path("inspections/<slug:reference>/delete/", inspections_views.inspection_delete, name="inspection_delete"),
    path("inspections/<slug:reference>/sessions/new/", inspections_views.session_new, name="session_new"),
    path("sessions/<key:pk>/edit/", inspections_views.session_edit, name="session_edit"),
    path("sessions/<key:pk>/delete/", inspections_views.session_delete, name="session_delete"),
]
