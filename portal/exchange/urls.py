from django.urls import path

from portal.exchange import views

urlpatterns = [
    path("export/<slug:register>.<slug:kind>", views.register_export, name="register_export"),
    path("import/<slug:register>/", views.import_show, name="import_show"),
    path("import/<slug:register>/template.xlsx", views.import_template, name="import_template"),
    path("import/<slug:register>/<uuid:token>/", views.import_trial, name="import_trial"),
    path("import/<slug:register>/<uuid:token>/faults.xlsx", views.import_faults, name="import_faults"),
]
