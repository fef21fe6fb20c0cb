from django.urls import path

from inspections.planning.views import campaigns, criteria, delegations, subjects

urlpatterns = [
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<slug:code>/plan/", campaigns.campaign_plan, name="campaign_plan"),
    path("campaigns/<slug:code>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:code>/copy/", campaigns.campaign_copy, name="campaign_copy"),
    path("campaigns/<slug:code>/shares/new/", campaigns.share_new, name="share_new"),
    path("shares/<int:pk>/delete/", campaigns.share_delete, name="share_delete"),
    path("criteria/", criteria.criteria_set_list, name="criteria_set_list"),
    path("criteria/new/", criteria.criteria_set_new, name="criteria_set_new"),
    path("criteria/<int:pk>/", criteria.criteria_set_show, name="criteria_set_show"),
    path("criteria/<int:pk>/edit/", criteria.criteria_set_edit, name="criteria_set_edit"),
    path("criteria/<int:pk>/copy/", criteria.criteria_set_copy, name="criteria_set_copy"),
    path("criteria/<int:pk>/order/", criteria.criteria_order, name="criteria_order"),
    path("criteria/<int:pk>/add/", criteria.set_criterion_new, name="set_criterion_new"),
    path("criteria/rows/<int:pk>/edit/", criteria.set_criterion_edit, name="set_criterion_edit"),
    path("criteria/rows/<int:pk>/delete/", criteria.set_criterion_delete, name="set_criterion_delete"),
    path("pick/criteria/", criteria.criterion_pick, name="criterion_pick"),
    path("campaigns/<slug:code>/delegations/new/", delegations.delegation_new, name="delegation_new"),
    path("delegations/<int:pk>/", delegations.delegation_show, name="delegation_show"),
    path("delegations/<int:pk>/edit/", delegations.delegation_edit, name="delegation_edit"),
    path("delegations/<int:pk>/delete/", delegations.delegation_delete, name="delegation_delete"),
    path("delegations/<int:pk>/order/", delegations.member_order, name="member_order"),
    path("delegations/<int:pk>/members/new/", delegations.member_new, name="member_new"),
    path("members/<int:pk>/edit/", delegations.member_edit, name="member_edit"),
    path("members/<int:pk>/delete/", delegations.member_delete, name="member_delete"),
    path("pick/papers/", delegations.paper_pick, name="paper_pick"),
    path("campaigns/<slug:code>/subjects/", subjects.subjects_choose, name="subjects_choose"),
]
