from django.urls import path

from accounts.administration.external import account_external
from accounts.administration.factor_resets import account_factor, factor_reset
from accounts.administration.views import (
    account_edit,
    account_list,
    account_lock,
    account_new,
    account_password,
    account_person,
    account_role_new,
    account_show,
    account_unlock,
    role_end,
)
from accounts.handover.views import account_many, account_many_open
from accounts.organizations.views import organization_list, organization_pick
from accounts.people.views import organization_show, person_list, person_pick, person_show, role_give
from accounts.registering.views import (
    organization_edit,
    organization_end,
    organization_name_edit,
    organization_new,
    organization_rename,
    organization_succeed,
    person_edit,
    person_new,
)
from accounts.second_factor.views import factor_codes, factor_enrol, factor_off, factor_verify, second_factor
from accounts.sign_in.views import (
    access_log,
    password_change,
    password_check,
    password_forgotten,
    password_reset,
    password_sent,
    sign_in,
    sign_out,
)
from accounts.single_sign_on.views import single_sign_on, single_sign_on_back

urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/code/", factor_verify, name="factor_verify"),
    path("sign-in/provider/", single_sign_on, name="single_sign_on"),
    path("sign-in/provider/back/", single_sign_on_back, name="single_sign_on_back"),
    path("sign-out/", sign_out, name="sign_out"),
    path("account/second-factor/", second_factor, name="second_factor"),
    path("account/second-factor/new/", factor_enrol, name="factor_enrol"),
    path("account/second-factor/codes/", factor_codes, name="factor_codes"),
    path("account/second-factor/off/", factor_off, name="factor_off"),
    path("password/", password_change, name="password_change"),
    path("password/check/", password_check, name="password_check"),
    path("password/forgotten/", password_forgotten, name="password_forgotten"),
    path("password/forgotten/sent/", password_sent, name="password_sent"),
    path("password/reset/<str:uidb64>/<str:token>/", password_reset, name="password_reset"),
    path("pick/organizations/", organization_pick, name="organization_pick"),
    path("pick/people/", person_pick, name="person_pick"),
    path("organizations/", organization_list, name="organization_list"),
    path("organizations/new/", organization_new, name="organization_new"),
    path("organizations/<slug:short_code>/", organization_show, name="organization_show"),
    path("organizations/<slug:short_code>/roles/new/", role_give, name="role_give"),
    path("organizations/<slug:short_code>/edit/", organization_edit, name="organization_edit"),
    path("organizations/<slug:short_code>/names/new/", organization_rename, name="organization_rename"),
    path("organizations/<slug:short_code>/names/<key:pk>/", organization_name_edit, name="organization_name_edit"),
    path("organizations/<slug:short_code>/end/", organization_end, name="organization_end"),
    path("organizations/<slug:short_code>/successors/new/", organization_succeed, name="organization_succeed"),
    path("accounts/", account_list, name="account_list"),
    path("accounts/new/", account_new, name="account_new"),
    path("accounts/many/", account_many, name="account_many"),
    path("accounts/many/open/", account_many_open, name="account_many_open"),
    path("accounts/roles/<key:pk>/end/", role_end, name="role_end"),
    path("accounts/second-factors/<key:pk>/", factor_reset, name="factor_reset"),
    path("accounts/<key:pk>/", account_show, name="account_show"),
    path("accounts/<key:pk>/edit/", account_edit, name="account_edit"),
    path("accounts/<key:pk>/person/", account_person, name="account_person"),
    path("accounts/<key:pk>/password/", account_password, name="account_password"),
    path("accounts/<key:pk>/second-factor/", account_factor, name="account_factor"),
    path("accounts/<key:pk>/single-sign-on/", account_external, name="account_external"),
    path("accounts/<key:pk>/lock/", account_lock, name="account_lock"),
    path("accounts/<key:pk>/unlock/", account_unlock, name="account_unlock"),
    path("accounts/<key:pk>/roles/new/", account_role_new, name="account_role_new"),
    path("access-log/", access_log, name="access_log"),
    path("people/", person_list, name="person_list"),
    path("people/new/", person_new, name="person_new"),
    path("people/<key:pk>/edit/", person_edit, name="person_edit"),
    path("people/<key:pk>/", person_show, name="person_show"),
]
