from django.urls import path

from accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password_change, name="password_change"),
    path("password/forgotten/", views.password_forgotten, name="password_forgotten"),
    path("password/forgotten/sent/", views.password_sent, name="password_sent"),
    path("password/reset/<str:uidb64>/<str:token>/", views.password_reset, name="password_reset"),
    path("pick/organizations/", views.organization_pick, name="organization_pick"),
    path("pick/people/", views.person_pick, name="person_pick"),
    path("organizations/", views.organization_list, name="organization_list"),
    path("organizations/<slug:short_code>/", views.organization_show, name="organization_show"),
    path("organizations/<slug:short_code>/roles/new/", views.role_give, name="role_give"),
    path("access-log/", views.access_log, name="access_log"),
    path("people/", views.person_list, name="person_list"),
    path("people/<key:pk>/", views.person_show, name="person_show"),
]
