from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class DanvanConfig(AppConfig):
    """The project itself, so that its template tags, translations and system checks are found."""

    name = "danvan"
    verbose_name = _("Cổng Dân vận")

    def ready(self):
        from django.contrib import admin
        from django.contrib.auth.models import Group
        from django.urls import register_converter
        from django_q.models import Failure, OrmQ, Schedule, Success

        from danvan import system_checks  # noqa: F401  to be registered
        from danvan.web import RecordKey

        register_converter(RecordKey, "key")

        for model in (Group, Failure, OrmQ, Schedule, Success):
            if admin.site.is_registered(model):
                admin.site.unregister(model)


class DanvanAdminConfig(AdminConfig):
    default_site = "danvan.admin.DanvanAdminSite"
